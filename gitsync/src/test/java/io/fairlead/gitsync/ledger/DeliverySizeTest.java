package io.fairlead.gitsync.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.api.ObjectKey;
import io.fairlead.gitsync.desired.Inventory;
import io.fairlead.gitsync.git.CommitId;
import io.fairlead.gitsync.ledger.DeliveryStore.Identity;
import io.fairlead.gitsync.testing.MemoryApi;
import io.fairlead.kube.Resources;
import io.fairlead.policies.ContentDigest;
import io.fairlead.policies.Evidence;
import io.fairlead.policies.Extent;
import io.fairlead.policies.Ledger;
import io.fairlead.policies.ObjectHistory;
import io.fairlead.policies.SeenTag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A Delivery fits the API server's store at every bound of what it remembers.
class DeliverySizeTest {
    private static final Identity IDENTITY = new Identity("platform", "shop", "prod");
    private static final String PATH =
            "/apis/gitops.fairlead.io/v1alpha1/namespaces/fairlead-system/deliveries/platform.shop";
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123456Z");

    /// What etcd takes at most by default, all told.
    private static final int ETCD_BYTES_MAX = 1_572_864;

    private final MemoryApi api = new MemoryApi();
    private final DeliveryStore store = new DeliveryStore(new Resources(api, "fairlead-gitsync"), "fairlead-system");

    @Test
    @DisplayName("500 objects with 10 healthy contents each, 1,000 tags and 1,000 revocations fit")
    void theUsualAtEveryBound() throws Exception {
        store.store(IDENTITY, full(40, 60), "");
        int stored = new ObjectMapper().writeValueAsBytes(api.at(PATH).orElseThrow()).length;
        assertThat(stored).isBetween(1_000_000, ETCD_BYTES_MAX);
        assertThat(healthyOfTheFirst()).isBetween(5, ObjectHistory.HEALTHY_MAX);
    }

    @Test
    @DisplayName("with long names the oldest healthy contents go, and nothing else")
    void longNames() {
        DeliveryState state = full(150, 300);
        assertThat(store.store(IDENTITY, state, "")).isInstanceOf(DeliveryStore.Stored.Done.class);
        assertThat(healthyOfTheFirst()).isBetween(1, 5);
        assertThat(api.at(PATH).orElseThrow().path("ledger").path("tags")).hasSize(Ledger.TAGS_MAX);
        assertThat(api.at(PATH).orElseThrow().path("ledger").path("revoked")).hasSize(Ledger.REVOKED_MAX);
        assertThat(api.at(PATH).orElseThrow().path("inventory")).hasSize(Inventory.ENTRIES_MAX);
    }

    @Test
    @DisplayName("what does not fit at all is refused with the way out, and nothing is sent")
    void tooMuch() {
        assertThat(store.store(IDENTITY, full(250, 4_000), ""))
                .isInstanceOfSatisfying(
                        DeliveryStore.Stored.Failed.class,
                        failed -> assertThat(failed.message()).contains("split the scope"));
        assertThat(api.writes()).isEmpty();
    }

    @Test
    @DisplayName("a small state is stored as it is")
    void small() {
        store.store(IDENTITY, DeliveryState.first(new Evidence.Remembered(Ledger.FIRST)), "");
        assertThat(store.load(IDENTITY)).isInstanceOf(DeliveryStore.Loaded.Found.class);
    }

    private int healthyOfTheFirst() {
        return api.at(PATH)
                .orElseThrow()
                .path("ledger")
                .path("objects")
                .path(0)
                .path("healthy")
                .size();
    }

    private static DeliveryState full(int nameLength, int pathLength) {
        var objects = new TreeMap<ObjectKey, ObjectHistory>();
        var entries = new TreeMap<ObjectKey, Inventory.Entry>();
        for (int i = 0; i < Inventory.ENTRIES_MAX; i++) {
            ObjectKey key = new ObjectKey("apps.kruise.io", "CloneSet", "shop", name(i, nameLength));
            List<ContentDigest> healthy = new ArrayList<>();
            for (int j = 0; j < ObjectHistory.HEALTHY_MAX; j++) {
                healthy.add(new ContentDigest(digest(i * 100 + j), digest(j)));
            }
            objects.put(key, new ObjectHistory(new ObjectHistory.Granted(healthy.getFirst(), Extent.FULL), healthy));
            entries.put(
                    key,
                    new Inventory.Entry(
                            key,
                            "apps.kruise.io/v1beta1",
                            "00000000-0000-4000-8000-000000000000",
                            digest(i),
                            new CommitId("a".repeat(40)),
                            name(i, pathLength),
                            0,
                            100));
        }
        var tags = new TreeMap<String, SeenTag>();
        for (int i = 0; i < Ledger.TAGS_MAX; i++) {
            tags.put(
                    "refs/tags/fl/promote/prod/shop/2026-11-22-" + i,
                    new SeenTag("b".repeat(40), digest(i), NOW, NOW, SeenTag.State.SPENT));
        }
        var revoked = new TreeSet<String>();
        for (int i = 0; i < Ledger.REVOKED_MAX; i++) {
            revoked.add(digest(i));
        }
        return DeliveryState.first(new Evidence.Remembered(new Ledger(NOW, tags, objects, revoked)))
                .withInventory(new Inventory(entries));
    }

    private static String name(int number, int length) {
        String text = Integer.toString(number);
        return "n".repeat(length - text.length()) + text;
    }

    private static String digest(int number) {
        return "sha256:%064x".formatted(number);
    }
}
