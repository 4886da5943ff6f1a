package io.fairlead.gitsync.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.gitsync.ledger.DeliveryStore;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The memory of approvals is gone while its objects live: everything is held until a person says what to do.
class LostLedgerTest {
    private static final String BY_TAG = "{name: prod, gate: tag, requireSignature: false}";

    @TempDir
    private Path folder = Path.of("");

    @Test
    @DisplayName("T-022 a lost ledger is held, names the way out, and is set up anew from what is live")
    void reseed() throws Exception {
        try (GitSyncRig rig = new GitSyncRig(folder, BY_TAG)) {
            rig.write("a", "one").write("b", "one").write("gone", "one").git.commit("Begin");
            rig.git.tag("fl/promote/prod/shop/1");
            rig.start();
            rig.await("all are applied", () -> rig.isIn("Healthy"));

            loseLedger(rig);
            rig.await("held", () -> message(rig).contains("LedgerLost"));
            assertThat(message(rig))
                    .contains("kubectl -n fairlead-system annotate delivery platform.shop " + DeliveryStore.RESEED);

            // Of b nobody knows what was let through last; what is gone from Git waits too.
            rig.write("b", "two").git.git("rm", "-q", "shop/gone.yaml");
            String held = rig.status().path("desired").toString();
            rig.git.commit("Change b, take gone away");
            rig.wake();
            rig.await(
                    "the commit is seen",
                    () -> !rig.status().path("desired").toString().equals(held));
            assertThat(rig.value("b")).isEqualTo("one");

            rig.edit(
                    GitSyncRig.DELIVERY,
                    o -> o.withObject("/metadata/annotations").put(DeliveryStore.RESEED, "yes"));
            rig.wake();
            rig.await("a new approval is asked for", () -> rig.isIn("AwaitingApproval"));
            assertThat(rig.value("b")).isEqualTo("one");
            assertThat(rig.configMap("gone")).isPresent();
            JsonNode delivery = rig.api.at(GitSyncRig.DELIVERY).orElseThrow();
            assertThat(delivery.path("metadata").path("annotations").has(DeliveryStore.RESEED))
                    .isFalse();

            // A tagger's date has whole seconds: one of the same second as the new memory would be of before it.
            Instant since = Instant.parse(delivery.path("ledger").path("since").asText());
            rig.await(
                    "a later second",
                    () -> Instant.now().truncatedTo(ChronoUnit.SECONDS).isAfter(since));
            rig.git.tag("fl/promote/prod/shop/2");
            rig.wake();
            rig.await("the new tag counts", () -> rig.value("b").equals("two"));
            rig.await("what left Git is pruned", () -> rig.configMap("gone").isEmpty());
            rig.await("settled", () -> rig.isIn("Healthy"));
        }
    }

    @Test
    @DisplayName("T-022 a tag of before the new memory approves nothing")
    void oldTags() throws Exception {
        try (GitSyncRig rig = new GitSyncRig(folder, BY_TAG)) {
            rig.write("a", "one").git.commit("Begin");
            rig.git.tag("fl/promote/prod/shop/1");
            rig.start();
            rig.await("it is applied", () -> rig.isIn("Healthy"));
            loseLedger(rig);
            rig.await("held", () -> message(rig).contains("LedgerLost"));

            rig.write("a", "two").git.commit("Change");
            rig.git.tag("fl/promote/prod/shop/2");
            rig.edit(
                    GitSyncRig.DELIVERY,
                    o -> o.withObject("/metadata/annotations").put(DeliveryStore.RESEED, "yes"));
            rig.wake();
            rig.await("refused", () -> rig.status().path("details").toString().contains("PredatesLedger"));
            assertThat(rig.value("a")).isEqualTo("one");
        }
    }

    @Test
    @DisplayName("without the wish of a person a lost ledger stays lost")
    void nobodyAsked() throws Exception {
        try (GitSyncRig rig = new GitSyncRig(folder, "{name: prod, gate: auto}")) {
            rig.write("a", "one").git.commit("Begin");
            rig.start();
            rig.await("it is applied", () -> rig.isIn("Healthy"));
            loseLedger(rig);
            rig.write("a", "two").git.commit("Change");
            rig.wake();
            rig.await("held", () -> message(rig).contains("LedgerLost"));
            assertThat(rig.value("a")).isEqualTo("one");
        }
    }

    /// gitsync keeps a copy in memory; a write by somebody else makes it load again.
    private static void loseLedger(GitSyncRig rig) {
        rig.edit(GitSyncRig.DELIVERY, LostLedgerTest::damage);
        rig.write("touch", "one").git.commit("Touch");
        rig.wake();
    }

    private static void damage(ObjectNode delivery) {
        delivery.remove("ledger");
    }

    private static String message(GitSyncRig rig) {
        return rig.status().path("message").asText();
    }
}
