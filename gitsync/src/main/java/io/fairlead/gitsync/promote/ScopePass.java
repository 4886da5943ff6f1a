package io.fairlead.gitsync.promote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.ObjectKey;
import io.fairlead.gitsync.desired.Change;
import io.fairlead.gitsync.desired.Inventory;
import io.fairlead.gitsync.desired.ManifestContent;
import io.fairlead.gitsync.desired.Pairing;
import io.fairlead.gitsync.desired.PartitionField;
import io.fairlead.gitsync.manifest.DesiredSet;
import io.fairlead.policies.ChangeClass;
import io.fairlead.policies.ChangeFacts;
import io.fairlead.policies.Evidence;
import io.fairlead.policies.Extent;
import io.fairlead.policies.Gate;
import io.fairlead.policies.GateChain;
import io.fairlead.policies.GateInput;
import io.fairlead.policies.GatePolicy;
import io.fairlead.policies.Ledger;
import io.fairlead.policies.ObjectDifference;
import io.fairlead.policies.ObjectDifference.Touched;
import io.fairlead.policies.ObjectHistory;
import io.fairlead.policies.ObjectSort;
import io.fairlead.policies.Reason;
import io.fairlead.policies.ReasonCode;
import io.fairlead.policies.ScopeContent;
import io.fairlead.policies.ScopeTags;
import io.fairlead.policies.TagFact;
import io.fairlead.policies.Verdict;
import io.fairlead.policies.committag.CommitTagGate;
import io.fairlead.policies.committag.CommitTags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// Decides for every object of one scope what may be live now. The ledger that comes back has to be stored
/// before the
/// first of the decisions is carried out.
public final class ScopePass {
    private static final Gate GATES = new GateChain(List.of(new CommitTagGate()));

    private ScopePass() {}

    /// @param effective the effective manifests of the inventory, each read at its own commit
    public record Input(
            ScopeContent scope,
            DesiredSet desired,
            Inventory inventory,
            SortedMap<ObjectKey, JsonNode> effective,
            Seen seen,
            GatePolicy policy,
            PruneGuard guard) {}

    /// @param tags every tag of the source's fetch; those of other scopes are passed over
    public record Seen(List<TagFact> tags, Evidence.Memory memory, Instant now) {
        public Seen {
            tags = List.copyOf(tags);
        }
    }

    /// @param memory the next one; the same as before where nothing was let through or seen for the first time
    /// @param refusals why tags of this scope approve nothing
    public record Result(List<Decision> decisions, Evidence.Memory memory, List<Reason> refusals) {
        public Result {
            decisions = List.copyOf(decisions);
            refusals = List.copyOf(refusals);
        }
    }

    public static Result decide(Input input) {
        Seen seen = input.seen();
        ScopeTags tags = CommitTags.read(seen.tags(), input.scope(), input.policy());
        Evidence.Memory memory = switch (seen.memory()) {
            case Evidence.Remembered remembered ->
                new Evidence.Remembered(remembered.ledger().see(seen.tags(), tags.approvals(), seen.now()));
            case Evidence.Lost lost -> lost;
        };
        Evidence evidence = new Evidence(tags, memory, seen.now());
        List<Decision> decisions = new ArrayList<>();
        for (Change change : Pairing.pair(input.desired(), input.inventory(), input.effective())) {
            decisions.add(decide(change, evidence, input));
        }
        decisions = input.guard().guard(decisions, input.inventory());
        return new Result(decisions, remember(decisions, memory, input.scope()), tags.refusals());
    }

    private static Decision decide(Change change, Evidence evidence, Input input) {
        ChangeFacts facts = facts(change);
        Verdict verdict = change instanceof Change.Unchanged && !facts.isUnderWay()
                ? unchanged(evidence.memory())
                : GATES.judge(new GateInput(facts, input.scope(), evidence, input.policy()));
        return switch (change) {
            case Change.Prune _ -> new Decision(change, verdict, Optional.empty());
            case Change.Create create ->
                effective(change, verdict, create.desired().manifest());
            case Change.Update update ->
                effective(change, verdict, update.desired().manifest());
            case Change.Unchanged same ->
                effective(change, verdict, same.desired().manifest());
        };
    }

