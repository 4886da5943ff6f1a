package io.fairlead.simulator.server;

import static io.fairlead.simulator.server.Cluster.CONFIG_MAPS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.kube.ResourceType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Actors inside the cluster hear of commits, and find objects by owner.
class CommitListenerTest {
    private final Cluster cluster = new Cluster();

    @Test
    void hearsCommitsInOrderEvenIfAListenerWrites() {
        List<Long> versions = new ArrayList<>();
        cluster.server.listen(commit -> {
            if (commit.before() == null
                    && commit.after() != null
                    && Metadata.name(commit.after()).equals("first")) {
                cluster.configMap("second");
            }
        });
        cluster.server.listen(commit -> versions.add(commit.version()));
        cluster.configMap("first");
        assertThat(versions).hasSize(2).isSorted();
    }

    @Test
    void findsObjectsByOwnerAndUid() {
        String owner = cluster.configMap("owner").path("metadata").path("uid").asText();
        cluster.configMap("owned");
        cluster.merge(
                CONFIG_MAPS + "/owned",
                "{metadata: {ownerReferences: [{apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: '" + owner
                        + "'}]}}");
        assertThat(cluster.server.byOwner(owner))
                .singleElement()
                .satisfies(stored -> assertThat(Metadata.name(stored.object())).isEqualTo("owned"));
        assertThat(cluster.server.byUid(owner)).isPresent();
        cluster.delete(CONFIG_MAPS + "/owner", null);
        assertThat(cluster.server.byUid(owner)).isEmpty();
        cluster.delete(CONFIG_MAPS + "/owned", null);
        assertThat(cluster.server.byOwner(owner)).isEmpty();
    }

    @Test
    void theSameSeedGivesTheSameUids() {
        assertThat(new Cluster().configMap("a")).isEqualTo(new Cluster().configMap("a"));
        ResourceType type = new ResourceType("", "v1", "ConfigMap", "configmaps", true);
        cluster.configMap("a");
        assertThat(cluster.server.find(type, "default", "a")).isPresent();
        assertThat(cluster.server.all(type)).hasSize(1);
    }
}
