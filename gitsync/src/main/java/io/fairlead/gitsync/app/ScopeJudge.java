package io.fairlead.gitsync.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.api.ObjectKey;
import io.fairlead.api.Parsed;
import io.fairlead.api.gitops.GitSource;
import io.fairlead.api.gitops.PromotionLimit;
import io.fairlead.gitsync.desired.Inventory;
import io.fairlead.gitsync.desired.OwnKinds;
import io.fairlead.gitsync.git.CommitId;
import io.fairlead.gitsync.git.Mirror;
import io.fairlead.gitsync.git.Snapshot;
import io.fairlead.gitsync.ledger.DeliveryState;
import io.fairlead.gitsync.ledger.DeliveryState.Content;
import io.fairlead.gitsync.manifest.Defect;
import io.fairlead.gitsync.manifest.Desired;
import io.fairlead.gitsync.manifest.DesiredSet;
import io.fairlead.gitsync.manifest.ManifestReader;
import io.fairlead.gitsync.manifest.ManifestScope;
import io.fairlead.gitsync.promote.ScopePass;
import io.fairlead.gitsync.promote.TagEvidence;
import io.fairlead.kube.discovery.Discovery;
import io.fairlead.policies.ScopeContent;
import io.fairlead.policies.TagFact;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a commit wants of one scope, and what may be of it. Writes nothing; the pass and the plan of a commit rest on
/// it alike.
final class ScopeJudge {
    /// How many commits' manifests are kept; a scope has as many effective commits as it has held objects.
    static final int COMMITS_MAX = 16;

    private final Mirror mirror;
    private final ManifestReader reader;
    private final Discovery discovery;
    private final GitSource source;
    private final GitSource.Scope scope;
    private final SequencedMap<CommitId, DesiredSet> manifests = new LinkedHashMap<>();

    ScopeJudge(Mirror mirror, ManifestReader reader, Discovery discovery, GitSource source, GitSource.Scope scope) {
        this.mirror = mirror;
        this.reader = reader;
        this.discovery = discovery;
        this.source = source;
        this.scope = scope;
    }

    sealed interface Wish {
        /// Nothing of it is taken.
        record Defective(List<Defect> defects) implements Wish {}

        /// @param why nobody can tell who may promote
        record Unruled(DeliveryState next, String why) implements Wish {}

        /// @param next the state before, which knows now what is wanted
        record Clear(
                DeliveryState next,
                ScopeContent content,
                DesiredSet desired,
                Policies.Answer.InForce inForce,
                List<TagFact> tags)
                implements Wish {}
    }

    /// @param limits of the scope's namespace
    Wish wish(DeliveryState before, Snapshot snapshot, Policies.Answer policies, List<Parsed<PromotionLimit>> limits) {
        String folder = folder();
        DesiredSet desired = read(snapshot.head(), folder);
        Optional<String> digest = mirror.scopeDigest(snapshot.head(), folder);
        List<Defect> defects = defects(desired, folder);
        if (!defects.isEmpty() || digest.isEmpty()) {
            return new Wish.Defective(defects);
        }
        DeliveryState next = before.wants(new Content(snapshot.head().hex(), digest.get()));
        String commit = next.desired().orElseThrow().commit();
        ScopeContent content = new ScopeContent(source.spec().stage(), scope.name(), commit, digest.get());
        return switch (NamespaceLimits.narrow(policies, source.spec().stage(), limits)) {
            case Policies.Answer.Unusable(String why) -> new Wish.Unruled(next, why);
            case Policies.Answer.InForce inForce ->
                new Wish.Clear(
                        next, content, desired, inForce, TagEvidence.of(mirror, snapshot, inForce.keys(), folder));
        };
    }

    ScopePass.Result decide(Wish.Clear wish, Instant now) {
        DeliveryState next = wish.next();
        return ScopePass.decide(new ScopePass.Input(
                wish.content(),
                wish.desired(),
                next.inventory(),
                effective(next.inventory(), folder()),
                new ScopePass.Seen(wish.tags(), next.memory(), now),
                wish.inForce().policy(),
                wish.inForce().guard()));
    }

    private String folder() {
        String root = source.spec().path();
        if (root.isEmpty() || scope.path().isEmpty()) {
            return root.isEmpty() ? scope.path() : root;
        }
        return root + "/" + scope.path();
    }

    private DesiredSet read(CommitId commit, String folder) {
        DesiredSet cached = manifests.get(commit);
        if (cached != null && !cached.isServersWord()) {
            return cached;
        }
        ManifestScope rules = scope.namespace().isEmpty()
                ? ManifestScope.ofCluster(folder)
                : ManifestScope.ofNamespace(folder, scope.namespace());
        DesiredSet desired = OwnKinds.normalise(reader.read(commit, rules));
        manifests.put(commit, desired);
        while (manifests.size() > COMMITS_MAX) {
            manifests.pollFirstEntry();
        }
        return desired;
    }

    private List<Defect> defects(DesiredSet desired, String folder) {
        if (!desired.isComplete()) {
            discovery.forget();
            return desired.defects();
        }
        if (desired.objects().size() > Inventory.ENTRIES_MAX) {
            return List.of(new Defect(
                    folder,
                    0,
                    0,
                    desired.objects().size() + " objects, and one scope holds at most " + Inventory.ENTRIES_MAX
                            + ": split it into several scopes"));
        }
        return List.of();
    }

    /// The manifests that were let through last, each from its own commit. One that cannot be read is left out; then
    /// everything differs from it.
    private SortedMap<ObjectKey, JsonNode> effective(Inventory inventory, String folder) {
        SortedMap<ObjectKey, JsonNode> effective = new TreeMap<>();
        for (Map.Entry<ObjectKey, Inventory.Entry> entry : inventory.entries().entrySet()) {
            if (entry.getValue().isUnknown()) {
                continue;
            }
            Desired object = read(entry.getValue().commit(), folder).objects().get(entry.getKey());
            if (object != null) {
                effective.put(entry.getKey(), object.manifest());
            }
        }
        return effective;
    }
}
