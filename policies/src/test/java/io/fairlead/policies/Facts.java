package io.fairlead.policies;

import io.fairlead.api.ObjectKey;
import io.fairlead.policies.Evidence.Remembered;
import io.fairlead.policies.ObjectDifference.Created;
import io.fairlead.policies.ObjectDifference.Deleted;
import io.fairlead.policies.ObjectDifference.Replicas;
import io.fairlead.policies.ObjectDifference.Touched;
import io.fairlead.policies.ObjectDifference.Updated;
import io.fairlead.policies.ObjectHistory.Granted;
import io.fairlead.policies.SignatureFact.Verified;
import io.fairlead.policies.TagFact.Annotated;
import io.fairlead.policies.TagFact.Header;
import io.fairlead.policies.TagFact.TaggedCommit;
import io.fairlead.policies.committag.CommitTagGate;
import io.fairlead.policies.committag.CommitTags;
import java.time.Instant;
import java.util.List;

/// Facts for tests: scope `payments` in stage `prod`, with the CloneSet `checkout` and the ConfigMap `rates`.
public final class Facts {
    public static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    public static final ObjectKey CHECKOUT = new ObjectKey("apps.kruise.io", "CloneSet", "payments", "checkout");
    public static final ObjectKey RATES = new ObjectKey("", "ConfigMap", "payments", "rates");
    public static final String TIP = "3f2a9c1d77e0aa55aa55aa55aa55aa55aa55aa55";
    public static final Gate GATES = new GateChain(List.of(new CommitTagGate()));

    private Facts() {}

    public static ScopeContent scope(String digest) {
        return new ScopeContent("prod", "payments", TIP, digest);
    }

    public static ContentDigest content(String template) {
        return new ContentDigest(template, "settings");
    }

    public static TagFact promote(String id, String scopeDigest, String message) {
        return tag("promote", id, scopeDigest, message);
    }

    public static TagFact tag(String verb, String id, String scopeDigest, String message) {
        String name = "fl/" + verb + "/prod/payments/" + id;
        return new TagFact(
                "refs/tags/" + name,
                "object-of-" + name,
                new Annotated(new Header(name, "commit", NOW.minusSeconds(60)), message, new Verified("anna")),
                new TaggedCommit(true, scopeDigest));
    }

    public static TagFact with(TagFact tag, TagFact.TagObject object) {
        return new TagFact(tag.ref(), tag.objectId(), object, tag.commit());
    }

    public static TagFact signed(TagFact tag, SignatureFact signature) {
        var annotated = (Annotated) tag.object();
        return with(tag, new Annotated(annotated.header(), annotated.message(), signature));
    }

    public static ChangeFacts create(ObjectKey key) {
        return new ChangeFacts(key, sort(key), new Created(content("b")));
    }

    public static ChangeFacts delete(ObjectKey key) {
        return new ChangeFacts(key, sort(key), new Deleted(content("a")));
    }

    public static ChangeFacts template(ObjectKey key, String effective, String desired) {
        return update(key, content(effective), content(desired), Touched.NOTHING, new Replicas(20, 20));
    }

    public static ChangeFacts scale(ObjectKey key, int from, int to) {
        return update(key, content("a"), content("a"), Touched.NOTHING, new Replicas(from, to));
    }

    public static ChangeFacts update(
            ObjectKey key, ContentDigest effective, ContentDigest desired, Touched touched, Replicas replicas) {
        return new ChangeFacts(key, sort(key), new Updated(effective, desired, touched, replicas, Extent.FULL));
    }

    /// The effective template is desired, and the live partition lets it go this far.
    public static ChangeFacts underWay(String template, Extent live, Replicas replicas) {
        return new ChangeFacts(
                CHECKOUT,
                sort(CHECKOUT),
                new Updated(content(template), content(template), Touched.NOTHING, replicas, live));
    }

    private static ObjectSort sort(ObjectKey key) {
        return key.kind().equals("CloneSet") ? ObjectSort.PARTITIONED_WORKLOAD : ObjectSort.PLAIN;
    }

    /// A ledger in which both objects are settled with template `a`.
    public static Ledger settled() {
        return Ledger.FIRST.seed(CHECKOUT, content("a")).seed(RATES, content("a"));
    }

    public static Ledger completed(Ledger ledger, ObjectKey key, String template, String scopeDigest) {
        return ledger.accept(key, new Granted(content(template), Extent.FULL), scopeDigest)
                .completedHealthy(key, content(template));
    }

    public static Ledger see(Ledger ledger, Instant now, String digest, TagFact... tags) {
        List<TagFact> present = List.of(tags);
        return ledger.see(
                present,
                CommitTags.read(present, scope(digest), GatePolicy.BY_TAG).approvals(),
                now);
    }

    public static GateInput input(
            ChangeFacts change, String digest, Ledger ledger, GatePolicy policy, List<TagFact> tags) {
        ScopeContent scope = scope(digest);
        return new GateInput(
                change, scope, new Evidence(CommitTags.read(tags, scope, policy), new Remembered(ledger), NOW), policy);
    }

    /// The tags are seen now, for the first time unless the ledger knows them, and then the change is judged.
    public static Verdict judge(ChangeFacts change, String digest, Ledger ledger, TagFact... tags) {
        return GATES.judge(input(change, digest, see(ledger, NOW, digest, tags), GatePolicy.BY_TAG, List.of(tags)));
    }
}