    /// What is as it should be stays so; without a ledger it is not even written again.
    private static Verdict unchanged(Evidence.Memory memory) {
        return switch (memory) {
            case Evidence.Remembered _ -> Verdict.allow();
            case Evidence.Lost lost ->
                Verdict.hold(new Reason(
                        ReasonCode.LEDGER_LOST,
                        "the memory of approvals is gone (" + lost.why() + "): its Delivery says what to do"));
        };
    }

    private static Decision effective(Change change, Verdict verdict, JsonNode desired) {
        boolean isPartitioned = PartitionField.isPartitioned(change.key());
        return switch (verdict) {
            case Verdict.Allow allow
            when allow.says(ReasonCode.ROLLBACK) && isPartitioned ->
                new Decision(change, verdict, Optional.of(PartitionField.opened(desired)));
            case Verdict.Allow _ -> new Decision(change, verdict, Optional.of(desired.deepCopy()));
            case Verdict.Cap cap -> {
                Optional<ObjectNode> capped = PartitionField.capped(desired, cap.extent());
                yield capped.isPresent()
                        ? new Decision(change, verdict, capped)
                        : new Decision(
                                change,
                                Verdict.hold(new Reason(
                                        ReasonCode.CAP_NOT_POSSIBLE,
                                        change.key() + " has a partition in pods but no replicas in Git, so "
                                                + cap.extent() + " cannot be written down: use a percentage")),
                                Optional.empty());
            }
            case Verdict.Hold _, Verdict.Deny _ -> new Decision(change, verdict, Optional.empty());
        };
    }

    /// The classes of a change; none where nothing changes.
    public static List<ChangeClass> classes(Change change) {
        return facts(change).classes();
    }

    private static ChangeFacts facts(Change change) {
        return switch (change) {
            case Change.Create create -> {
                JsonNode manifest = create.desired().manifest();
                yield new ChangeFacts(
                        create.key(),
                        ManifestContent.sort(create.key(), manifest),
                        new ObjectDifference.Created(ManifestContent.digest(create.key(), manifest)));
            }
            case Change.Prune prune ->
                new ChangeFacts(
                        prune.key(),
                        ManifestContent.sort(prune.key(), prune.effective()),
                        new ObjectDifference.Deleted(ManifestContent.digest(prune.key(), prune.effective())));
            case Change.Update update ->
                updated(update.entry(), update.effective(), update.desired().manifest());
            case Change.Unchanged same ->
                updated(same.entry(), same.desired().manifest(), same.desired().manifest());
        };
    }

    private static ChangeFacts updated(Inventory.Entry entry, JsonNode effective, JsonNode desired) {
        ObjectKey key = entry.key();
        ObjectSort sort = ManifestContent.sort(key, desired);
        Touched touched = sort == ObjectSort.PLAIN ? Touched.NOTHING : ManifestContent.touched(key, effective, desired);
        return new ChangeFacts(
                key,
                sort,
                new ObjectDifference.Updated(
                        ManifestContent.digest(key, effective),
                        ManifestContent.digest(key, desired),
                        touched,
                        ManifestContent.replicas(effective, desired),
                        Extent.ofPercent(entry.percent())));
    }

    /// Writes down what was let through, before it happens. Whatever it is, other content ceases to be what was
    /// approved.
    private static Evidence.Memory remember(List<Decision> decisions, Evidence.Memory memory, ScopeContent scope) {
        if (!(memory instanceof Evidence.Remembered remembered)) {
            return memory;
        }
        Ledger ledger = remembered.ledger();
        for (Decision decision : decisions) {
            if (decision.isHeld()) {
                continue;
            }
            ledger = switch (decision.change()) {
                case Change.Create create ->
                    grant(ledger, decision, create.desired().manifest(), scope);
                case Change.Update update ->
                    grant(
                            ledger.spendAllBut(scope.digest()),
                            decision,
                            update.desired().manifest(),
                            scope);
                case Change.Unchanged same ->
                    grant(ledger, decision, same.desired().manifest(), scope);
                case Change.Prune _ -> ledger.spendAllBut(scope.digest());
            };
        }
        return new Evidence.Remembered(ledger);
    }

    private static Ledger grant(Ledger ledger, Decision decision, JsonNode manifest, ScopeContent scope) {
        ObjectKey key = decision.change().key();
        var granted = new ObjectHistory.Granted(
                ManifestContent.digest(key, manifest), decision.verdict().extent());
        return granted.equals(ledger.historyOf(key).granted()) ? ledger : ledger.accept(key, granted, scope.digest());
    }
}
