package io.fairlead.cli.program;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a repository is, in the form that a GitSource takes.
///
/// @param text `https://…`, `ssh://user@host/…` or `file:///…`, without a password or token
public record RepositoryUrl(String text) {
    private static final Pattern SCP = Pattern.compile("([^/:@]+)@([^/:@]+):(?!//)(.+)");
    private static final Pattern SCHEME = Pattern.compile("(https?|ssh|file)://.+");
    private static final Pattern SECRET = Pattern.compile("(https?://)[^/@]*@(.*)|(ssh://[^/@:]*):[^/@]*(@.*)");

    /// What people write for `git clone`: a URL, `git@host:path`, or a folder on this machine.
    ///
    /// @param folder what a relative path starts from
    public static RepositoryUrl of(String given, Path folder) {
        String text = given.strip();
        Matcher secret = SECRET.matcher(text);
        if (secret.matches()) {
            return new RepositoryUrl(
                    secret.group(1) == null ? secret.group(3) + secret.group(4) : secret.group(1) + secret.group(2));
        }
        if (SCHEME.matcher(text).matches()) {
            return new RepositoryUrl(text);
        }
        Matcher scp = SCP.matcher(text);
        if (scp.matches()) {
            String path = scp.group(3);
            return new RepositoryUrl(
                    "ssh://" + scp.group(1) + "@" + scp.group(2) + (path.startsWith("/") ? "" : "/") + path);
        }
        String path = folder.toAbsolutePath().resolve(text).normalize().toUri().getRawPath();
        // A folder that is there already gets a slash at its end, others do not.
        return new RepositoryUrl("file://" + (path.endsWith("/") ? path.substring(0, path.length() - 1) : path));
    }

    public boolean isSsh() {
        return text.startsWith("ssh://");
    }

    public boolean isFile() {
        return text.startsWith("file:");
    }

    /// The host as `known_hosts` names it: `host`, or `[host]:port`; empty for a folder.
    public Optional<String> knownHost() {
        try {
            URI uri = new URI(text);
            if (uri.getHost() == null) {
                return Optional.empty();
            }
            return Optional.of(uri.getPort() < 0 ? uri.getHost() : "[" + uri.getHost() + "]:" + uri.getPort());
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
