package io.fairlead.cli.simulate.git;

import io.fairlead.gitsync.app.PollSchedule;
import io.fairlead.simulator.process.SimProcess;
import io.fairlead.simulator.schedule.VirtualTimeline.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Fires on the clock of a simulated process.
final class TimedSchedule implements PollSchedule {
    private final SimProcess process;
    private final Consumer<String> due;
    private final Map<String, Timer> soon = new LinkedHashMap<>();
    private boolean isClosed;

    TimedSchedule(SimProcess process, Consumer<String> due) {
        this.process = process;
        this.due = due;
    }

    @Override
    public void every(String source, Duration interval) {
        fire(source, interval);
    }

    private void fire(String source, Duration interval) {
        if (!isClosed) {
            due.accept(source);
            var _ = process.lane().after(interval, "poll", () -> fire(source, interval));
        }
    }

    @Override
    public void at(String source, Instant time) {
        Timer before = soon.remove(source);
        if (before != null) {
            before.cancel();
        }
        Duration wait = Duration.between(process.time().now(), time);
        soon.put(source, process.lane().after(wait.isNegative() ? Duration.ZERO : wait, "poll soon", () -> {
            if (!isClosed) {
                due.accept(source);
            }
        }));
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
