package io.fairlead.kube.store;

/// Compares resourceVersions of one resource type, which are ordered numbers (KEP-5504) unless a server
/// makes its own kind of them.
final class Version {
    private static final int DIGITS_MAX = 39;

    private Version() {}

    /// What can be said of the order of two versions.
    enum Order {
        OLDER,
        SAME,
        NEWER,
        UNKNOWN
    }

    /// Says what `version` is, seen from `other`.
    static Order compare(String version, String other) {
        if (version.equals(other)) {
            return version.isEmpty() ? Order.UNKNOWN : Order.SAME;
        }
        if (!isNumber(version) || !isNumber(other)) {
            return Order.UNKNOWN;
        }
        int order = version.length() == other.length()
                ? version.compareTo(other)
                : Integer.compare(version.length(), other.length());
        return order < 0 ? Order.OLDER : Order.NEWER;
    }

    /// True only if it is certain.
    static boolean isAtLeast(String version, String other) {
        return switch (compare(version, other)) {
            case SAME, NEWER -> true;
            case OLDER, UNKNOWN -> false;
        };
    }

    private static boolean isNumber(String version) {
        if (version.isEmpty() || version.length() > DIGITS_MAX || version.charAt(0) == '0') {
            return false;
        }
        for (int i = 0; i < version.length(); i++) {
            if (version.charAt(i) < '0' || version.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
