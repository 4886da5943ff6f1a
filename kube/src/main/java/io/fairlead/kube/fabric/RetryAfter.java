package io.fairlead.kube.fabric;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// The `Retry-After` header: seconds, or an HTTP date (RFC 9110 §10.2.3).
final class RetryAfter {
    /// No server makes us wait longer than this: a date far ahead is a clock that is wrong.
    static final Duration WAIT_MAX = Duration.ofMinutes(5);

    private static final int DIGITS_MAX = 9;

    private RetryAfter() {}

    static Optional<Duration> parse(String header, Instant now) {
        String text = header.strip();
        if (text.matches("[0-9]+")) {
            return Optional.of(text.length() > DIGITS_MAX ? WAIT_MAX : clamp(Duration.ofSeconds(Long.parseLong(text))));
        }
        try {
            Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(clamp(Duration.between(now, at)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration clamp(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(WAIT_MAX) > 0 ? WAIT_MAX : wait;
    }
}
