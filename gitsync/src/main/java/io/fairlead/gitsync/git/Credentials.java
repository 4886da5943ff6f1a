package io.fairlead.gitsync.git;

import java.util.List;
import java.util.stream.Stream;

/// How Fairlead introduces itself to a Git host. Printing one shows its sort and the names in it, never a secret.
public sealed interface Credentials {
    /// The texts that may appear in no message, log line or note.
    List<String> secrets();

    /// Nothing to show: a public or a local repository.
    record Anonymous() implements Credentials {
        @Override
        public List<String> secrets() {
            return List.of();
        }
    }

    /// User name and password (or token used as password) for HTTPS.
    record Basic(String user, String password) implements Credentials {
        @Override
        public List<String> secrets() {
            return List.of(password);
        }

        @Override
        public String toString() {
            return "Basic[user=" + user + ", password=***]";
        }
    }

    /// A token for HTTPS.
    record Bearer(String token) implements Credentials {
        @Override
        public List<String> secrets() {
            return List.of(token);
        }

        @Override
        public String toString() {
            return "Bearer[token=***]";
        }
    }

    /// A private key (OpenSSH or PEM, without passphrase) and the known hosts, in the format of `known_hosts`.
    /// There is no way to accept a host that is not listed (T-033).
    record SshKey(String privateKey, String knownHosts) implements Credentials {
        @Override
        public List<String> secrets() {
            return Stream.concat(Stream.of(privateKey), privateKey.lines())
                    .map(String::strip)
                    .filter(line -> line.length() > 20 && !line.startsWith("-----"))
                    .toList();
        }

        @Override
        public String toString() {
            return "SshKey[privateKey=***]";
        }
    }
}
