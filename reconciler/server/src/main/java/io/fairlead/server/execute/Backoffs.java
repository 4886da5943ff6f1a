package io.fairlead.server.execute;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which subjects of one workload have to wait after a failure, and what the failure said. Not thread-safe: [Lanes]
/// guards it.
final class Backoffs {
    static final Duration FIRST = Duration.ofMillis(100);
    static final Duration LAST = Duration.ofSeconds(60);

    /// Bound on the doubling, so that the shift cannot overflow.
    private static final int DOUBLINGS_MAX = 20;

    /// Subjects remembered for one workload; beyond this a failed one is not held back by itself.
    private static final int SUBJECTS_MAX = 10_000;

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /// @param message for people; empty for what resolves itself (a conflict)
    private record Entry(int failures, long untilNanos, String message) {}

    /// All creations of a workload share one backoff: what the server says to one of them holds for the next.
    static String scope(Subject subject) {
        return subject.sort() == Subject.Sort.CREATE ? "create" : subject.name();
    }

    /// Notes one more failure; the result is how long to wait.
    Duration fail(String scope, String message, long nowNanos) {
        Entry before = entries.get(scope);
        if (before == null && entries.size() >= SUBJECTS_MAX) {
            return LAST;
        }
        int failures = before == null ? 0 : before.failures();
        Duration wait = FIRST.multipliedBy(1L << Math.min(failures, DOUBLINGS_MAX));
        wait = wait.compareTo(LAST) > 0 ? LAST : wait;
        entries.put(scope, new Entry(failures + 1, nowNanos + wait.toNanos(), message));
        return wait;
    }

    void succeed(String scope) {
        entries.remove(scope);
    }

    /// Forgets subjects that are no longer wanted.
    void retain(Set<String> scopes) {
        entries.keySet().retainAll(scopes);
    }

    /// How long this subject still has to wait; zero for not at all.
    Duration remaining(String scope, long nowNanos) {
        Entry entry = entries.get(scope);
        return entry == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, entry.untilNanos() - nowNanos));
    }

    /// The oldest failure that people should hear of.
    Optional<String> message() {
        return entries.values().stream()
                .map(Entry::message)
                .filter(m -> !m.isEmpty())
                .findFirst();
    }
}
