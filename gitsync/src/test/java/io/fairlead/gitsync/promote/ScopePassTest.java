package io.fairlead.gitsync.promote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.ObjectKey;
import io.fairlead.gitsync.desired.Inventory;
import io.fairlead.gitsync.git.CommitId;
import io.fairlead.gitsync.manifest.Desired;
import io.fairlead.gitsync.manifest.DesiredSet;
import io.fairlead.gitsync.manifest.ManifestDigest;
import io.fairlead.gitsync.manifest.Provenance;
import io.fairlead.policies.ChangeClass;
import io.fairlead.policies.Evidence;
import io.fairlead.policies.GatePolicy;
import io.fairlead.policies.Ledger;
import io.fairlead.policies.ReasonCode;
import io.fairlead.policies.ScopeContent;
import io.fairlead.policies.SeenTag;
import io.fairlead.policies.SignatureFact;
import io.fairlead.policies.TagFact;
import io.fairlead.policies.Verdict;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// One scope with one CloneSet, passed over again and again; the test plays the store and the cluster.
class ScopePassTest {
    private static final ObjectKey KEY = new ObjectKey("apps.kruise.io", "CloneSet", "shop", "checkout");
    private static final CommitId COMMIT = new CommitId("0123456789012345678901234567890123456789");
    private static final GatePolicy POLICY = new GatePolicy(
            List.of(ChangeClass.TEMPLATE, ChangeClass.CONFIG, ChangeClass.STRATEGY, ChangeClass.DELETE),
            false,
            false,
            GatePolicy.APPROVAL_AGE_MAX,
            GatePolicy.ScaleInLimit.DEFAULT);

    private final List<TagFact> tags = new ArrayList<>();
    private final SortedMap<ObjectKey, JsonNode> effective = new TreeMap<>();
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private Evidence.Memory memory = new Evidence.Remembered(Ledger.FIRST);
    private Inventory inventory = Inventory.EMPTY;

