package io.fairlead.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a process is called, and where it keeps what it can fetch again.
final class Identity {
    private Identity() {}

    static String orDefault(@Nullable String name) {
        if (name != null && !name.isBlank()) {
            return name;
        }
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "localhost";
        }
        return host + "-" + ProcessHandle.current().pid();
    }

    /// The same with a part that no other run has: process ids and the names of pods come again.
    static String ofThisRun(@Nullable String name) {
        return orDefault(name) + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    static Path cache() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        return xdg == null || xdg.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache", "fairlead")
                : Path.of(xdg, "fairlead");
    }
}
