package io.fairlead.kube.queue;

import java.time.Duration;

/// How long the n-th failure in a row makes a key wait: doubling, with the upper half of each step random.
///
/// @param min after the first failure
/// @param max bound, before jitter takes from it
public record Backoff(Duration min, Duration max) {
    /// 5 ms up to one minute: an outage of the API server must not make us deaf for long after it.
    public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(5), Duration.ofSeconds(60));

    private static final int DOUBLINGS_MAX = 30;

    public Backoff {
        if (min.isNegative() || min.isZero() || max.compareTo(min) < 0) {
            throw new IllegalArgumentException("backoff from " + min + " to " + max);
        }
    }

    /// @param failures in a row, from 1
    /// @param random from [0, 1)
    public Duration delay(int failures, double random) {
        double full = min.toNanos() * (double) (1L << Math.min(failures - 1, DOUBLINGS_MAX));
        double bounded = Math.min(full, (double) max.toNanos());
        return Duration.ofNanos((long) (bounded * (0.5 + random / 2)));
    }
}
