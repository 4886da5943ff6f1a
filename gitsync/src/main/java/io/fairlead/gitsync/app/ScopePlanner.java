package io.fairlead.gitsync.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.ObjectKey;
import io.fairlead.api.Parsed;
import io.fairlead.api.gitops.GitSource;
import io.fairlead.api.gitops.PromotionCodec;
import io.fairlead.api.gitops.PromotionLimit;
import io.fairlead.gitsync.app.ScopePlan.ObjectPlan;
import io.fairlead.gitsync.app.ScopePlan.Would;
import io.fairlead.gitsync.apply.ObjectApplier;
import io.fairlead.gitsync.desired.Change;
import io.fairlead.gitsync.desired.Inventory;
import io.fairlead.gitsync.git.Snapshot;
import io.fairlead.gitsync.ledger.DeliveryState;
import io.fairlead.gitsync.ledger.DeliveryStore;
import io.fairlead.gitsync.ledger.DeliveryStore.Identity;
import io.fairlead.gitsync.manifest.Desired;
import io.fairlead.gitsync.manifest.ManifestDigest;
import io.fairlead.gitsync.manifest.Provenance;
import io.fairlead.gitsync.promote.Decision;
import io.fairlead.gitsync.promote.ScopePass;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.kube.Selection;
import io.fairlead.kube.discovery.Discovery;
import io.fairlead.policies.Evidence;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Plans one scope: loads what a pass would load, judges as a pass would, and asks the server by dry runs.
final class ScopePlanner {
    private final Resources resources;
    private final Discovery discovery;
    private final GitSource source;
    private final GitSource.Scope scope;
    private final Identity identity;
    private final ObjectApplier applier;
    private final ObjectApplier dry;

    ScopePlanner(Resources resources, Discovery discovery, GitSource source, GitSource.Scope scope) {
        this.resources = resources;
        this.discovery = discovery;
        this.source = source;
        this.scope = scope;
        this.identity =
                new Identity(source.meta().name(), scope.name(), source.spec().stage());
        this.applier = new ObjectApplier(resources, discovery);
        this.dry = new ObjectApplier(resources.dryRun(), discovery);
    }

    ScopePlan plan(ScopeJudge judge, Snapshot snapshot, Policies.Answer policies, Instant now) {
        DeliveryStore store = new DeliveryStore(resources, source.meta().namespace());
        DeliveryState state;
        switch (store.load(identity)) {
            case DeliveryStore.Loaded.Found found -> state = found.state();
            case DeliveryStore.Loaded.Missing _ ->
                state = DeliveryState.first(
                        new LostLedger(applier, new LiveObjects(resources, discovery), identity, scope).ofMissing());
            case DeliveryStore.Loaded.Unreachable(String why) -> {
                return stopped("the Delivery " + identity.name() + " cannot be read: " + why);
            }
        }
        Optional<List<Parsed<PromotionLimit>>> limits = limits();
        if (limits.isEmpty()) {
            return stopped("the PromotionLimits of " + scope.namespace() + " cannot be listed");
        }
        return switch (judge.wish(state, snapshot, policies, limits.get())) {
            case ScopeJudge.Wish.Defective(var defects) ->
                new ScopePlan(scope.name(), scope.namespace(), stop(state), defects, List.of(), List.of());
            case ScopeJudge.Wish.Unruled(DeliveryState _, String why) -> stopped(why);
            case ScopeJudge.Wish.Clear clear -> {
                ScopePass.Result result = judge.decide(clear, now);
                Inventory inventory = clear.next().inventory();
                yield new ScopePlan(
                        scope.name(),
                        scope.namespace(),
                        stop(state),
                        List.of(),
                        result.decisions().stream()
                                .map(each -> plan(each, inventory))
                                .toList(),
                        result.refusals());
            }
        };
    }

    private ScopePlan stopped(String why) {
        return new ScopePlan(scope.name(), scope.namespace(), Optional.of(why), List.of(), List.of(), List.of());
    }

    private Optional<List<Parsed<PromotionLimit>>> limits() {
        if (scope.namespace().isEmpty()) {
            return Optional.of(List.of());
        }
        return switch (resources.list(
                Selection.in(ResourceType.PROMOTION_LIMIT, scope.namespace()), PromotionCodec::parseLimit)) {
            case Resources.Listing.Complete<Parsed<PromotionLimit>> complete -> Optional.of(complete.items());
            case Resources.Listing.Incomplete<Parsed<PromotionLimit>> _ -> Optional.empty();
        };
    }

    /// Who suspends or freezes stops everything, whatever was decided.
    private Optional<String> stop(DeliveryState state) {
        if (source.spec().isSuspended()) {
            return Optional.of(Reports.SUSPENDED);
        }
        if (state.memory() instanceof Evidence.Lost lost) {
            return Optional.of(LostLedger.remedy(lost, identity, source.meta().namespace()));
        }
        if (scope.namespace().isEmpty()) {
            return Optional.empty();
        }
        return switch (resources.get(ObjectPath.of(ResourceType.NAMESPACE, "", scope.namespace()))) {
            case Outcome.Applied(JsonNode namespace) ->
                Restraints.freeze(namespace).map(text -> ObjectApplier.frozen("namespace " + scope.namespace(), text));
            case Outcome.Gone _ -> Optional.of("there is no namespace " + scope.namespace() + ": create it first");
            case Outcome.Conflicted _, Outcome.Refused _, Outcome.Throttled _, Outcome.Failed _ ->
                Optional.of("the namespace " + scope.namespace() + " cannot be read now");
        };
    }

    private ObjectPlan plan(Decision decision, Inventory inventory) {
        ObjectKey key = decision.change().key();
        Optional<Desired> desired = ScopeReconciler.wanted(decision.change());
        String apiVersion = desired.map(d -> d.manifest().path("apiVersion").asText())
                .or(() -> inventory.find(key).map(Inventory.Entry::apiVersion))
                .orElse("");
        Optional<Provenance> from = desired.map(Desired::provenance);
        Optional<JsonNode> live = applier.live(key, apiVersion);
        // A change that is held is asked about as it would be, once it is let go.
        Optional<ObjectNode> manifest =
                decision.effective().or(() -> desired.map(d -> d.manifest().deepCopy()));
        boolean isApplied = decision.change() instanceof Change.Unchanged
                && inventory
                        .find(key)
                        .filter(entry -> manifest.map(ManifestDigest::of)
                                .filter(entry.applied()::equals)
                                .isPresent())
                        .isPresent();
        Would would = isApplied || manifest.isEmpty() ? new Would.Stay() : would(key, manifest.get(), from);
        return new ObjectPlan(decision, ScopePass.classes(decision.change()), from, live, would);
    }

    private Would would(ObjectKey key, ObjectNode manifest, Optional<Provenance> from) {
        String place = from.map(p -> p + ": ").orElse("");
        Optional<String> defect = applier.defect(key, manifest, identity);
        if (defect.isPresent()) {
            return new Would.Refused(place + defect.get());
        }
        return switch (dry.apply(key, manifest, identity)) {
            case ObjectApplier.Result.Applied(JsonNode object) -> new Would.Be(object);
            case ObjectApplier.Result.Pruned _ -> throw new IllegalStateException("an apply cannot prune");
            case ObjectApplier.Result.Frozen(String why) -> new Would.NotNow(why);
            case ObjectApplier.Result.Refused(String why) -> new Would.Refused(place + why);
            case ObjectApplier.Result.Failed(String why) -> new Would.NotNow(why);
        };
    }
}
