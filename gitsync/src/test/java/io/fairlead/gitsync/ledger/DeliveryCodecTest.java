package io.fairlead.gitsync.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.ObjectKey;
import io.fairlead.gitsync.desired.Inventory;
import io.fairlead.gitsync.git.CommitId;
import io.fairlead.gitsync.ledger.DeliveryState.Content;
import io.fairlead.gitsync.ledger.DeliveryState.Notes;
import io.fairlead.gitsync.ledger.DeliveryState.Phase;
import io.fairlead.gitsync.ledger.DeliveryState.Report;
import io.fairlead.policies.Approval;
import io.fairlead.policies.ContentDigest;
import io.fairlead.policies.Evidence;
import io.fairlead.policies.Extent;
import io.fairlead.policies.Ledger;
import io.fairlead.policies.ObjectHistory.Granted;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DeliveryCodecTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final ObjectKey KEY = new ObjectKey("apps.kruise.io", "CloneSet", "shop", "checkout");
    private static final CommitId COMMIT = new CommitId("0123456789012345678901234567890123456789");

    private static DeliveryState full() {
        ContentDigest a = new ContentDigest("sha256:a", "sha256:s");
        ContentDigest b = new ContentDigest("sha256:b", "sha256:s");
        Approval approval = new Approval(
                "refs/tags/fl/promote/prod/shop/1", "f".repeat(40), NOW, "tree:1", new Approval.Grant(Extent.FULL, ""));
        Ledger ledger = Ledger.FIRST
                .see(List.of(), List.of(approval), NOW)
                .accept(KEY, new Granted(a, Extent.FULL), "tree:1")
                .completedHealthy(KEY, a)
                .accept(KEY, new Granted(b, Extent.ofPercent(20)), "tree:2")
                .revoke("sha256:bad")
                .orElseThrow();
        return new DeliveryState(
                Optional.of(new Content(COMMIT.hex(), "tree:2")),
                Optional.of(new Content(COMMIT.hex(), "tree:1")),
                Optional.empty(),
                new Evidence.Remembered(ledger),
                Inventory.EMPTY.with(new Inventory.Entry(
                        KEY, "apps.kruise.io/v1beta1", "uid-1", "sha256:m", COMMIT, "apps/shop/a.yaml", 2, 20)),
                new Notes(4711, "sha256:n"),
                new Report(Phase.AWAITING_APPROVAL, "waits for a tag", List.of("one", "two")));
    }

    private static ObjectNode written(DeliveryState state) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        DeliveryCodec.write(state, object);
        return object;
    }

    @Test
    void aStateComesBackAsItWasWritten() {
        assertThat(DeliveryCodec.read(written(full()))).isEqualTo(full());
        DeliveryState first = DeliveryState.first(new Evidence.Remembered(Ledger.FIRST));
        assertThat(DeliveryCodec.read(written(first))).isEqualTo(first);
    }

    @Test
    @DisplayName("T-022 a Delivery that cannot be read is a lost ledger, never an empty one")
    void whatCannotBeReadIsLost() {
        for (String field : List.of("ledger", "inventory")) {
            ObjectNode damaged = written(full());
            damaged.remove(field);
            assertThat(DeliveryCodec.read(damaged).memory()).isInstanceOf(Evidence.Lost.class);
        }
        for (String field : List.of("/ledger/tags/0/state", "/ledger/since", "/inventory/0/commit")) {
            ObjectNode damaged = written(full());
            int slash = field.lastIndexOf('/');
            ((ObjectNode) damaged.at(field.substring(0, slash))).put(field.substring(slash + 1), "nonsense");
            assertThat(DeliveryCodec.read(damaged).memory()).as(field).isInstanceOf(Evidence.Lost.class);
        }
    }

    @Test
    void aLostLedgerIsNotWrittenOverWhatIsThere() {
        ObjectNode object = written(full());
        DeliveryState lost = full().withMemory(new Evidence.Lost("test"));
        DeliveryCodec.write(lost, object);
        assertThat(DeliveryCodec.read(object).memory()).isEqualTo(full().memory());
    }

    @Test
    void theSameContentAtALaterCommitChangesNothing() {
        DeliveryState state = full();
        assertThat(state.wants(new Content("9".repeat(40), "tree:2"))).isEqualTo(state);
        assertThat(state.wants(new Content("9".repeat(40), "tree:3")).desired())
                .contains(new Content("9".repeat(40), "tree:3"));
    }
}
