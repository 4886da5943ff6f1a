package io.fairlead.gitsync.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.ObjectKey;
import io.fairlead.gitsync.apply.ObjectApplier.Result;
import io.fairlead.gitsync.desired.Inventory;
import io.fairlead.gitsync.git.CommitId;
import io.fairlead.gitsync.ledger.DeliveryStore.Identity;
import io.fairlead.gitsync.testing.MemoryApi;
import io.fairlead.kube.Resources;
import io.fairlead.kube.discovery.Discovery;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PruneTest {
    private static final Identity OWNER = new Identity("shop", "checkout", "prod");
    private static final String PATH = "/api/v1/namespaces/checkout/configmaps/settings";
    private static final ObjectKey KEY = new ObjectKey("", "ConfigMap", "checkout", "settings");
    private static final String MANIFEST = """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings","namespace":"checkout"},"data":{"a":"1"}}
            """;
    private static final String COPY = """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings","namespace":"checkout",
             "labels":{"gitops.fairlead.io/source":"shop","gitops.fairlead.io/scope":"checkout"},
             "managedFields":[{"manager":"kubectl","operation":"Update"}]}}
            """;

    private final MemoryApi api = new MemoryApi();
    private final ObjectApplier applier =
            new ObjectApplier(new Resources(api, ObjectApplier.FIELD_MANAGER), new Discovery(api));

    @Test
    @DisplayName("an object whose creation was never stored is pruned all the same")
    void anObjectWithoutAStoredUidGoes() {
        applier.apply(KEY, MemoryApi.json(MANIFEST), OWNER);

        assertThat(applier.prune(entry(""), OWNER)).isInstanceOf(Result.Pruned.class);
        assertThat(api.at(PATH)).isEmpty();
    }

    @Test
    @DisplayName("what was never created is pruned without a write")
    void nothingThereIsDone() {
        assertThat(applier.prune(entry(""), OWNER)).isInstanceOf(Result.Pruned.class);
        assertThat(api.writes()).isEmpty();
    }

    @Test
    @DisplayName("an object that was there before us and carries no label stays")
    void anUnlabelledObjectStays() {
        api.put(PATH, MANIFEST);

        assertThat(applier.prune(entry(""), OWNER)).isInstanceOf(Result.Pruned.class);
        assertThat(api.at(PATH)).isPresent();
    }

    @Test
    @DisplayName("an object of another scope stays")
    void anotherScopesObjectStays() {
        applier.apply(KEY, MemoryApi.json(MANIFEST), new Identity("shop", "payments", "prod"));

        assertThat(applier.prune(entry(""), OWNER)).isInstanceOf(Result.Pruned.class);
        assertThat(api.at(PATH)).isPresent();
    }

    @Test
    @DisplayName("a copy that carries our labels, but that we never applied, stays")
    void aCopyStays() {
        api.put(PATH, COPY);

        assertThat(applier.prune(entry(""), OWNER)).isInstanceOf(Result.Pruned.class);
        assertThat(api.at(PATH)).isPresent();
    }

    @Test
    @DisplayName("RB-040 an object of the same name with another uid stays")
    void aSuccessorStays() {
        applier.apply(KEY, MemoryApi.json(MANIFEST), OWNER);

        assertThat(applier.prune(entry("uid-of-before"), OWNER)).isInstanceOf(Result.Pruned.class);
        assertThat(api.at(PATH)).isPresent();
    }

    private static Inventory.Entry entry(String uid) {
        return new Inventory.Entry(KEY, "v1", uid, "", new CommitId("0".repeat(40)), "checkout/settings.yaml", 0, 100);
    }
}
