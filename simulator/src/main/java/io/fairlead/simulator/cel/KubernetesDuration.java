package io.fairlead.simulator.cel;

import com.google.re2j.Pattern;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Durations as `format: duration` takes them: Go's (`1h30m`), or numbers before words, wherever they stand
/// (`3 days 2 hours`).
public final class KubernetesDuration {
    private static final Pattern AMOUNT = Pattern.compile("([0-9]+)\\s*([A-Za-zµ]+)");

    private record Unit(List<String> exact, String prefix, Duration length) {
        boolean matches(String word) {
            return exact.contains(word) || word.startsWith(prefix);
        }
    }

    private static final List<Unit> UNITS = List.of(
            new Unit(List.of("ns"), "nano", Duration.ofNanos(1)),
            new Unit(List.of("us", "µs"), "micro", Duration.ofNanos(1_000)),
            new Unit(List.of("ms"), "milli", Duration.ofMillis(1)),
            new Unit(List.of("s"), "sec", Duration.ofSeconds(1)),
            new Unit(List.of("m"), "min", Duration.ofMinutes(1)),
            new Unit(List.of("h", "hr"), "hour", Duration.ofHours(1)),
            new Unit(List.of("d"), "day", Duration.ofDays(1)),
            new Unit(List.of("w", "wk"), "week", Duration.ofDays(7)));

    private KubernetesDuration() {}

    /// Empty where the text is no duration.
    public static Optional<Duration> parse(String text) {
        try {
            return Optional.of(Conversions.duration(text));
        } catch (CelFault fault) {
            return inWords(text);
        }
    }

    private static Optional<Duration> inWords(String text) {
        var matcher = AMOUNT.matcher(text);
        Duration sum = Duration.ZERO;
        boolean isFound = false;
        try {
            while (matcher.find()) {
                long amount = Long.parseLong(matcher.group(1));
                String word = matcher.group(2).toLowerCase(Locale.ROOT);
                for (Unit unit : UNITS) {
                    if (unit.matches(word)) {
                        isFound = true;
                        sum = sum.plus(unit.length().multipliedBy(amount));
                    }
                }
            }
            return isFound ? Optional.of(sum) : Optional.empty();
        } catch (NumberFormatException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
