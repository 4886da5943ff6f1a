package io.fairlead.gitsync.ledger;

import io.fairlead.api.PlainText;
import io.fairlead.gitsync.desired.Inventory;
import io.fairlead.policies.Evidence;
import java.util.List;
import java.util.Optional;

/// Everything that one source knows of one scope between two passes.
///
/// @param desired the commit that brought the scope's present content to the tracked branch
/// @param effective the newest content of which everything was let through and applied
/// @param previous the effective one before that
public record DeliveryState(
        Optional<Content> desired,
        Optional<Content> effective,
        Optional<Content> previous,
        Evidence.Memory memory,
        Inventory inventory,
        Notes notes,
        Report report) {

    /// @param commit full id
    /// @param digest of the scope at that commit
    public record Content(String commit, String digest) {}

    /// @param sequence of the newest line that was handed to the notes writer; never falls
    /// @param written what the newest note says, so that the same is not written again; empty before the first
    public record Notes(long sequence, String written) {
        public static final Notes NONE = new Notes(0, "");
    }

    public enum Phase {
        PENDING("Pending"),
        AWAITING_APPROVAL("AwaitingApproval"),
        PROGRESSING("Progressing"),
        HEALTHY("Healthy"),
        DEGRADED("Degraded"),
        HELD("Held"),
        SUSPENDED("Suspended");

        private final String word;

        Phase(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /// What people read; strangers' words in it are made plain.
    ///
    /// @param message one sentence: what the scope waits for, or what is wrong and the way out
    /// @param details one sentence each, at most [#DETAILS_MAX]
    public record Report(Phase phase, String message, List<String> details) {
        public static final int DETAILS_MAX = 20;
        public static final int SENTENCE_CHARS_MAX = 1_000;
        public static final Report PENDING = new Report(Phase.PENDING, "not looked at yet", List.of());

        public Report {
            message = PlainText.of(message, SENTENCE_CHARS_MAX);
            details = details.stream()
                    .limit(DETAILS_MAX)
                    .map(each -> PlainText.of(each, SENTENCE_CHARS_MAX))
                    .toList();
        }
    }

    /// The state of a scope in which nothing of ours is live.
    public static DeliveryState first(Evidence.Memory memory) {
        return new DeliveryState(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                memory,
                Inventory.EMPTY,
                Notes.NONE,
                Report.PENDING);
    }

    public DeliveryState withInventory(Inventory next) {
        return new DeliveryState(desired, effective, previous, memory, next, notes, report);
    }

    public DeliveryState withMemory(Evidence.Memory next) {
        return new DeliveryState(desired, effective, previous, next, inventory, notes, report);
    }

    public DeliveryState withNotes(Notes next) {
        return new DeliveryState(desired, effective, previous, memory, inventory, next, report);
    }

    public DeliveryState withReport(Report next) {
        return new DeliveryState(desired, effective, previous, memory, inventory, notes, next);
    }

    /// The tracked branch wants this content now. The same content at a later commit changes nothing.
    public DeliveryState wants(Content content) {
        boolean isSame = desired.isPresent() && desired.get().digest().equals(content.digest());
        return isSame
                ? this
                : new DeliveryState(Optional.of(content), effective, previous, memory, inventory, notes, report);
    }

    /// All of the desired content is applied.
    public DeliveryState reached() {
        return desired.equals(effective)
                ? this
                : new DeliveryState(desired, desired, effective, memory, inventory, notes, report);
    }
}
