package io.fairlead.gitsync.git;

import java.io.IOException;
import java.net.Proxy;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;
import org.jspecify.annotations.Nullable;

/// One connection to a [Remote]: with its credentials, its timeouts and its [TransferBudget], and nothing from the
/// machine. Close it when done.
public final class Connection implements AutoCloseable {
    private final Transport transport;
    private final TransferBudget budget;
    private final @Nullable SshSessions sessions;

    private Connection(Transport transport, TransferBudget budget, @Nullable SshSessions sessions) {
        this.transport = transport;
        this.budget = budget;
        this.sessions = sessions;
    }

    /// Says why the remote cannot be connected to at all, before anything is sent.
    public static Optional<Failure> defectOf(Remote remote) {
        return RemoteAddress.defect(remote).map(text -> new Failure.Refused(Refusal.BAD_ADDRESS, text));
    }

    /// Prepares a connection; JGit opens it with the first request. The remote has no [#defectOf].
    ///
    /// @throws IOException if the URL or the key cannot be used; [#openFailure] turns it into a value
    public static Connection open(GitDirectory directory, Remote remote) throws IOException {
        var budget = new TransferBudget();
        SshSessions sessions =
                remote.credentials() instanceof Credentials.SshKey key ? new SshSessions(key, budget) : null;
        try {
            Transport transport = directory.connect(new URIish(remote.url()));
            transport.setTagOpt(TagOpt.NO_TAGS);
            transport.setTimeout((int) GitLimits.IDLE_TIMEOUT.toSeconds());
            if (transport instanceof TransportHttp http) {
                http.setHttpConnectionFactory(new BoundedHttp(budget));
                http.setAdditionalHeaders(headers(remote.credentials()));
            }
            if (transport instanceof SshTransport ssh && sessions != null) {
                ssh.setSshSessionFactory(sessions);
            }
            return new Connection(transport, budget, sessions);
        } catch (URISyntaxException malformed) {
            throw new IOException("the URL is malformed", malformed);
        }
    }

    /// What an exception of [#open] means.
    public static Failure openFailure(Remote remote, IOException thrown) {
        // a file:// URL is looked at when it is opened, all others with the first request
        return remote.url().startsWith("file:")
                ? new Failure.Refused(Refusal.NOT_FOUND, "there is no repository")
                : new Failure.Refused(Refusal.BAD_ADDRESS, remote.mask(String.valueOf(thrown.getMessage())));
    }

    public Transport transport() {
        return transport;
    }

    /// To be passed to every fetch and push, so that the budget can stop them.
    public ProgressMonitor monitor() {
        return budget;
    }

    /// What an exception of this connection means. Never holds a secret of the remote.
    public Failure failure(Remote remote, Exception thrown) {
        if (sessions != null && sessions.hostKeyRefused()) {
            return new Failure.Refused(
                    Refusal.HOST_KEY_UNKNOWN, "the host's key is not among the known hosts, or is revoked");
        }
        if (budget.isTooLarge()) {
            return new Failure.Refused(Refusal.TOO_LARGE, budget.exhausted().orElse("too large"));
        }
        return budget.exhausted().<Failure>map(Failure.Unreachable::new).orElseGet(() -> Failure.of(remote, thrown));
    }

    @Override
    public void close() {
        transport.close();
        if (sessions != null) {
            sessions.close();
        }
    }

    private static Map<String, String> headers(Credentials credentials) {
        return switch (credentials) {
            case Credentials.Basic basic -> {
                byte[] pair = (basic.user() + ":" + basic.password()).getBytes(StandardCharsets.UTF_8);
                yield Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
            }
            case Credentials.Bearer bearer -> Map.of("Authorization", "Bearer " + bearer.token());
            case Credentials.Anonymous ignored -> Map.of();
            case Credentials.SshKey ignored -> Map.of();
        };
    }

    /// Plain connections of the JDK whose answers count against the budget. They ask for no compression and take
    /// none, because the budget could not see what a small answer inflates to.
    private record BoundedHttp(TransferBudget budget) implements HttpConnectionFactory {
        @Override
        public HttpConnection create(URL url) throws IOException {
            return create(url, Proxy.NO_PROXY);
        }

        @Override
        public HttpConnection create(URL url, Proxy proxy) throws IOException {
            return new JDKHttpConnection(url, proxy) {
                @Override
                public void setRequestProperty(String name, String value) {
                    if (!"Accept-Encoding".equalsIgnoreCase(name)) {
                        super.setRequestProperty(name, value);
                    }
                }

                @Override
                public @Nullable String getHeaderField(String name) {
                    return "Content-Encoding".equalsIgnoreCase(name) ? null : super.getHeaderField(name);
                }

                @Override
                public java.io.InputStream getInputStream() throws IOException {
                    return budget.bound(super.getInputStream());
                }
            };
        }
    }
}
