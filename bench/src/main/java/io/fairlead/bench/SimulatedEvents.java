package io.fairlead.bench;

import io.fairlead.cli.simulate.Options;
import io.fairlead.cli.simulate.RunResult;
import io.fairlead.cli.simulate.Simulation;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/// How much CPU the simulated line takes: API server, kubelets, controllers, the reconciler itself, all faults and
/// the invariant checker. An event is a request that the API server answers, or an event that it gives to a watch.
final class SimulatedEvents {
    private static final int WARM_UP = Integer.getInteger("warmUp", 150);
    private static final int SEEDS = Integer.getInteger("seeds", 300);
    private static final double THOUSAND = 1_000;

    private SimulatedEvents() {}

    static void run() {
        for (long seed = 1; seed <= WARM_UP; seed++) {
            Simulation.run(seed, Options.DEFAULT);
        }
        long cpuBefore = cpuNanos();
        long wallBefore = System.nanoTime();
        long events = 0;
        int bad = 0;
        for (long seed = WARM_UP + 1L; seed <= (long) WARM_UP + SEEDS; seed++) {
            RunResult result = Simulation.run(seed, Options.DEFAULT);
            events += result.apiEvents();
            bad += result.isGood() ? 0 : 1;
        }
        double cpuMillis = (cpuNanos() - cpuBefore) / (double) TimeUnit.MILLISECONDS.toNanos(1);
        double wallMillis = (System.nanoTime() - wallBefore) / (double) TimeUnit.MILLISECONDS.toNanos(1);
        System.out.printf(
                "%d seeds after %d to warm up: %,d API events, %.1f ms CPU and %.1f ms on the clock for 1,000 of them;"
                        + " %.0f ms CPU for a seed; %d bad%n",
                SEEDS,
                WARM_UP,
                events,
                cpuMillis * THOUSAND / events,
                wallMillis * THOUSAND / events,
                cpuMillis / SEEDS,
                bad);
    }

    /// Of the whole process: the compiler and the garbage collector count.
    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
