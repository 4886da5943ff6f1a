package io.fairlead.api;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// A number of pods, or a share of a workload's replicas: `5`, `"20%"`, `"12.5%"`. Never negative. Shares are exact
/// decimals. (OpenKruise reads `maxUnavailable: "12.5%"` as 0, because it parses an integer there; we do not.)
public sealed interface IntOrPercent {
    /// Digits before and after the point that a share may have.
    int DIGITS_MAX = 9;

    BigDecimal HUNDRED = BigDecimal.valueOf(100);

    Pattern PERCENT = Pattern.compile("[0-9]{1," + DIGITS_MAX + "}(\\.[0-9]{1," + DIGITS_MAX + "})?%");

    /// Which way a share of the replicas that is no whole number goes.
    enum Rounding {
        UP,
        DOWN
    }

    /// An absolute number of pods.
    record Count(int value) implements IntOrPercent {
        public Count {
            if (value < 0) {
                throw new IllegalArgumentException("negative count " + value);
            }
        }

        @Override
        public String toString() {
            return Integer.toString(value);
        }
    }

    /// A share in percent; may exceed 100.
    record Percent(BigDecimal value) implements IntOrPercent {
        public Percent {
            Objects.requireNonNull(value, "value");
            if (value.signum() < 0) {
                throw new IllegalArgumentException("negative percentage " + value);
            }
            // 20 and 20.0 are one share, and must be one value. A negative scale would print 100 as 1E+2.
            value = value.stripTrailingZeros();
            value = value.scale() < 0 ? value.setScale(0) : value;
        }

        @Override
        public String toString() {
            return value.toPlainString() + "%";
        }
    }

    static IntOrPercent of(int count) {
        return new Count(count);
    }

    /// Reads a share such as `20%` or `12.5%`; empty if the text is anything else (a bare number in quotes
    /// included, which the API refuses too).
    static Optional<IntOrPercent> parse(String text) {
        if (!PERCENT.matcher(text).matches()) {
            return Optional.empty();
        }
        return Optional.of(new Percent(new BigDecimal(text.substring(0, text.length() - 1))));
    }

    /// True for `0`, `0%` and `0.0%`.
    default boolean isZero() {
        return switch (this) {
            case Count count -> count.value() == 0;
            case Percent percent -> percent.value().signum() == 0;
        };
    }

    /// The number of pods this means for a workload of that many replicas. A count is returned as it is, also if it
    /// exceeds the replicas; so is a share above 100 %, bounded by `Integer.MAX_VALUE`.
    default int resolve(int replicas, Rounding rounding) {
        if (replicas < 0) {
            throw new IllegalArgumentException("negative replicas " + replicas);
        }
        return switch (this) {
            case Count count -> count.value();
            case Percent percent -> share(percent.value(), replicas, rounding);
        };
    }

    /// How many pods a partition keeps on the old revision, between 0 and `replicas`. A share rounds up, but as
    /// long as it is below 100 % and there is more than one replica, at least one pod moves: `99%` of 4 keeps 3.
    default int resolvePartition(int replicas) {
        int kept = Math.min(resolve(replicas, Rounding.UP), replicas);
        boolean isBelowWhole =
                this instanceof Percent percent && percent.value().compareTo(HUNDRED) < 0;
        return isBelowWhole && kept == replicas && replicas > 1 ? replicas - 1 : kept;
    }

    private static int share(BigDecimal percent, int replicas, Rounding rounding) {
        RoundingMode mode = switch (rounding) {
            case UP -> RoundingMode.CEILING;
            case DOWN -> RoundingMode.FLOOR;
        };
        BigDecimal pods =
                percent.multiply(BigDecimal.valueOf(replicas)).movePointLeft(2).setScale(0, mode);
        return pods.min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValueExact();
    }
}
