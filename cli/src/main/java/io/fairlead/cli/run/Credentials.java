package io.fairlead.cli.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.cli.Fairlead.BadInputException;
import io.fairlead.cli.program.RepositoryUrl;
import io.fairlead.gitsync.app.GitSyncApplication;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How the services introduce themselves to the Git host: options that become a Secret in the cluster.
final class Credentials {
    /// The Secret in Fairlead's own namespace.
    static final String SECRET = "fairlead-run";

    private static final int BYTES_MAX = 256 << 10;
    private static final ResourceType TYPE = new ResourceType("", "v1", "Secret", "secrets", true);

    @Option(
            names = "--ssh-key",
            paramLabel = "FILE",
            description = "A private SSH key without a passphrase, for ssh:// repositories.")
    private @Nullable Path sshKey;

    @Option(
            names = "--known-hosts",
            paramLabel = "FILE",
            description = "The keys of SSH hosts. Default: ~/.ssh/known_hosts.")
    private @Nullable Path knownHosts;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "A file with a password or access token, for https:// repositories.")
    private @Nullable Path password;

    @Option(
            names = "--git-user",
            paramLabel = "NAME",
            defaultValue = "git",
            description = "The user name that goes with --password-file. Default: ${DEFAULT-VALUE}.")
    private String user = "git";

    boolean isGiven() {
        return sshKey != null || password != null;
    }

    /// What the Secret holds; empty if none is needed.
    ///
    /// @throws BadInputException if a file cannot be read, or a repository needs one that is not named
    Map<String, String> read(RepositoryUrl url, boolean hasSecret) throws BadInputException {
        Map<String, String> data = new LinkedHashMap<>();
        Path key = sshKey;
        Path token = password;
        if (key != null) {
            data.put("identity", text(key, "--ssh-key"));
            Path hosts =
                    knownHosts == null ? Path.of(System.getProperty("user.home"), ".ssh", "known_hosts") : knownHosts;
            data.put("known_hosts", text(hosts, "--known-hosts"));
        } else if (token != null) {
            data.put("username", user);
            data.put("password", text(token, "--password-file").strip());
        } else if (url.isSsh() && !hasSecret) {
            throw new BadInputException(url.text() + " needs a key: name a private SSH key without a passphrase with"
                    + " --ssh-key, such as a deploy key that may read, and write refs/notes/fairlead/*");
        }
        return data;
    }

    private static String text(Path file, String option) throws BadInputException {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new BadInputException(
                        file + " is larger than " + BYTES_MAX + " bytes: is it the file that " + option + " means?");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new BadInputException(file + " cannot be read: name an existing file with " + option);
        }
    }

    /// @return what went wrong, for people; empty if the cluster has it
    static Optional<String> store(KubeApi api, Map<String, String> data) {
        if (data.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode secret = JsonNodeFactory.instance.objectNode();
        secret.put("apiVersion", "v1").put("kind", "Secret").put("type", "Opaque");
        secret.putObject("metadata").put("name", SECRET).put("namespace", GitSyncApplication.NAMESPACE);
        ObjectNode content = secret.putObject("stringData");
        data.forEach(content::put);
        Outcome outcome = new Resources(api, "fairlead-run")
                .apply(ObjectPath.of(TYPE, GitSyncApplication.NAMESPACE, SECRET), secret, true);
        return outcome instanceof Outcome.Applied
                ? Optional.empty()
                : Optional.of("the Secret " + SECRET + " is not taken: "
                        + outcome.getClass().getSimpleName());
    }
}
