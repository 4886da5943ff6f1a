package io.fairlead.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.cli.output.Check;
import io.fairlead.cli.output.Screen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// Waits, checks and remembers what was checked.
final class Stage {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Screen screen;
    private final Duration patience;
    private final BooleanSupplier isStopped;
    private final List<Check> checks = new ArrayList<>();

    /// @param patience how long any one thing may take
    /// @param isStopped the end was asked for
    Stage(Screen screen, Duration patience, BooleanSupplier isStopped) {
        this.screen = screen;
        this.patience = patience;
        this.isStopped = isStopped;
    }

    /// Something that was claimed did not come about; what follows would make no sense.
    static final class MissedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        MissedException(String message) {
            super(message);
        }
    }

    List<Check> checks() {
        return List.copyOf(checks);
    }

    boolean isAllSeen() {
        return checks.stream().allMatch(Check::holds);
    }

    /// @throws MissedException if it does not hold
    void check(String claim, boolean holds, Object found) {
        if (isStopped.getAsBoolean()) {
            throw new MissedException("it was stopped");
        }
        Check check = new Check(claim, holds, String.valueOf(found));
        checks.add(check);
        screen.check(check);
        if (!holds) {
            throw new MissedException(claim);
        }
    }

    /// Follows a number until it reaches its goal, or the patience ends.
    void reach(String claim, String label, int goal, IntSupplier value) {
        int last = 0;
        try (Screen.Progress progress = screen.progress(label, goal)) {
            long deadline = System.nanoTime() + patience.toNanos();
            while (last < goal && System.nanoTime() < deadline) {
                last = value.getAsInt();
                progress.at(Math.min(last, goal));
                if (last < goal) {
                    pause(POLL);
                }
            }
        }
        check(claim, last >= goal, last + " of " + goal + " after " + patience.toSeconds() + " s");
    }

    /// Waits until it is so, or the patience ends.
    void await(String claim, BooleanSupplier condition, Supplier<Object> found) {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean holds = condition.getAsBoolean();
        while (!holds && System.nanoTime() < deadline) {
            pause(POLL);
            holds = condition.getAsBoolean();
        }
        check(claim, holds, holds ? "" : found.get());
    }

    /// Watches for a while that something stays so.
    void remains(String claim, Duration time, BooleanSupplier condition, Supplier<Object> found) {
        long end = System.nanoTime() + time.toNanos();
        boolean holds = condition.getAsBoolean();
        while (holds && System.nanoTime() < end) {
            pause(POLL);
            holds = condition.getAsBoolean();
        }
        check(claim, holds, holds ? "" : found.get());
    }

    static boolean contains(JsonNode details, String text) {
        for (JsonNode each : details) {
            if (each.asText().contains(text)) {
                return true;
            }
        }
        return false;
    }

    private void pause(Duration duration) {
        if (isStopped.getAsBoolean()) {
            throw new MissedException("it was stopped");
        }
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MissedException("interrupted");
        }
    }
}
