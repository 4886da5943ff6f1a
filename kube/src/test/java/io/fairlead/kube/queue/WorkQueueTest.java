package io.fairlead.kube.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.kube.FakeTime;
import io.fairlead.kube.SystemTime;
import io.fairlead.kube.queue.WorkQueue.Next;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
    private final FakeTime time = new FakeTime();
    private final WorkQueue<String> queue = new WorkQueue<>(time, () -> 0.0);

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    private List<String> drain() {
        List<String> keys = new ArrayList<>();
        for (Optional<String> key = queue.poll(); key.isPresent(); key = queue.poll()) {
            keys.add(key.get());
            queue.done(key.get(), Next.SETTLED);
        }
        return keys;
    }

    @Test
    void handsOutByPriorityAndInOrderWithinOne() {
        queue.add("bulk", WorkQueue.PRIORITY_BULK, Duration.ZERO);
        queue.add("b");
        queue.add("a");
        queue.add("urgent", WorkQueue.PRIORITY_URGENT, Duration.ZERO);
        assertThat(drain()).containsExactly("urgent", "b", "a", "bulk");
    }

    @Test
    void addingAgainRaisesThePriorityAndKeepsThePlace() {
        queue.add("a");
        queue.add("b");
        queue.add("a");
        queue.add("a", WorkQueue.PRIORITY_BULK, Duration.ZERO);
        assertThat(drain()).containsExactly("a", "b");
        queue.add("c");
        queue.add("d");
        queue.add("d", WorkQueue.PRIORITY_URGENT, Duration.ZERO);
        assertThat(drain()).containsExactly("d", "c");
    }

    @Test
    void theEarlierOfTwoTimesWins() {
        queue.add("a", 0, millis(100));
        queue.add("a", 0, millis(500));
        assertThat(queue.nextReady()).contains(millis(100));
        queue.add("a", 0, millis(20));
        assertThat(queue.nextReady()).contains(millis(20));
        time.advance(millis(20));
        assertThat(drain()).containsExactly("a");
        assertThat(queue.nextReady()).isEmpty();
    }

    @Test
    void aKeyIsWithOneWorkerAtATimeAndRunsAgainIfAddedMeanwhile() {
        queue.add("a");
        assertThat(queue.poll()).contains("a");
        queue.add("a");
        queue.add("a");
        assertThat(queue.poll()).isEmpty();
        queue.done("a", Next.SETTLED);
        assertThat(drain()).containsExactly("a");
        assertThat(queue.size()).isZero();
    }

    @Test
    @DisplayName("a key whose object vanished between submit and run can be submitted again")
    void aKeyThatCameBackCanBeAddedAgain() {
        queue.add("gone");
        assertThat(queue.poll()).contains("gone");
        queue.done("gone", Next.SETTLED);
        queue.add("gone");
        assertThat(queue.poll()).contains("gone");
    }

    @Test
    @DisplayName("what is added before any worker runs is not lost")
    void whatIsAddedBeforeTheStartIsHandedOut() throws InterruptedException {
        queue.add("early");
        assertThat(queue.take()).contains("early");
    }

    @Test
    void failuresWaitEverLongerUpToTheBound() {
        WorkQueue<String> slow = new WorkQueue<>(time, () -> 0.0, new Backoff(millis(10), millis(50)), 10);
        slow.add("a");
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            assertThat(slow.poll()).contains("a");
            slow.done("a", Next.RETRY);
            Duration wait = slow.nextReady().orElseThrow();
            waits.add(wait);
            time.advance(wait);
        }
        assertThat(waits).containsExactly(millis(5), millis(10), millis(20), millis(25));
        assertThat(slow.poll()).contains("a");
        slow.done("a", new Next.After(millis(7)));
        assertThat(slow.nextReady()).contains(millis(7));
        time.advance(millis(7));
        slow.poll();
        slow.done("a", Next.RETRY);
        assertThat(slow.nextReady()).as("success forgets the failures").contains(millis(5));
    }

    @Test
    void anEventDuringAFailedRunDoesNotWaitForTheBackoff() {
        queue.add("a");
        queue.poll();
        queue.add("a");
        queue.done("a", Next.RETRY);
        assertThat(queue.nextReady()).contains(Duration.ZERO);
    }

    @Test
    void aRetryKeepsThePriorityItWasTakenWith() {
        queue.add("urgent", WorkQueue.PRIORITY_URGENT, Duration.ZERO);
        queue.poll();
        queue.done("urgent", Next.RETRY);
        queue.add("normal");
        time.advance(Duration.ofSeconds(1));
        assertThat(drain()).containsExactly("urgent", "normal");
    }

    @Test
    void illegalMovesThrow() {
        assertThatThrownBy(() -> queue.done("a", Next.SETTLED)).isInstanceOf(IllegalStateException.class);
        queue.add("a");
        assertThatThrownBy(() -> queue.done("a", Next.SETTLED)).isInstanceOf(IllegalStateException.class);
        queue.poll();
        queue.done("a", Next.SETTLED);
        assertThatThrownBy(() -> queue.done("a", Next.SETTLED)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFullQueueSaysSoAndStillMergesWhatItKnows() {
        WorkQueue<String> small = new WorkQueue<>(time, () -> 0.0, Backoff.DEFAULT, 1);
        assertThat(small.add("a")).isTrue();
        assertThat(small.add("b")).isFalse();
        assertThat(small.add("a")).isTrue();
    }

    @Test
    void aClosedQueueHandsOutWhatIsReadyThenEnds() throws InterruptedException {
        queue.add("a");
        queue.close();
        assertThat(queue.add("b")).isFalse();
        assertThat(queue.take()).contains("a");
        queue.done("a", Next.SETTLED);
        assertThat(queue.take()).isEmpty();
    }

    @Test
    @DisplayName("F28 many workers: no key runs twice at once, and none is lost")
    void manyWorkersKeepTheRules() throws InterruptedException {
        WorkQueue<Integer> shared = new WorkQueue<>(new SystemTime(), () -> 0.5);
        Map<Integer, AtomicInteger> running = new ConcurrentHashMap<>();
        Map<Integer, AtomicInteger> seen = new ConcurrentHashMap<>();
        Map<Integer, AtomicInteger> wanted = new ConcurrentHashMap<>();
        AtomicInteger violations = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(8);
        for (int i = 0; i < 8; i++) {
            Thread.ofVirtual().start(() -> {
                try {
                    for (Optional<Integer> key = shared.take(); key.isPresent(); key = shared.take()) {
                        AtomicInteger count = running.computeIfAbsent(key.get(), k -> new AtomicInteger());
                        if (count.incrementAndGet() != 1) {
                            violations.incrementAndGet();
                        }
                        int now = wanted.getOrDefault(key.get(), new AtomicInteger())
                                .get();
                        seen.computeIfAbsent(key.get(), k -> new AtomicInteger())
                                .set(now);
                        count.decrementAndGet();
                        shared.done(key.get(), Next.SETTLED);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                all.countDown();
            });
        }
        for (int i = 0; i < 20_000; i++) {
            int key = i % 7;
            wanted.computeIfAbsent(key, k -> new AtomicInteger()).incrementAndGet();
            shared.add(key, i % 3, Duration.ofNanos(i % 2 * 1000L));
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (shared.size() > 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        shared.close();
        assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(violations).hasValue(0);
        for (int key = 0; key < 7; key++) {
            assertThat(seen.get(key))
                    .hasValue(Objects.requireNonNull(wanted.get(key)).get());
        }
    }

    /// The naive model: a map from key to what is asked for, searched from end to end.
    private static final class Model {
        private record Ask(int priority, long readyMillis, long sequence) {
            Ask merge(int otherPriority, long otherReady) {
                return new Ask(Math.max(priority, otherPriority), Math.min(readyMillis, otherReady), sequence);
            }
        }

        private final Map<Integer, Ask> asked = new TreeMap<>();
        private final Map<Integer, Integer> running = new TreeMap<>();
        private long sequence;

        void add(int key, int priority, long readyMillis) {
            Ask known = asked.get(key);
            asked.put(
                    key,
                    known == null ? new Ask(priority, readyMillis, sequence++) : known.merge(priority, readyMillis));
        }

        Optional<Integer> poll(long nowMillis) {
            Integer best = null;
            for (Map.Entry<Integer, Ask> entry : asked.entrySet()) {
                Ask ask = entry.getValue();
                if (running.containsKey(entry.getKey()) || ask.readyMillis() > nowMillis) {
                    continue;
                }
                Ask other = best == null ? null : asked.get(best);
                if (other == null
                        || ask.priority() > other.priority()
                        || (ask.priority() == other.priority() && ask.sequence() < other.sequence())) {
                    best = entry.getKey();
                }
            }
            if (best == null) {
                return Optional.empty();
            }
            running.put(best, Objects.requireNonNull(asked.remove(best)).priority());
            return Optional.of(best);
        }

        void done(int key, boolean isAgain, long readyMillis) {
            int priority = Objects.requireNonNull(running.remove(key));
            if (isAgain) {
                add(key, priority, readyMillis);
            }
        }
    }

    @Property(tries = 1000)
    void behavesAsTheNaiveModel(@ForAll @Size(max = 60) List<@IntRange(min = 0, max = 999) Integer> steps) {
        FakeTime clock = new FakeTime();
        WorkQueue<Integer> real = new WorkQueue<>(clock, () -> 0.0);
        Model model = new Model();
        List<Integer> taken = new ArrayList<>();
        long now = 0;
        for (int step : steps) {
            int key = step / 10 % 4;
            int delay = step / 100 * 3;
            switch (step % 10) {
                case 0, 1, 2, 3 -> {
                    real.add(key, step % 3, millis(delay));
                    model.add(key, step % 3, now + delay);
                }
                case 4, 5, 6 -> {
                    Optional<Integer> got = real.poll();
                    assertThat(got).isEqualTo(model.poll(now));
                    got.ifPresent(taken::add);
                }
                case 7, 8 -> {
                    if (!taken.isEmpty()) {
                        int back = taken.removeFirst();
                        boolean isAgain = step % 2 == 0;
                        real.done(back, isAgain ? new Next.After(millis(delay)) : Next.SETTLED);
                        model.done(back, isAgain, now + delay);
                    }
                }
                default -> {
                    clock.advance(millis(delay));
                    now += delay;
                }
            }
        }
        assertThat(real.size())
                .isEqualTo((int) Stream.concat(model.asked.keySet().stream(), model.running.keySet().stream())
                        .distinct()
                        .count());
    }
}
