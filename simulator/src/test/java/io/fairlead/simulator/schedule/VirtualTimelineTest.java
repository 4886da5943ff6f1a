package io.fairlead.simulator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class VirtualTimelineTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static VirtualTimeline timeline(long seed) {
        return new VirtualTimeline(seed, START);
    }

    /// Ten threads that fight for a lock and wake each other: the order in which they got it.
    private static List<String> fight(VirtualTimeline timeline) {
        List<String> order = new ArrayList<>();
        ReentrantLock lock = new ReentrantLock();
        Condition turn = lock.newCondition();
        Lane lane = timeline.lane("fight");
        for (int i = 0; i < 10; i++) {
            String name = "t" + i;
            lane.start(name, () -> {
                for (int round = 0; round < 20; round++) {
                    lock.lock();
                    try {
                        order.add(name);
                        turn.signal();
                        if (round % 3 == 0 && order.size() < 150) {
                            turn.awaitUninterruptibly();
                        }
                    } finally {
                        lock.unlock();
                    }
                }
                lock.lock();
                try {
                    turn.signalAll();
                } finally {
                    lock.unlock();
                }
            });
        }
        timeline.runFor(Duration.ofSeconds(1));
        return order;
    }

    @Test
    @DisplayName("R5 the same seed gives the same order and the same hash; other seeds give others")
    void sameSeedSameOrder() {
        Set<Long> hashes = new LinkedHashSet<>();
        for (long seed = 1; seed <= 50; seed++) {
            VirtualTimeline first = timeline(seed);
            VirtualTimeline second = timeline(seed);
            List<String> order = fight(first);
            assertThat(fight(second)).isEqualTo(order).hasSize(200);
            assertThat(second.journal().hash()).isEqualTo(first.journal().hash());
            hashes.add(first.journal().hash());
        }
        assertThat(hashes).hasSize(50);
    }

    @Test
    void timeGoesOnOnlyWhereNothingIsReady() {
        VirtualTimeline timeline = timeline(1);
        List<String> seen = new ArrayList<>();
        timeline.after(Duration.ofSeconds(2), "b", () -> seen.add("b at " + timeline.now()));
        timeline.after(Duration.ofSeconds(1), "a", () -> {
            seen.add("a at " + timeline.now());
            timeline.after(Duration.ZERO, "then", () -> seen.add("then at " + timeline.now()));
        });
        timeline.runFor(Duration.ofSeconds(10));
        assertThat(seen)
                .containsExactly(
                        "a at 2026-01-01T00:00:01Z", "then at 2026-01-01T00:00:01Z", "b at 2026-01-01T00:00:02Z");
        assertThat(timeline.now()).isEqualTo(START.plusSeconds(10));
    }

    @Test
    void aCancelledTimerDoesNothing() {
        VirtualTimeline timeline = timeline(1);
        List<String> seen = new ArrayList<>();
        Lane lane = timeline.lane("p");
        lane.after(Duration.ofSeconds(1), "a", () -> seen.add("a")).cancel();
        timeline.runFor(Duration.ofSeconds(10));
        assertThat(seen).isEmpty();
    }

    @Test
    @DisplayName("F14 a paused lane stands still and then catches up")
    void aPausedLaneStandsStill() {
        VirtualTimeline timeline = timeline(1);
        List<Instant> ticks = new ArrayList<>();
        Lane lane = timeline.lane("p");
        lane.start("clock", () -> {
            for (int i = 0; i < 3; i++) {
                Wait wait = lane.newWait();
                lane.after(Duration.ofSeconds(1), "tick", wait::over);
                awaitQuietly(wait);
                ticks.add(timeline.now());
            }
        });
        timeline.runFor(Duration.ofMillis(1500));
        lane.pause();
        timeline.runFor(Duration.ofSeconds(60));
        assertThat(ticks).containsExactly(START.plusSeconds(1));
        lane.resume();
        timeline.runFor(Duration.ofSeconds(60));
        assertThat(ticks).containsExactly(START.plusSeconds(1), START.plusMillis(61_500), START.plusMillis(62_500));
    }

    @Test
    @DisplayName("F01 a killed lane never does anything again, whatever it waits for")
    void aKilledLaneIsSilent() {
        VirtualTimeline timeline = timeline(1);
        List<String> seen = new ArrayList<>();
        Lane lane = timeline.lane("p");
        Wait[] wait = new Wait[1];
        lane.start("waiting", () -> {
            wait[0] = lane.newWait();
            try {
                awaitQuietly(wait[0]);
                seen.add("went on");
            } finally {
                seen.add("cleaned up");
            }
        });
        lane.start("killer", () -> {
            lane.kill();
            seen.add("lived on");
        });
        timeline.runFor(Duration.ofSeconds(1));
        wait[0].over();
        timeline.runFor(Duration.ofSeconds(1));
        assertThat(seen).isEmpty();
    }

    @Test
    void aGuestMayTalkToItsOwnThreads() {
        VirtualTimeline timeline = timeline(1);
        List<String> seen = new ArrayList<>();
        Lane lane = timeline.lane("git");
        lane.startGuest("worker", () -> {
            seen.add(piped("hello"));
            Wait wait = lane.newWait();
            lane.after(Duration.ofSeconds(5), "answer", wait::over);
            awaitQuietly(wait);
            seen.add("at " + timeline.now());
        });
        timeline.runFor(Duration.ofSeconds(10));
        assertThat(seen).containsExactly("hello", "at 2026-01-01T00:00:05Z");
    }

    @Test
    @DisplayName("F01 a killed guest gives back what it holds")
    void aKilledGuestUnwinds() {
        VirtualTimeline timeline = timeline(1);
        List<String> seen = new ArrayList<>();
        Lane lane = timeline.lane("git");
        lane.startGuest("worker", () -> {
            try {
                awaitQuietly(lane.newWait());
                seen.add("went on");
            } finally {
                seen.add("file closed");
            }
        });
        timeline.runFor(Duration.ofSeconds(1));
        lane.kill();
        assertThat(seen).containsExactly("file closed");
    }

    @Test
    void aForeignThreadIsFoundOut() {
        VirtualTimeline timeline = timeline(1);
        Lane lane = timeline.lane("p");
        List<Throwable> thrown = new ArrayList<>();
        Wait[] wait = new Wait[1];
        lane.start("waiting", () -> {
            wait[0] = lane.newWait();
            awaitQuietly(wait[0]);
        });
        timeline.runFor(Duration.ofSeconds(1));
        Thread stranger = Thread.ofPlatform().unstarted(() -> timeline.after(Duration.ZERO, "intrusion", () -> {}));
        stranger.setUncaughtExceptionHandler((_, e) -> thrown.add(e));
        stranger.start();
        joinQuietly(stranger);
        assertThat(thrown).singleElement().asString().contains("intrusion").contains("does not command");
    }

    @Test
    void aThreadThatSleepsInRealTimeIsFoundOut() {
        VirtualTimeline timeline = timeline(1);
        timeline.lane("p").start("sleeper", () -> {
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThatThrownBy(() -> timeline.runFor(Duration.ofSeconds(1)))
                .hasMessageContaining("sleeper")
                .hasMessageContaining("waits on a real clock");
    }

    @Test
    void aThreadThatWaitsForAMonitorIsFoundOut() {
        VirtualTimeline timeline = timeline(1);
        Lane lane = timeline.lane("p");
        Object monitor = new Object();
        for (int i = 0; i < 2; i++) {
            lane.start("t" + i, () -> {
                synchronized (monitor) {
                    awaitQuietly(lane.newWait());
                }
            });
        }
        assertThatThrownBy(() -> timeline.runFor(Duration.ofSeconds(1))).hasMessageContaining("waits for a monitor");
    }

    @Test
    void aThreadThatBreaksOffEndsTheRun() {
        VirtualTimeline timeline = timeline(1);
        timeline.lane("p").start("worker", () -> {
            throw new IllegalArgumentException("a defect");
        });
        assertThatThrownBy(() -> timeline.runFor(Duration.ofSeconds(1)))
                .hasMessageContaining("p: the thread worker broke off")
                .hasRootCauseMessage("a defect");
    }

    @Test
    void threadsOfDeadLanesAreCollected() {
        VirtualTimeline timeline = timeline(1);
        for (int i = 0; i < 20_000; i++) {
            Lane lane = timeline.lane("p" + i);
            lane.start("waiting", () -> {
                byte[] stack = new byte[200_000];
                awaitQuietly(lane.newWait());
                stack[0] = 1;
            });
            timeline.step();
            lane.end();
        }
        assertThat(timeline.journal().steps()).isEqualTo(20_000);
    }

    private static String piped(String text) {
        Set<String> received = ConcurrentHashMap.newKeySet();
        try (PipedOutputStream out = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(out)) {
            Thread reader = Thread.ofPlatform().start(() -> {
                try {
                    received.add(new String(in.readNBytes(text.length()), java.nio.charset.StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            out.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            out.flush();
            joinQuietly(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return String.join(",", received);
    }

    private static void joinQuietly(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitQuietly(Wait wait) {
        try {
            wait.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
