package io.fairlead.kube.apply;

import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.ApiResponse;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.Time;
import io.fairlead.kube.WatchStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/// Limits the rate of requests to one API server, in lanes that do not take from each other: whatever
/// the ordinary work does, the status gets through and the lease is renewed. A 429, or a 503 with
/// `Retry-After`, pauses all but the lease.
///
/// Waiting blocks the calling (virtual) thread; first come, first served within a lane.
public final class ApiBudget {
    /// No pause is longer, whatever the server says.
    public static final Duration PAUSE_MAX = Duration.ofMinutes(5);

    /// What a request is for.
    public enum Lane {
        /// Everything else.
        NORMAL,
        /// Status and events: has a fifth of the normal rate for itself.
        STATUS,
        /// Leases: has a small rate for itself and is never paused.
        LEASE
    }

    /// @param perSecond of the normal lane, in the long run
    /// @param burst at once after a quiet time
    public record Limits(double perSecond, int burst) {
        /// Enough for 300 pods a second at three writes each, below what a small API server takes.
        public static final Limits DEFAULT = new Limits(1_000, 200);

        private static final Limits LEASE = new Limits(10, 20);
        private static final int STATUS_SHARE = 5;

        public Limits {
            if (!(perSecond > 0) || burst < 1) {
                throw new IllegalArgumentException(perSecond + " a second, burst " + burst);
            }
        }

        private Limits of(Lane lane) {
            return switch (lane) {
                case NORMAL -> this;
                case STATUS -> new Limits(perSecond / STATUS_SHARE, Math.max(1, burst / STATUS_SHARE));
                case LEASE -> LEASE;
            };
        }
    }

    /// A token bucket as one number: the moment at which it would be full again.
    private static final class Bucket {
        private final long intervalNanos;
        private final long burstNanos;
        private long fullNanos;

        private Bucket(Limits limits, long nowNanos) {
            this.intervalNanos = (long) (1e9 / limits.perSecond());
            this.burstNanos = intervalNanos * (limits.burst() - 1);
            this.fullNanos = nowNanos;
        }

        /// Takes a token that may lie in the future.
        ///
        /// @return when it is there
        private long reserve(long nowNanos) {
            long from = Math.max(fullNanos, nowNanos);
            fullNanos = from + intervalNanos;
            return from - burstNanos;
        }

        /// Empties the bucket as of then, so that those who waited do not all go at once.
        private void empty(long atNanos) {
            fullNanos = Math.max(fullNanos, atNanos + burstNanos);
        }
    }

    private final KubeApi api;
    private final Time time;
    private final Map<Lane, Bucket> buckets = new EnumMap<>(Lane.class);
    private long resumeNanos;

    public ApiBudget(KubeApi api, Limits limits, Time time) {
        this.api = api;
        this.time = time;
        this.resumeNanos = time.nanos();
        for (Lane lane : Lane.values()) {
            buckets.put(lane, new Bucket(limits.of(lane), time.nanos()));
        }
    }

    /// The API server as seen through one lane.
    public KubeApi lane(Lane lane) {
        return new KubeApi() {
            @Override
            public ApiResponse call(ApiRequest request) {
                if (!await(lane)) {
                    return ApiResponse.noAnswer("interrupted before the request was sent");
                }
                ApiResponse response = api.call(request);
                if (Outcome.of(request, response) instanceof Outcome.Throttled(Duration retryAfter)) {
                    pause(retryAfter);
                }
                return response;
            }

            @Override
            public WatchStream watch(ApiRequest request) {
                // Interrupted or not, the watch itself says how it ends.
                var _ = await(lane);
                return api.watch(request);
            }
        };
    }

    private boolean await(Lane lane) {
        long dueNanos = reserve(lane);
        while (true) {
            long waitNanos = dueNanos - time.nanos();
            if (waitNanos <= 0 && !isPaused(lane)) {
                return true;
            }
            if (waitNanos <= 0) {
                // A pause began while we waited: line up behind it, or all who waited would go at once when it ends.
                dueNanos = reserve(lane);
                continue;
            }
            try {
                time.sleep(Duration.ofNanos(waitNanos));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    private synchronized long reserve(Lane lane) {
        return bucket(lane).reserve(time.nanos());
    }

    private synchronized boolean isPaused(Lane lane) {
        return lane != Lane.LEASE && resumeNanos > time.nanos();
    }

    private synchronized void pause(Duration retryAfter) {
        Duration wait = retryAfter.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : retryAfter;
        resumeNanos = Math.max(resumeNanos, time.nanos() + wait.toNanos());
        bucket(Lane.NORMAL).empty(resumeNanos);
        bucket(Lane.STATUS).empty(resumeNanos);
    }

    private Bucket bucket(Lane lane) {
        Bucket bucket = buckets.get(lane);
        if (bucket == null) {
            throw new IllegalStateException("no bucket for " + lane);
        }
        return bucket;
    }
}
