package io.fairlead.gitsync.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.ObjectKey;
import io.fairlead.gitsync.app.Reports.Hindrances;
import io.fairlead.gitsync.apply.ApplyOrder;
import io.fairlead.gitsync.apply.ApplyOrder.Place;
import io.fairlead.gitsync.apply.ObjectApplier;
import io.fairlead.gitsync.desired.Change;
import io.fairlead.gitsync.desired.Inventory;
import io.fairlead.gitsync.desired.ManifestContent;
import io.fairlead.gitsync.health.Health;
import io.fairlead.gitsync.ledger.DeliveryState;
import io.fairlead.gitsync.ledger.DeliveryStore;
import io.fairlead.gitsync.ledger.DeliveryStore.Identity;
import io.fairlead.gitsync.manifest.Desired;
import io.fairlead.gitsync.manifest.ManifestDigest;
import io.fairlead.gitsync.promote.Decision;
import io.fairlead.policies.Evidence;
import io.fairlead.policies.Extent;
import io.fairlead.policies.Ledger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out the decisions of one scope: stores what allows them, applies and prunes in order, and reads how the
/// objects are doing.
final class ScopeReconciler {
    private static final Logger LOG = LoggerFactory.getLogger(ScopeReconciler.class);

    private final ObjectApplier applier;
    private final DeliveryStore store;
    private final Identity identity;
    private final Supplier<Brake.State> brake;

    /// @param brake asked before each write of an object
    ScopeReconciler(ObjectApplier applier, DeliveryStore store, Identity identity, Supplier<Brake.State> brake) {
        this.applier = applier;
        this.store = store;
        this.identity = identity;
        this.brake = brake;
    }

    /// A stored state and the version to store the next one against.
    record Kept(DeliveryState state, String version) {}

    /// What came of one scope.
    ///
    /// @param kept empty if the state could not be stored; then nothing after that was done
    /// @param hindrances objects that could not be applied or pruned now
    /// @param brake what it said last; anything but free: the rest was not looked at
    record Carried(
            Optional<Kept> kept,
            Hindrances hindrances,
            boolean isRetryWorthwhile,
            Brake.State brake,
            SortedMap<ObjectKey, Health> health) {
        static Carried notStored(String why) {
            return new Carried(
                    Optional.empty(), new Hindrances(List.of(why), List.of()), true, new Brake.Free(), new TreeMap<>());
        }
    }

    /// What one run over the objects gathers.
    private static final class Progress {
        private final List<String> failures = new ArrayList<>();
        private final List<String> frozen = new ArrayList<>();
        private boolean isRetryWorthwhile;
        private Brake.State brake = new Brake.Free();

        boolean isBraked() {
            return !(brake instanceof Brake.Free);
        }

        Hindrances hindrances() {
            return new Hindrances(failures, frozen);
        }
    }

    /// @param isLookedAfter every object's existence is checked too, not only what has changed
    Carried carryOut(Kept before, DeliveryState next, List<Decision> decisions, boolean isLookedAfter) {
        Kept kept = before;
        DeliveryState planned = announce(next, decisions);
        if (!planned.equals(before.state())) {
            switch (store.store(identity, planned, before.version())) {
                case DeliveryStore.Stored.Done(String version) -> kept = new Kept(planned, version);
                case DeliveryStore.Stored.Outdated(String why) -> {
                    return Carried.notStored("the Delivery was written by somebody else: " + why);
                }
                case DeliveryStore.Stored.Failed(String why) -> {
                    return Carried.notStored("the Delivery cannot be stored: " + why);
                }
            }
        }
        return execute(kept, decisions, isLookedAfter);
    }

    /// Objects that are about to be created stand in the inventory before they exist, so that a crash in
    /// between leaves none behind that nobody would prune.
    private static DeliveryState announce(DeliveryState state, List<Decision> decisions) {
        Inventory inventory = state.inventory();
        for (Decision decision : decisions) {
            if (decision.effective().isPresent() && decision.change() instanceof Change.Create create) {
                Desired desired = create.desired();
                String uid =
                        inventory.find(create.key()).map(Inventory.Entry::uid).orElse("");
                inventory = inventory.with(entry(desired, uid, "", 0));
            }
        }
        return state.withInventory(inventory);
    }

