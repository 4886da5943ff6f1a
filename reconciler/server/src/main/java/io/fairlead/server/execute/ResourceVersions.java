package io.fairlead.server.execute;

/// Order of resourceVersions of one kind: decimal numbers that only grow (Kubernetes promises this from 1.35 on, and
/// every server on etcd keeps it).
public final class ResourceVersions {
    private ResourceVersions() {}

    /// Whether `version` is a later state than `other`. Versions that are no numbers are later than nothing, which
    /// leaves a claim open rather than closing it.
    public static boolean isAfter(String version, String other) {
        if (!isNumber(version) || !isNumber(other)) {
            return false;
        }
        return version.length() != other.length() ? version.length() > other.length() : version.compareTo(other) > 0;
    }

    static String later(String one, String two) {
        return isAfter(one, two) ? one : two;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
