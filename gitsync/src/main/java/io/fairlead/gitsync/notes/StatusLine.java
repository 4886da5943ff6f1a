package io.fairlead.gitsync.notes;

import java.time.Instant;
import java.util.Optional;

/// What a cluster says about one workload at a commit.
///
/// @param counter the writer's own, growing with every line it writes; the line with the highest one counts
/// @param revision the update revision, or empty
/// @param gate what is waited for, such as a pattern of tags, or empty
/// @param by the person whose approval is in force, or empty
/// @param why the reason of the state, or empty
public record StatusLine(
        Key key,
        long counter,
        Instant at,
        State state,
        Pods pods,
        Optional<String> revision,
        Optional<String> gate,
        Optional<String> by,
        Optional<String> why) {

    /// What a line is about; of two lines with one key, one counts.
    ///
    /// @param workload kind and name: `CloneSet/checkout`
    public record Key(String cluster, String scope, String workload) implements Comparable<Key> {
        private static final java.util.Comparator<Key> ORDER = java.util.Comparator.comparing(Key::cluster)
                .thenComparing(Key::scope)
                .thenComparing(Key::workload);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /// Pods of the workload: of the update revision, ready, and wanted.
    public record Pods(int updated, int ready, int replicas) {}

    /// Where the delivery stands. The names are what stands in the note.
    public enum State {
        PENDING("Pending"),
        AWAITING_APPROVAL("AwaitingApproval"),
        PROGRESSING("Progressing"),
        PAUSED("Paused"),
        HEALTHY("Healthy"),
        DEGRADED("Degraded"),
        ROLLING_BACK("RollingBack"),
        ROLLED_BACK("RolledBack"),
        SUPERSEDED("Superseded"),
        REJECTED("Rejected");

        private final String text;

        State(String text) {
            this.text = text;
        }

        /// As it stands in the note.
        public String text() {
            return text;
        }
    }
}