    private static Inventory.Entry entry(Desired desired, String uid, String applied, int percent) {
        return new Inventory.Entry(
                desired.key(),
                desired.manifest().path("apiVersion").asText(),
                uid,
                applied,
                desired.provenance().commit(),
                desired.provenance().path(),
                ApplyOrder.wave(desired.manifest()),
                percent);
    }

    private Carried execute(Kept kept, List<Decision> decisions, boolean isLookedAfter) {
        List<Decision> ordered = new ArrayList<>(decisions);
        ordered.sort(Comparator.comparing(ScopeReconciler::place, ApplyOrder.COMPARATOR));
        Inventory inventory = kept.state().inventory();
        Progress progress = new Progress();
        List<Write> due = new ArrayList<>();
        for (Decision decision : ordered) {
            Desired desired = desired(decision.change());
            if (desired == null || decision.effective().isEmpty()) {
                continue;
            }
            ObjectNode effective = decision.effective().get();
            String digest = ManifestDigest.of(effective);
            int percent = decision.verdict().extent().percent();
            Optional<Inventory.Entry> entry = inventory.find(decision.change().key());
            boolean isApplied = entry.isPresent() && entry.get().applied().equals(digest);
            if (isApplied && !(isLookedAfter && isGone(entry.get()))) {
                inventory = inventory.with(entry(desired, entry.get().uid(), digest, percent));
            } else {
                due.add(new Write(desired, effective, digest, percent));
            }
        }
        preflight(due, progress);
        if (progress.failures.isEmpty()) {
            inventory = apply(due, inventory, progress);
        }
        return prune(new Kept(kept.state().withInventory(inventory), kept.version()), ordered, progress);
    }

    /// One object that is not as it should be.
    private record Write(Desired desired, ObjectNode effective, String digest, int percent) {}

    /// Asks the server about the whole change before the first write, so that one bad manifest does not leave half a
    /// change behind.
    private void preflight(List<Write> due, Progress progress) {
        for (Write write : due) {
            applier.defect(write.desired().key(), write.effective(), identity)
                    .ifPresent(why -> progress.failures.add(write.desired().provenance() + ": " + why));
        }
    }

    private Inventory apply(List<Write> due, Inventory before, Progress progress) {
        Inventory inventory = before;
        for (Write write : due) {
            progress.brake = brake.get();
            if (progress.isBraked()) {
                break;
            }
            Desired desired = write.desired();
            switch (applier.apply(desired.key(), write.effective(), identity)) {
                case ObjectApplier.Result.Applied(JsonNode object) -> {
                    String uid = object.path("metadata").path("uid").asText();
                    inventory = inventory.with(entry(desired, uid, write.digest(), write.percent()));
                    LOG.info("{}/{}: applied {}", identity.source(), identity.scope(), desired.key());
                }
                case ObjectApplier.Result.Pruned _ -> throw new IllegalStateException("an apply cannot prune");
                case ObjectApplier.Result.Frozen(String why) -> progress.frozen.add(why);
                case ObjectApplier.Result.Refused(String why) ->
                    progress.failures.add(desired.provenance() + ": " + why);
                case ObjectApplier.Result.Failed(String why) -> {
                    progress.failures.add(desired.provenance() + ": " + why);
                    progress.isRetryWorthwhile = true;
                }
            }
        }
        return inventory;
    }

    private boolean isGone(Inventory.Entry entry) {
        Optional<JsonNode> live = applier.live(entry.key(), entry.apiVersion());
        return live.isEmpty()
                || !live.get().path("metadata").path("uid").asText().equals(entry.uid());
    }

