package io.fairlead.engine;

import io.fairlead.api.ObjectKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One workload kind: the engine's one extension point. All functions are pure.
///
/// @param <S> the kind's internal model
public interface KindModule<S> {
    /// The kind's name as in [ObjectKey#kind]: `CloneSet`.
    String kind();

    /// The plan for one object as observed.
    Plan plan(Observed<S> observed);

    /// Everything that a plan rests on, read at one moment.
    ///
    /// @param pods owned by the workload, terminating and ended ones included, sorted by name
    /// @param revisions owned by the workload, sorted by number
    /// @param now the only time a plan knows
    /// @param pendingFailure what a write of the last pass came back with, to be reported in the status
    record Observed<S>(
            ObjectKey key,
            S object,
            List<PodView> pods,
            List<Revision> revisions,
            Instant now,
            Optional<String> pendingFailure) {
        public Observed {
            pods = List.copyOf(pods);
            revisions = List.copyOf(revisions);
        }
    }
}
