package io.fairlead.gitsync.git;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Repository;

/// What may stand in the URL and branch of a [Remote]: an allow-list, because a URL is the first thing an attacker
/// writes (T-030: `ext::`, a host or user that reads as an option, a line break).
final class RemoteAddress {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.]+]");
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.0\\.0\\.1|\\[::1]");

    private RemoteAddress() {}

    /// Why the remote is refused, or empty where it is fine.
    static Optional<String> defect(Remote remote) {
        if (!Repository.isValidRefName(remote.branchRef())
                || remote.branchRef().length() > GitLimits.REF_NAME_BYTES_MAX) {
            return Optional.of("the branch is not a valid name");
        }
        URI uri;
        try {
            uri = new URI(remote.url());
        } catch (URISyntaxException malformed) {
            return Optional.of("the URL is malformed");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        return switch (scheme) {
            case "file" -> defectOfFile(uri, remote.credentials());
            case "http", "https" -> defectOfHttp(uri, remote.credentials());
            case "ssh" -> defectOfSsh(uri, remote.credentials());
            default -> Optional.of("the URL must begin with https://, ssh://, http:// or file://");
        };
    }

    private static Optional<String> defectOfFile(URI uri, Credentials credentials) {
        if (!(credentials instanceof Credentials.Anonymous)) {
            return Optional.of("a file:// URL takes no credentials");
        }
        boolean local = uri.getRawAuthority() == null
                && uri.getPath() != null
                && uri.getPath().startsWith("/");
        return local ? Optional.empty() : Optional.of("a file:// URL needs an absolute path and no host");
    }

    private static Optional<String> defectOfHttp(URI uri, Credentials credentials) {
        if (uri.getHost() == null || !HOST.matcher(uri.getHost()).matches()) {
            return Optional.of("the URL has no valid host");
        }
        if (uri.getRawUserInfo() != null) {
            return Optional.of("credentials belong in a Secret, not in the URL");
        }
        return switch (credentials) {
            case Credentials.Anonymous ignored -> Optional.empty();
            case Credentials.SshKey ignored -> Optional.of("an SSH key needs an ssh:// URL");
            case Credentials.Basic ignored -> defectOfSecretOver(uri);
            case Credentials.Bearer ignored -> defectOfSecretOver(uri);
        };
    }

    private static Optional<String> defectOfSecretOver(URI uri) {
        boolean safe = "https".equals(uri.getScheme())
                || LOOPBACK.matcher(uri.getHost()).matches();
        return safe ? Optional.empty() : Optional.of("credentials are sent over https:// only");
    }

    private static Optional<String> defectOfSsh(URI uri, Credentials credentials) {
        if (uri.getHost() == null || !HOST.matcher(uri.getHost()).matches()) {
            return Optional.of("the URL has no valid host");
        }
        if (uri.getRawUserInfo() == null || !USER.matcher(uri.getRawUserInfo()).matches()) {
            return Optional.of("an ssh:// URL needs a user and no password, as in ssh://git@host/path");
        }
        return switch (credentials) {
            case Credentials.SshKey key ->
                key.knownHosts().isBlank() ? Optional.of("an SSH key needs known hosts") : Optional.empty();
            case Credentials.Anonymous ignored -> noSshKey();
            case Credentials.Basic ignored -> noSshKey();
            case Credentials.Bearer ignored -> noSshKey();
        };
    }

    private static Optional<String> noSshKey() {
        return Optional.of("an ssh:// URL needs an SSH key with known hosts");
    }
}
