package io.fairlead.simulator.builtin;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Times and durations in the forms of Kubernetes: seconds in UTC, microseconds in UTC, `1h30m0s`.
final class GoTimes {
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String SECONDS_LAYOUT = "2006-01-02T15:04:05Z07:00";
    private static final String MICROS_LAYOUT = "2006-01-02T15:04:05.000000Z07:00";
    private static final Pattern WITH_MICROS =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{6})?(.*)", Pattern.DOTALL);
    private static final Pattern STAMP =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)");
    private static final int CANONICAL_LENGTH = "2006-01-02T15:04:05Z".length();
    private static final int CANONICAL_MICROS_LENGTH = "2006-01-02T15:04:05.000000Z".length();
    private static final Pattern DURATION_PART = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");

    private GoTimes() {}

    /// The text is no time. The message is Go's.
    static final class FormatException extends RuntimeException {
        private static final long serialVersionUID = 1;

        FormatException(String message) {
            super(message, null, false, false);
        }
    }

    static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static String micros(Instant time) {
        return MICROS.format(time);
    }

    /// @throws FormatException with Go's message
    static String canonicalSeconds(String text) {
        if (text.length() == CANONICAL_LENGTH && isCanonical(text)) {
            return text;
        }
        return seconds(parse(text, SECONDS_LAYOUT));
    }

    /// @throws FormatException with Go's message
    static String canonicalMicros(String text) {
        if (text.length() == CANONICAL_MICROS_LENGTH && isCanonical(text) && hasMicros(text)) {
            return text;
        }
        Matcher form = WITH_MICROS.matcher(text);
        if (form.matches() && form.group(1) == null) {
            throw malformed(text, MICROS_LAYOUT, form.group(2), ".000000");
        }
        return micros(parse(text, MICROS_LAYOUT));
    }

    private static boolean hasMicros(String text) {
        return text.charAt(CANONICAL_LENGTH - 1) == '.'
                && isDigits(text.substring(CANONICAL_LENGTH, CANONICAL_MICROS_LENGTH - 1));
    }

    // What the server itself has printed is by far the most frequent case.
    private static boolean isCanonical(String text) {
        if (text.charAt(text.length() - 1) != 'Z') {
            return false;
        }
        for (int i = 0; i < CANONICAL_LENGTH - 1; i++) {
            char each = text.charAt(i);
            char expected = "0000-00-00T00:00:00".charAt(i);
            boolean fits = expected == '0' ? each >= '0' && each <= '9' : each == expected;
            if (!fits) {
                return false;
            }
        }
        return two(text, 5) <= 12
                && two(text, 5) > 0
                && two(text, 8) <= 28
                && two(text, 8) > 0
                && two(text, 11) < 24
                && two(text, 14) < 60
                && two(text, 17) < 60;
    }

    private static int two(String text, int at) {
        return (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
    }

    private static Instant parse(String text, String layout) {
        if (!STAMP.matcher(text).matches()) {
            throw mismatch(text, layout);
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new FormatException("parsing time " + GoText.quote(text) + ": " + outOfRange(text));
        }
    }

    // Go names the first element of the layout that does not fit.
    private static FormatException mismatch(String text, String layout) {
        String[] elements = {"2006", "-", "01", "-", "02", "T", "15", ":", "04", ":", "05"};
        int at = 0;
        for (String element : elements) {
            int end = at + element.length();
            boolean isNumber = Character.isDigit(element.charAt(0));
            boolean fits = end <= text.length()
                    && (isNumber ? isDigits(text.substring(at, end)) : text.startsWith(element, at));
            if (!fits) {
                return malformed(text, layout, text.substring(at), element);
            }
            at = end;
        }
        return malformed(text, layout, text.substring(at), "Z07:00");
    }

    private static boolean isDigits(String text) {
        return text.chars().allMatch(each -> each >= '0' && each <= '9');
    }

    private static String outOfRange(String text) {
        if (two(text, 5) < 1 || two(text, 5) > 12) {
            return "month out of range";
        }
        if (two(text, 11) > 23) {
            return "hour out of range";
        }
        if (two(text, 14) > 59) {
            return "minute out of range";
        }
        return two(text, 17) > 59 ? "second out of range" : "day out of range";
    }

    private static FormatException malformed(String text, String layout, String rest, String element) {
        return new FormatException("parsing time " + GoText.quote(text) + " as " + GoText.quote(layout)
                + ": cannot parse " + GoText.quote(rest) + " as " + GoText.quote(element));
    }

    /// @throws FormatException with Go's message
    static String canonicalDuration(String text) {
        return print(duration(text));
    }

    private static Duration duration(String text) {
        boolean isNegative = text.startsWith("-");
        String bare = isNegative || text.startsWith("+") ? text.substring(1) : text;
        if (bare.equals("0")) {
            return Duration.ZERO;
        }
        Duration sum = Duration.ZERO;
        Matcher part = DURATION_PART.matcher(bare);
        int at = 0;
        while (at < bare.length() && part.region(at, bare.length()).lookingAt()) {
            long unit = nanos(part.group(2));
            sum = sum.plusNanos(new java.math.BigDecimal(part.group(1))
                    .multiply(java.math.BigDecimal.valueOf(unit))
                    .longValue());
            at = part.end();
        }
        if (bare.isEmpty() || at < bare.length()) {
            throw new FormatException("time: invalid duration " + GoText.quote(text));
        }
        return isNegative ? sum.negated() : sum;
    }

    private static long nanos(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us", "µs", "μs" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> 1_000_000_000;
            case "m" -> 60_000_000_000L;
            default -> 3_600_000_000_000L;
        };
    }

    private static String print(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        String sign = duration.isNegative() ? "-" : "";
        Duration left = duration.abs();
        String seconds = new java.math.BigDecimal(left.toSecondsPart())
                .add(java.math.BigDecimal.valueOf(left.toNanosPart(), 9))
                .stripTrailingZeros()
                .toPlainString();
        if (left.toHours() > 0) {
            return sign + left.toHours() + "h" + left.toMinutesPart() + "m" + seconds + "s";
        }
        return sign + (left.toMinutes() > 0 ? left.toMinutes() + "m" : "") + seconds + "s";
    }
}
