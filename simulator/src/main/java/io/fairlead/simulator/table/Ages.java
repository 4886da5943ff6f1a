package io.fairlead.simulator.table;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/// How long ago something was, as k8s.io/apimachinery `util/duration` words it: two or three significant figures.
final class Ages {
    static final String UNKNOWN = "<unknown>";
    static final String INVALID = "<invalid>";

    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY_HOURS = 24;
    private static final long YEAR_HOURS = 365 * DAY_HOURS;

    private Ages() {}

    /// @param timestamp RFC 3339; empty where there is none
    static String since(String timestamp, Instant now) {
        if (timestamp.isEmpty()) {
            return UNKNOWN;
        }
        try {
            return words(Duration.between(Instant.parse(timestamp), now));
        } catch (DateTimeException e) {
            return INVALID;
        }
    }

    /// @param from and to in RFC 3339
    static String between(String from, String to) {
        return words(Duration.between(Instant.parse(from), Instant.parse(to)));
    }

    static String words(Duration age) {
        long seconds = age.toMillis() / 1000;
        if (seconds < -1) {
            return INVALID;
        }
        if (seconds < 0) {
            return "0s";
        }
        if (seconds < 2 * MINUTE) {
            return seconds + "s";
        }
        if (seconds < 3 * HOUR) {
            return minutes(seconds);
        }
        return hours(seconds);
    }

    private static String minutes(long seconds) {
        long minutes = seconds / MINUTE;
        return minutes < 10 ? pair(minutes, "m", seconds % MINUTE, "s") : minutes + "m";
    }

    private static String hours(long seconds) {
        long hours = seconds / HOUR;
        if (hours < 8) {
            return pair(hours, "h", seconds / MINUTE % 60, "m");
        }
        if (hours < 2 * DAY_HOURS) {
            return hours + "h";
        }
        if (hours < 8 * DAY_HOURS) {
            return pair(hours / DAY_HOURS, "d", hours % DAY_HOURS, "h");
        }
        if (hours < 2 * YEAR_HOURS) {
            return hours / DAY_HOURS + "d";
        }
        if (hours < 8 * YEAR_HOURS) {
            return pair(hours / YEAR_HOURS, "y", hours / DAY_HOURS % 365, "d");
        }
        return hours / YEAR_HOURS + "y";
    }

    private static String pair(long large, String largeUnit, long small, String smallUnit) {
        return small == 0 ? large + largeUnit : large + largeUnit + small + smallUnit;
    }
}
