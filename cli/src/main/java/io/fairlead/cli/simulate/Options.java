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
/// @param hasGit whether the Git side takes part: a real repository, so a run takes longer
/// @param defect puts a defect into a process's way to the API server; for tests of the invariants
/// @param reader gets every line of the journal; null where nobody reads it: writing the lines is much of a run's cost
public record Options(
        Set<Fault> faults,
        boolean hasGit,
        BiFunction<SimProcess, KubeApi, KubeApi> defect,
        @Nullable Consumer<String> reader) {
    public static final Options DEFAULT = new Options(EnumSet.allOf(Fault.class), false, (_, api) -> api, null);

    public Options withFaults(Set<Fault> some) {
        return new Options(some, hasGit, defect, reader);
    }

    public Options withGit() {
        return new Options(faults, true, defect, reader);
    }

    public Options withDefect(BiFunction<SimProcess, KubeApi, KubeApi> some) {
        return new Options(faults, hasGit, some, reader);
    }

    public Options withReader(Consumer<String> some) {
        return new Options(faults, hasGit, defect, some);
    }
}
