package io.fairlead.simulator.server;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The order of API versions: `v2`, `v1`, `v1beta2`, `v1alpha1`, then all others by name.
final class VersionOrder {
    private static final Pattern VERSION = Pattern.compile("v(\\d{1,9})(?:(alpha|beta)(\\d{1,9}))?");

    static final Comparator<String> NEWEST_FIRST =
            Comparator.comparing(VersionOrder::parse).reversed().thenComparing(Comparator.naturalOrder());

    private VersionOrder() {}

    /// @param stage 3 for a stable version, 0 for what is none
    private record Parsed(int stage, int major, int minor) implements Comparable<Parsed> {
        @Override
        public int compareTo(Parsed other) {
            return Comparator.comparingInt(Parsed::stage)
                    .thenComparingInt(Parsed::major)
                    .thenComparingInt(Parsed::minor)
                    .compare(this, other);
        }
    }

    private static Parsed parse(String version) {
        Matcher parts = VERSION.matcher(version);
        if (!parts.matches()) {
            return new Parsed(0, 0, 0);
        }
        int major = Integer.parseInt(parts.group(1));
        if (parts.group(2) == null) {
            return new Parsed(3, major, 0);
        }
        return new Parsed(parts.group(2).equals("beta") ? 2 : 1, major, Integer.parseInt(parts.group(3)));
    }
}
