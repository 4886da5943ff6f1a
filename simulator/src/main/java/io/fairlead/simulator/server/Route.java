package io.fairlead.simulator.server;

import io.fairlead.simulator.wire.Refusals;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// What a path names, as apiserver's RequestInfo reads it.
///
/// @param group empty for the core group
/// @param namespace empty where the path names none
/// @param name empty for a collection
/// @param subresource empty for the object itself
/// @param isOldWatch whether the path is one of those below `/watch/`
record Route(
        String group,
        String version,
        String namespace,
        String plural,
        String name,
        String subresource,
        boolean isOldWatch) {
    private static final String NAMESPACES = "namespaces";

    /// Whether the path goes deeper than `/api/v1` or `/apis/group/version`.
    static boolean isBelowVersion(String path) {
        int needed = path.startsWith("/api/") ? 3 : path.startsWith("/apis/") ? 4 : Integer.MAX_VALUE;
        int slashes = 0;
        for (int i = 0; i < path.length() - 1; i++) {
            if (path.charAt(i) == '/') {
                slashes++;
            }
        }
        return slashes >= needed;
    }

    /// @throws io.fairlead.simulator.wire.StatusException if the path cannot name an object or a collection
    static Route parse(String path) {
        String[] parts = path.substring(1).split("/", -1);
        int at;
        String group;
        if (parts.length > 2 && parts[0].equals("api")) {
            group = "";
            at = 1;
        } else if (parts.length > 3 && parts[0].equals("apis")) {
            group = parts[1];
            at = 2;
        } else {
            throw Refusals.noSuchResource();
        }
        String version = parts[at++];
        boolean isOldWatch = parts[at].equals("watch") && parts.length > at + 1;
        if (isOldWatch) {
            at++;
        }
        String namespace = "";
        if (parts[at].equals(NAMESPACES) && parts.length > at + 1) {
            if (parts.length > at + 2 && !isNamespaceSubresource(parts[at + 2])) {
                namespace = segment(parts[at + 1]);
                at += 2;
            } else if (group.isEmpty()) {
                namespace = segment(parts[at + 1]);
            }
        }
        return rest(group, version, namespace, parts, at).watched(isOldWatch);
    }

    private static Route rest(String group, String version, String namespace, String[] parts, int at) {
        int left = parts.length - at;
        if (left > 1 && parts[parts.length - 1].isEmpty()) {
            left--;
        }
        if (left > 3) {
            throw Refusals.noSuchResource();
        }
        String name = left > 1 ? segment(parts[at + 1]) : "";
        String subresource = left > 2 ? parts[at + 2] : "";
        return new Route(group, version, namespace, parts[at], name, subresource, false);
    }

    private static boolean isNamespaceSubresource(String part) {
        return part.equals("status") || part.equals("finalize");
    }

    private static String segment(String part) {
        if (part.indexOf('%') < 0) {
            return part;
        }
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private Route watched(boolean isWatched) {
        return new Route(group, version, namespace, plural, name, subresource, isWatched);
    }

    /// The same kind, for one of its objects.
    Route to(String objectNamespace, String objectName) {
        return new Route(group, version, objectNamespace, plural, objectName, "", false);
    }

    boolean isWatchable() {
        return isOldWatch || isCollection();
    }

    boolean isCollection() {
        return name.isEmpty();
    }
}
