package io.fairlead.server.execute;

/// Order of resourceVersions of one kind: decimal numbers that only grow (Kubernetes promises this from 1.35 on, and every
/// server on etcd keeps it).
public final class ResourceVersions {
    private ResourceVersions() {}

    /// Whether `left` is a later state than `right`. Versions that are no numbers are later than nothing, which leaves a
    /// claim open rather than closing it.
    public static boolean isAfter(String left, String right) {
        if (!isNumber(left) || !isNumber(right)) {
            return false;
        }
        return left.length() != right.length() ? left.length() > right.length() : left.compareTo(right) > 0;
    }

    static String later(String left, String right) {
        return isAfter(right, left) ? right : left;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
