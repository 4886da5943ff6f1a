package io.fairlead.gitsync.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.shell.InvertedShellWrapper;
import org.apache.sshd.server.shell.ProcessShell;

/// A real SSH server on loopback that runs the real `git` for whoever has the given key.
public final class SshGitServer implements AutoCloseable {
    private final SshServer server = SshServer.setUpDefaultServer();
    private final Path repository;
    private final Path hostKey;
    private final List<String> protocols = new CopyOnWriteArrayList<>();

    public SshGitServer(Path repository, Path hostKey, Path allowedKey) throws Exception {
        this.repository = repository;
        this.hostKey = hostKey;
        PublicKey allowed = AuthorizedKeyEntry.parseAuthorizedKeyEntry(
                        Files.readString(Path.of(allowedKey + ".pub")).strip())
                .resolvePublicKey(null, PublicKeyEntryResolver.FAILING);
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(new FileKeyPairProvider(hostKey));
        server.setPublickeyAuthenticator((user, key, session) -> KeyUtils.compareKeys(key, allowed));
        server.setCommandFactory(this::command);
        server.start();
    }

    public String url() {
        return "ssh://git@127.0.0.1:" + server.getPort() + repository;
    }

    /// The line of `known_hosts` for this server.
    public String knownHost() throws IOException {
        return "[127.0.0.1]:" + server.getPort() + " "
                + Files.readString(Path.of(hostKey + ".pub")).strip();
    }

    /// The protocol versions that clients asked for.
    List<String> protocols() {
        return protocols;
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    private Command command(ChannelSession channel, String line) {
        String protocol = channel.getEnvironment().getEnv().getOrDefault("GIT_PROTOCOL", "none");
        protocols.add(protocol);
        // the command of JGit is git-upload-pack '/path'; the shell takes the quotes off
        return new InvertedShellWrapper(new ProcessShell(
                "sh", "-c", "GIT_PROTOCOL=" + protocol + " exec git " + line.substring("git-".length())));
    }
}
