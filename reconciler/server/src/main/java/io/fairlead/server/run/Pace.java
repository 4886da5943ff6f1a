package io.fairlead.server.run;

import io.fairlead.api.ObjectKey;
import io.fairlead.kube.Time;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/// How soon after the start of its last pass a workload may have the next one: events that come in between share one
/// pass.
final class Pace {
    static final Duration MIN = Duration.ofMillis(20);
    static final Duration MAX = Duration.ofSeconds(1);

    /// A pass may take one part in so many of the time.
    static final int PASS_SHARE_INVERSE = 20;

    private final Time time;
    private final ConcurrentHashMap<ObjectKey, Turn> turns = new ConcurrentHashMap<>();

    private record Turn(long startedNanos, Duration interval) {}

    Pace(Time time) {
        this.time = time;
    }

    /// How long to wait with the next pass; zero for a workload that has been quiet.
    Duration delay(ObjectKey key) {
        Turn turn = turns.get(key);
        if (turn == null) {
            return Duration.ZERO;
        }
        long left = turn.startedNanos() + turn.interval().toNanos() - time.nanos();
        return Duration.ofNanos(Math.max(0, left));
    }

    /// A pass begins.
    void started(ObjectKey key) {
        long now = time.nanos();
        turns.merge(key, new Turn(now, MIN), (old, _) -> new Turn(now, old.interval()));
    }

    /// It planned for that long.
    void planned(ObjectKey key, Duration cost) {
        Duration wanted = cost.multipliedBy(PASS_SHARE_INVERSE);
        Duration interval = wanted.compareTo(MIN) < 0 ? MIN : wanted.compareTo(MAX) > 0 ? MAX : wanted;
        turns.computeIfPresent(key, (_, turn) -> new Turn(turn.startedNanos(), interval));
    }

    void forget(ObjectKey key) {
        turns.remove(key);
    }
}