    private Carried prune(Kept kept, List<Decision> ordered, Progress progress) {
        Inventory inventory = kept.state().inventory();
        Evidence.Memory memory = kept.state().memory();
        for (Decision decision : ordered.reversed()) {
            if (!(decision.change() instanceof Change.Prune prune)
                    || decision.isHeld()
                    || !progress.failures.isEmpty()) {
                continue;
            }
            progress.brake = progress.isBraked() ? progress.brake : brake.get();
            if (progress.isBraked()) {
                break;
            }
            switch (applier.prune(prune.entry(), identity)) {
                case ObjectApplier.Result.Applied _ -> throw new IllegalStateException("a prune cannot apply");
                case ObjectApplier.Result.Pruned _ -> {
                    inventory = inventory.without(prune.key());
                    if (memory instanceof Evidence.Remembered(Ledger ledger)) {
                        memory = new Evidence.Remembered(ledger.forget(prune.key()));
                    }
                    LOG.info("{}/{}: pruned {}", identity.source(), identity.scope(), prune.key());
                }
                case ObjectApplier.Result.Frozen(String why) -> progress.frozen.add(why);
                case ObjectApplier.Result.Refused(String why) -> progress.failures.add(why);
                case ObjectApplier.Result.Failed(String why) -> {
                    progress.failures.add(why);
                    progress.isRetryWorthwhile = true;
                }
            }
        }
        DeliveryState state = kept.state().withInventory(inventory).withMemory(memory);
        return new Carried(
                Optional.of(new Kept(state, kept.version())),
                progress.hindrances(),
                progress.isRetryWorthwhile,
                progress.brake,
                new TreeMap<>());
    }

    /// How the objects of the inventory are doing. Those that the last pass found healthy at the same applied
    /// manifest
    /// are not read again: `known` says which.
    Carried withHealth(Carried carried, SortedMap<ObjectKey, KnownHealth> known) {
        if (carried.kept().isEmpty()) {
            return carried;
        }
        Kept kept = carried.kept().get();
        SortedMap<ObjectKey, Health> health = new TreeMap<>();
        for (Inventory.Entry entry : kept.state().inventory().entries().values()) {
            KnownHealth last = known.get(entry.key());
            if (last != null
                    && last.applied().equals(entry.applied())
                    && last.health().state() == Health.State.HEALTHY) {
                health.put(entry.key(), last.health());
                continue;
            }
            Health now = applier.live(entry.key(), entry.apiVersion())
                    .map(Health::of)
                    .orElse(new Health(Health.State.PROGRESSING, "cannot be read now", Health.Counts.NONE));
            health.put(entry.key(), now);
            known.put(entry.key(), new KnownHealth(entry.applied(), now));
        }
        known.keySet().retainAll(kept.state().inventory().entries().keySet());
        return new Carried(carried.kept(), carried.hindrances(), carried.isRetryWorthwhile(), carried.brake(), health);
    }

    /// @param applied digest of the manifest for which this was found
    record KnownHealth(String applied, Health health) {}

    /// Remembers which contents have completed healthy, for rollbacks.
    static DeliveryState complete(DeliveryState state, List<Decision> decisions, SortedMap<ObjectKey, Health> health) {
        if (!(state.memory() instanceof Evidence.Remembered(Ledger remembered))) {
            return state;
        }
        Ledger ledger = remembered;
        for (Decision decision : decisions) {
            Desired desired = desired(decision.change());
            Health now = health.get(decision.change().key());
            boolean isComplete = desired != null
                    && now != null
                    && now.state() == Health.State.HEALTHY
                    && now.counts().updated() == now.counts().replicas()
                    && decision.verdict().extent().equals(Extent.FULL)
                    && decision.effective().isPresent();
            if (isComplete && desired != null) {
                ObjectKey key = decision.change().key();
                ledger = ledger.completedHealthy(key, ManifestContent.digest(key, desired.manifest()));
            }
        }
        return state.withMemory(new Evidence.Remembered(ledger));
    }

    private static Place place(Decision decision) {
        Desired desired = desired(decision.change());
        int wave = desired == null ? 0 : ApplyOrder.wave(desired.manifest());
        return new Place(decision.change().key(), wave);
    }

    /// What Git wants; empty for what it has no more.
    static Optional<Desired> wanted(Change change) {
        return Optional.ofNullable(desired(change));
    }

    private static @org.jspecify.annotations.Nullable Desired desired(Change change) {
        return switch (change) {
            case Change.Create create -> create.desired();
            case Change.Update update -> update.desired();
            case Change.Unchanged same -> same.desired();
            case Change.Prune _ -> null;
        };
    }
}
