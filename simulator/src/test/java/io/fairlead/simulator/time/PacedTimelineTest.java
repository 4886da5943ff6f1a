package io.fairlead.simulator.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Tasks run when they are due, inside the lock.
@Timeout(30)
class PacedTimelineTest {
    private static final Instant ORIGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final PacedTimeline timeline = new PacedTimeline(ORIGIN, 1000, lock, failures::add);

    @AfterEach
    void stop() {
        timeline.close();
    }

    @Test
    void tasksRunInTheOrderInWhichTheyAreDue() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        timeline.after(Duration.ofSeconds(30), "late", () -> {
            ran.add("late");
            done.countDown();
        });
        timeline.after(Duration.ofSeconds(10), "early", () -> ran.add("early"));
        timeline.after(Duration.ZERO, "first", () -> ran.add("first"));
        timeline.after(Duration.ZERO, "second", () -> ran.add("second"));
        timeline.start();
        done.await();
        assertThat(ran).containsExactly("first", "second", "early", "late");
        assertThat(timeline.now()).isAfterOrEqualTo(ORIGIN.plusSeconds(30));
    }

    @Test
    void tasksHoldTheLockAndMayAddOthers() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        timeline.start();
        timeline.after(Duration.ofMillis(1), "outer", () -> {
            ran.add("locked " + lock.isHeldByCurrentThread());
            timeline.after(Duration.ofMillis(1), "inner", done::countDown);
        });
        done.await();
        assertThat(ran).containsExactly("locked true");
    }

    @Test
    void aFailureIsReportedAndTheNextTaskRuns() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        timeline.after(Duration.ZERO, "bad", () -> {
            throw new IllegalStateException("broken");
        });
        timeline.after(Duration.ZERO, "good", done::countDown);
        timeline.start();
        done.await();
        assertThat(failures).singleElement().satisfies(each -> assertThat(each).hasMessage("task failed: bad"));
    }

    @Test
    void nothingRunsAfterTheEnd() {
        timeline.start();
        timeline.close();
        lock.lock();
        try {
            timeline.after(Duration.ZERO, "too late", () -> ran.add("ran"));
        } finally {
            lock.unlock();
        }
        assertThat(ran).isEmpty();
    }
}
