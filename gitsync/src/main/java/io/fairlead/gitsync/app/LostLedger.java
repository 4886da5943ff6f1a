package io.fairlead.gitsync.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.api.ObjectKey;
import io.fairlead.api.gitops.GitSource;
import io.fairlead.gitsync.apply.ApplyOrder;
import io.fairlead.gitsync.apply.ObjectApplier;
import io.fairlead.gitsync.apply.ObjectApplier.Sight;
import io.fairlead.gitsync.desired.Inventory;
import io.fairlead.gitsync.desired.ManifestContent;
import io.fairlead.gitsync.health.Health;
import io.fairlead.gitsync.ledger.DeliveryState;
import io.fairlead.gitsync.ledger.DeliveryStore;
import io.fairlead.gitsync.ledger.DeliveryStore.Identity;
import io.fairlead.gitsync.manifest.Desired;
import io.fairlead.gitsync.manifest.DesiredSet;
import io.fairlead.gitsync.manifest.ManifestDigest;
import io.fairlead.policies.Approval;
import io.fairlead.policies.ContentDigest;
import io.fairlead.policies.Evidence;
import io.fairlead.policies.Extent;
import io.fairlead.policies.Ledger;
import io.fairlead.policies.ObjectHistory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/// Notices that the memory of a scope is gone, and sets it up anew when a person asks for it.
///
/// The new memory rests on what is live. An object that already is as Git wants it counts as let through; of any other
/// one that carries our labels nobody knows what was let through, so every change of it, its deletion included, waits
/// for what the policy asks. No tag of before counts any more: its use may be what was forgotten.
final class LostLedger {
    private final ObjectApplier applier;
    private final LiveObjects liveObjects;
    private final Identity identity;
    private final GitSource.Scope scope;

    LostLedger(ObjectApplier applier, LiveObjects liveObjects, Identity identity, GitSource.Scope scope) {
        this.applier = applier;
        this.liveObjects = liveObjects;
        this.identity = identity;
        this.scope = scope;
    }

    /// What is known where no Delivery is: either nothing of ours is live, or it was lost.
    Evidence.Memory ofMissing() {
        return liveObjects
                .find(identity, scope.namespace())
                .<Evidence.Memory>map(found ->
                        new Evidence.Lost("there is no Delivery, but " + found + " is live and carries its labels"))
                .orElse(new Evidence.Remembered(Ledger.FIRST));
    }

    /// What a person does about it.
    static String remedy(Evidence.Lost lost, Identity identity, String namespace) {
        return "LedgerLost: the memory of approvals is gone (" + lost.why()
                + "). Restore the Delivery from a backup, or"
                + " have it set up anew from what is live: kubectl -n " + namespace + " annotate delivery "
                + identity.name() + " " + DeliveryStore.RESEED + "=yes. No tag of before counts after that";
    }

    sealed interface Answer {
        record Anew(DeliveryState state) implements Answer {}

        /// What is live cannot be told now.
        record NotNow(String why) implements Answer {}
    }

    /// @param before the state with the lost ledger; the number of its newest note is kept
    /// @param approvals that the tags on the remote give at this moment
    /// @param revoked templates that could still be read
    Answer reseed(
            DeliveryState before,
            DesiredSet desired,
            List<Approval> approvals,
            SortedSet<String> revoked,
            Instant now) {
        Optional<List<LiveObjects.Live>> labelled = liveObjects.all(identity, scope.namespace());
        if (labelled.isEmpty()) {
            return new Answer.NotNow("what is live cannot be listed now");
        }
        Inventory inventory = Inventory.EMPTY;
        SortedMap<ObjectKey, ObjectHistory> histories = new TreeMap<>();
        for (LiveObjects.Live live : labelled.get()) {
            if (!desired.objects().containsKey(live.key())) {
                inventory = inventory.with(Inventory.Entry.unknown(live.key(), live.apiVersion(), live.uid()));
            }
        }
        for (Desired object : desired.objects().values()) {
            switch (applier.compare(object.key(), object.manifest(), identity)) {
                case Sight.NotOurs _ -> {}
                case Sight.Different(JsonNode live) ->
                    inventory = inventory.with(Inventory.Entry.unknown(
                            object.key(),
                            object.manifest().path("apiVersion").asText(),
                            live.path("metadata").path("uid").asText()));
                case Sight.Same(JsonNode live) -> {
                    inventory = inventory.with(entry(object, live));
                    histories.put(object.key(), history(object, live));
                }
                case Sight.Unknown(String why) -> {
                    return new Answer.NotNow(why);
                }
            }
        }
        Ledger ledger = Ledger.reseeded(approvals, histories, revoked, now);
        // Numbers of notes never fall. The last one may be lost too, and no scope writes a note a second for long.
        long sequence = Math.max(before.notes().sequence(), now.getEpochSecond());
        return new Answer.Anew(DeliveryState.first(new Evidence.Remembered(ledger))
                .withInventory(inventory)
                .withNotes(new DeliveryState.Notes(sequence, ""))
                .withReport(Reports.held("the memory of approvals was set up anew at " + now)));
    }

    private static Inventory.Entry entry(Desired object, JsonNode live) {
        return new Inventory.Entry(
                object.key(),
                object.manifest().path("apiVersion").asText(),
                live.path("metadata").path("uid").asText(),
                ManifestDigest.of(object.manifest()),
                object.provenance().commit(),
                object.provenance().path(),
                ApplyOrder.wave(object.manifest()),
                Extent.PERCENT_MAX);
    }

    private static ObjectHistory history(Desired object, JsonNode live) {
        ContentDigest content = ManifestContent.digest(object.key(), object.manifest());
        Health health = Health.of(live);
        boolean isSettled = health.state() == Health.State.HEALTHY
                && health.counts().updated() == health.counts().replicas();
        return isSettled ? ObjectHistory.settled(content) : ObjectHistory.live(content, Extent.FULL);
    }
}
