package io.fairlead.gitsync.git;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession;
import org.eclipse.jgit.transport.RemoteSession2;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.SshdSession;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.eclipse.jgit.util.FS;

/// SSH sessions that use one given key and one given list of hosts, both in memory: no home directory, no agent, no
/// `~/.ssh/config`, no question to anybody.
final class SshSessions extends SshSessionFactory implements AutoCloseable {
    private static final File NO_HOME = new File("/nonexistent");

    private final KnownHosts knownHosts;
    private final TransferBudget budget;
    private final SshdSessionFactory factory;

    SshSessions(Credentials.SshKey key, TransferBudget budget) throws IOException {
        this.knownHosts = KnownHosts.parse(key.knownHosts());
        this.budget = budget;
        List<KeyPair> keys = keys(key.privateKey());
        this.factory = new SshdSessionFactoryBuilder()
                .setHomeDirectory(NO_HOME)
                .setSshDirectory(NO_HOME)
                .setPreferredAuthentications("publickey")
                .setConfigStoreFactory((home, config, user) -> null)
                .setDefaultIdentities(directory -> List.of())
                .setDefaultKeysProvider(directory -> keys)
                .setServerKeyDatabase((home, directory) -> knownHosts)
                .setConnectorFactory(null)
                .build(null);
    }

    /// Whether a host showed a key that is not among the known hosts.
    boolean hostKeyRefused() {
        return knownHosts.refusedOne();
    }

    @Override
    public RemoteSession getSession(URIish uri, CredentialsProvider provider, FS fs, int timeoutMillis)
            throws TransportException {
        return new BoundedSession(factory.getSession(uri, provider, fs, timeoutMillis), budget);
    }

    @Override
    public String getType() {
        return factory.getType();
    }

    @Override
    public void close() {
        factory.close();
    }

    private static List<KeyPair> keys(String privateKey) throws IOException {
        try (InputStream text = new ByteArrayInputStream(privateKey.getBytes(StandardCharsets.UTF_8))) {
            Iterable<KeyPair> pairs = SecurityUtils.loadKeyPairIdentities(
                    null, NamedResource.ofName("key"), text, FilePasswordProvider.EMPTY);
            var keys = new ArrayList<KeyPair>();
            if (pairs != null) {
                pairs.forEach(keys::add);
            }
            return List.copyOf(keys);
        } catch (GeneralSecurityException unusable) {
            throw new IOException("the SSH private key cannot be read", unusable);
        }
    }

    /// Passes everything on, and bounds what the host sends.
    private record BoundedSession(SshdSession session, TransferBudget budget) implements RemoteSession2 {
        @Override
        public Process exec(String command, int timeoutSeconds) throws IOException {
            return new BoundedProcess(session.exec(command, timeoutSeconds), budget);
        }

        @Override
        public Process exec(String command, Map<String, String> environment, int timeoutSeconds) throws IOException {
            return new BoundedProcess(session.exec(command, environment, timeoutSeconds), budget);
        }

        @Override
        public void disconnect() {
            session.disconnect();
        }
    }

    /// The command at the other end; "process" is JGit's word for it, nothing runs here.
    private static final class BoundedProcess extends Process {
        private final Process remote;
        private final InputStream output;
        private final InputStream errors;

        BoundedProcess(Process remote, TransferBudget budget) {
            this.remote = remote;
            this.output = budget.bound(remote.getInputStream());
            this.errors = budget.bound(remote.getErrorStream());
        }

        @Override
        public OutputStream getOutputStream() {
            return remote.getOutputStream();
        }

        @Override
        public InputStream getInputStream() {
            return output;
        }

        @Override
        public InputStream getErrorStream() {
            return errors;
        }

        @Override
        public int waitFor() throws InterruptedException {
            return remote.waitFor();
        }

        @Override
        public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
            return remote.waitFor(timeout, unit);
        }

        @Override
        public int exitValue() {
            return remote.exitValue();
        }

        @Override
        public void destroy() {
            remote.destroy();
        }
    }
}
