package io.fairlead.bench;

import java.util.Locale;

/// Runs one measurement by its name.
public final class Bench {
    private Bench() {}

    /// What can be measured.
    enum Measurement {
        /// CPU of the simulated line, for each 1,000 events of its API server.
        SIMULATED_EVENTS,
        /// Heap of a cluster with 100,000 pods, and how long a list of them takes over HTTPS.
        LARGE_CLUSTER;

        String command() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public static void main(String[] arguments) throws Exception {
        for (Measurement each : Measurement.values()) {
            if (arguments.length == 1 && each.command().equals(arguments[0])) {
                switch (each) {
                    case SIMULATED_EVENTS -> SimulatedEvents.run();
                    case LARGE_CLUSTER -> LargeCluster.run();
                }
                return;
            }
        }
        System.err.println("usage: bench/run NAME [JAVA OPTION ...]; names:");
        for (Measurement each : Measurement.values()) {
            System.err.println("  " + each.command());
        }
        System.exit(2);
    }
}