    private static ObjectNode manifest(String image, int replicas) {
        try {
            return (ObjectNode) new ObjectMapper().readTree("""
                            {"apiVersion":"apps.kruise.io/v1beta1","kind":"CloneSet",
                             "metadata":{"name":"checkout","namespace":"shop"},
                             "spec":{"replicas":%d,"template":{"spec":{"containers":[{"name":"main","image":"%s"}]}}}}""".formatted(replicas, image));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DesiredSet desired(ObjectNode... manifests) {
        SequencedMap<ObjectKey, Desired> objects = new LinkedHashMap<>();
        for (ObjectNode manifest : manifests) {
            objects.put(KEY, new Desired(KEY, manifest, new Provenance(COMMIT, "apps/shop/checkout.yaml", 1)));
        }
        return new DesiredSet(COMMIT, objects, List.of(), false);
    }

    /// The digest of the scope is that of its one manifest, as a tree id is in Git.
    private static String digest(DesiredSet desired) {
        return desired.objects().values().stream()
                .map(d -> ManifestDigest.of(d.manifest()))
                .findFirst()
                .orElse("empty");
    }

    private Decision pass(DesiredSet desired) {
        ScopePass.Result result = ScopePass.decide(new ScopePass.Input(
                new ScopeContent("prod", "shop", COMMIT.hex(), digest(desired)),
                desired,
                inventory,
                effective,
                new ScopePass.Seen(tags, memory, now),
                POLICY,
                PruneGuard.DEFAULT));
        memory = result.memory();
        now = now.plusSeconds(60);
        assertThat(result.decisions()).hasSize(1);
        Decision decision = result.decisions().getFirst();
        if (decision.effective().isPresent()) {
            Desired object = desired.objects().get(KEY);
            inventory = inventory.with(new Inventory.Entry(
                    KEY,
                    "apps.kruise.io/v1beta1",
                    "uid",
                    ManifestDigest.of(decision.effective().get()),
                    COMMIT,
                    "apps/shop/checkout.yaml",
                    0,
                    decision.verdict().extent().percent()));
            effective.put(KEY, java.util.Objects.requireNonNull(object).manifest());
        }
        return decision;
    }

    private void completeHealthy(ObjectNode manifest) {
        Ledger ledger = ((Evidence.Remembered) memory).ledger();
        memory = new Evidence.Remembered(
                ledger.completedHealthy(KEY, io.fairlead.gitsync.desired.ManifestContent.digest(KEY, manifest)));
    }

    private void tag(String id, String message, DesiredSet content) {
        tags.add(new TagFact(
                "refs/tags/fl/promote/prod/shop/" + id,
                ManifestDigest.of(com.fasterxml.jackson.databind.node.TextNode.valueOf(id + message))
                        .substring(7, 47),
                new TagFact.Annotated(
                        new TagFact.Header("fl/promote/prod/shop/" + id, "commit", now),
                        message,
                        new SignatureFact.None()),
                new TagFact.TaggedCommit(true, digest(content))));
    }

    @Test
    @DisplayName("GO-001 a new template is held until a tag on its content is there")
    void heldUntilTagged() {
        assertThat(pass(desired(manifest("app:1", 3))).effective()).isPresent();
        DesiredSet second = desired(manifest("app:2", 3));
        Decision held = pass(second);
        assertThat(held.isHeld()).isTrue();
        assertThat(held.effective()).isEmpty();
        assertThat(held.verdict().says(ReasonCode.AWAITING_APPROVAL)).isTrue();
        tag("1", "Promote", second);
        assertThat(pass(second).effective()).contains(manifest("app:2", 3));
        assertThat(pass(second).verdict()).isInstanceOf(Verdict.Allow.class);
    }

    @Test
    @DisplayName("GO-002 a tag with a partition raises the partition and nothing else")
    void aPartitionCaps() {
        pass(desired(manifest("app:1", 20)));
        DesiredSet second = desired(manifest("app:2", 20));
        tag("1", "Promote\n\nPartition: 80%\n", second);
        ObjectNode capped = pass(second).effective().orElseThrow();
        assertThat(capped.at("/spec/updateStrategy/rollingUpdate/partition").asText())
                .isEqualTo("80%");
        ((ObjectNode) capped.path("spec")).remove("updateStrategy");
        assertThat(capped).isEqualTo(manifest("app:2", 20));
        tag("2", "Promote", second);
        assertThat(pass(second).effective()).contains(manifest("app:2", 20));
    }

    @Test
    @DisplayName("GO-011 a tag that is taken away moves no pod back and nothing further")
    void losingAnApprovalMovesNothing() {
        pass(desired(manifest("app:1", 20)));
        DesiredSet second = desired(manifest("app:2", 20));
        tag("1", "Promote\n\nPartition: 80%\n", second);
        ObjectNode capped = pass(second).effective().orElseThrow();
        tags.clear();
        Decision after = pass(second);
        assertThat(after.effective()).contains(capped);
        assertThat(after.verdict()).isInstanceOf(Verdict.Cap.class);
    }

    @Test
    @DisplayName("GO-020 going back to a content that completed healthy needs no tag and opens the partition")
    void aRevertIsARollback() {
        ObjectNode first = manifest("app:1", 3);
        pass(desired(first));
        completeHealthy(first);
        DesiredSet second = desired(manifest("app:2", 3));
        tag("1", "Promote", second);
        pass(second);
        Decision back = pass(desired(first));
        assertThat(back.verdict().says(ReasonCode.ROLLBACK)).isTrue();
        assertThat(back.effective()).contains(first);
        Decision again = pass(second);
        assertThat(again.isHeld()).as("a used tag does not open again").isTrue();
    }

    @Test
    void scalingWithinTheLimitGoesWithoutATagAndAMassScaleInDoesNot() {
        pass(desired(manifest("app:1", 100)));
        assertThat(pass(desired(manifest("app:1", 120))).effective()).isPresent();
        assertThat(pass(desired(manifest("app:1", 110))).effective()).isPresent();
        assertThat(pass(desired(manifest("app:1", 10))).isHeld()).isTrue();
    }

    @Test
    @DisplayName("T-025 an effective manifest that cannot be read any more opens no gate")
    void aCutOffHistoryOpensNothing() {
        pass(desired(manifest("app:1", 3)));
        effective.clear();
        assertThat(pass(desired(manifest("app:2", 3))).isHeld()).isTrue();
    }

    @Test
    void aLostLedgerHoldsEverythingEvenWhatHasNotChanged() {
        pass(desired(manifest("app:1", 3)));
        memory = new Evidence.Lost("test");
        assertThat(pass(desired(manifest("app:1", 3))).isHeld()).isTrue();
        assertThat(pass(desired(manifest("app:2", 3))).isHeld()).isTrue();
        assertThat(memory).isInstanceOf(Evidence.Lost.class);
    }

    @Test
    void aPruneWaitsForItsTag() {
        pass(desired(manifest("app:1", 3)));
        Decision prune = pass(desired());
        assertThat(prune.isHeld()).isTrue();
        tag("1", "Remove it", desired());
        Decision approved = pass(desired());
        assertThat(approved.isHeld()).isFalse();
        assertThat(approved.effective()).isEqualTo(Optional.empty());
    }

    @Test
    @DisplayName("S4 what approved the content before a prune is used up by it")
    void aPruneSpendsApprovals() {
        DesiredSet first = desired(manifest("app:1", 3));
        tag("1", "Promote", first);
        pass(first);
        tag("2", "Remove it", desired());
        pass(desired());
        assertThat(isOpen("1")).isFalse();
        assertThat(isOpen("2")).isTrue();
    }

    @Test
    @DisplayName("S4 what approved the content before a change of the partition alone is used up by it")
    void aPartitionSpendsApprovals() {
        ObjectNode half = manifest("app:1", 4);
        half.withObject("/spec/updateStrategy/rollingUpdate").put("partition", "50%");
        DesiredSet first = desired(half);
        tag("1", "Promote", first);
        pass(first);
        DesiredSet second = desired(manifest("app:1", 4));
        tag("2", "Promote", second);
        assertThat(pass(second).isHeld()).isFalse();
        assertThat(isOpen("1")).isFalse();
        assertThat(pass(first).isHeld()).isTrue();
    }

    private boolean isOpen(String id) {
        var seen = ((Evidence.Remembered) memory).ledger().tags().get("refs/tags/fl/promote/prod/shop/" + id);
        return seen != null && seen.state() == SeenTag.State.OPEN;
    }
}
