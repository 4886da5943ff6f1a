package io.fairlead.cli.simulate;

import io.fairlead.kube.KubeApi;
import io.fairlead.simulator.fault.Fault;
import io.fairlead.simulator.process.SimProcess;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How runs are made; the same for all seeds.
///
/// @param faults those that may strike
/// @param part what takes part
/// @param defect puts a defect into a process's way to the API server; for tests of the invariants
/// @param reader gets every line of the journal; null where nobody reads it: writing the lines is much of a run's cost
public record Options(
        Set<Fault> faults,
        Part part,
        BiFunction<SimProcess, KubeApi, KubeApi> defect,
        @Nullable Consumer<String> reader) {
    public static final Options DEFAULT =
            new Options(EnumSet.allOf(Fault.class), Part.BEHIND_THE_SERVER, (_, api) -> api, null);

    /// A part of the line.
    public enum Part {
        /// The reconciler, and people who change its workloads in the cluster.
        BEHIND_THE_SERVER,
        /// That, and a namespace that is kept in Git.
        WHOLE,
        /// gitsync alone: a stand-in says how workloads are doing.
        GIT
    }

    boolean hasGit() {
        return part != Part.BEHIND_THE_SERVER;
    }

    public Options withFaults(Set<Fault> some) {
        return new Options(some, part, defect, reader);
    }

    public Options with(Part some) {
        return new Options(faults, some, defect, reader);
    }

    public Options withDefect(BiFunction<SimProcess, KubeApi, KubeApi> some) {
        return new Options(faults, part, some, reader);
    }

    public Options withReader(Consumer<String> some) {
        return new Options(faults, part, defect, some);
    }
}
