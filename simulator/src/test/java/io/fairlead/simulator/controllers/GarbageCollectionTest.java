package io.fairlead.simulator.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.simulator.ClusterActors.Settings;
import io.fairlead.simulator.testing.ClusterRig;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class GarbageCollectionTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    private final ClusterRig cluster = ClusterRig.of(Settings.DEFAULT);

    private void create(String name, String... owners) {
        StringBuilder references = new StringBuilder();
        for (String owner : owners) {
            references
                    .append(references.isEmpty() ? "" : ", ")
                    .append("{apiVersion: 'v1', kind: 'ConfigMap', blockOwnerDeletion: true, name: '")
                    .append(owner)
                    .append("', uid: '")
                    .append(uid(owner))
                    .append("'}");
        }
        cluster.create(
                MAPS,
                "{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: '" + name + "', ownerReferences: [" + references
                        + "]}}");
    }

    private String uid(String name) {
        return name.equals("ghost")
                ? "00000000-0000-0000-0000-000000000000"
                : cluster.get(MAPS + "/" + name).at("/metadata/uid").asText();
    }

    private void delete(String name, String policy) {
        cluster.delete(MAPS + "/" + name, "{propagationPolicy: '" + policy + "'}");
    }

    private boolean exists(String name) {
        return cluster.exists(MAPS + "/" + name);
    }

    @Test
    @DisplayName("in the background: the owner at once, then all that it owned, and what that owned")
    void background() {
        create("owner");
        create("child", "owner");
        create("grandchild", "child");
        delete("owner", "Background");
        assertThat(exists("owner")).isFalse();
        assertThat(exists("child")).isTrue();
        cluster.seconds(1);
        assertThat(exists("child")).isFalse();
        assertThat(exists("grandchild")).isFalse();
    }

    @Test
    @DisplayName("in the foreground: the owner waits for all that it owned")
    void foreground() {
        create("owner");
        create("child", "owner");
        cluster.patch(MAPS + "/child", "{metadata: {finalizers: ['example.com/hold']}}");
        delete("owner", "Foreground");
        cluster.seconds(5);
        JsonNode owner = cluster.get(MAPS + "/owner");
        assertThat(owner.at("/metadata/finalizers/0").asText()).isEqualTo("foregroundDeletion");
        cluster.patch(MAPS + "/child", "{metadata: {finalizers: null}}");
        cluster.seconds(5);
        assertThat(exists("child")).isFalse();
        assertThat(exists("owner")).isFalse();
    }

    @Test
    @DisplayName("orphaned: what it owned stays and forgets it")
    void orphan() {
        create("owner");
        create("child", "owner");
        delete("owner", "Orphan");
        cluster.seconds(5);
        assertThat(exists("owner")).isFalse();
        assertThat(cluster.get(MAPS + "/child").at("/metadata").has("ownerReferences"))
                .isFalse();
    }

    @Test
    @DisplayName("an object with another owner stays, without the one that is gone")
    void twoOwners() {
        create("one");
        create("two");
        create("child", "one", "two");
        delete("one", "Background");
        cluster.seconds(5);
        JsonNode owners = cluster.get(MAPS + "/child").at("/metadata/ownerReferences");
        assertThat(owners).hasSize(1);
        assertThat(owners.at("/0/name").asText()).isEqualTo("two");
    }

    @Test
    @DisplayName("an object whose owner never was is collected")
    void absentOwner() {
        create("child", "ghost");
        cluster.seconds(5);
        assertThat(exists("child")).isFalse();
    }

    @Test
    @DisplayName("a namespace ends with everything in it")
    void namespaceEnds() {
        cluster.create("/api/v1/namespaces", "{apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'shop'}}");
        cluster.create(
                "/api/v1/namespaces/shop/configmaps", "{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a'}}");
        cluster.create(
                "/api/v1/namespaces/shop/pods",
                "{apiVersion: 'v1', kind: 'Pod', metadata: {name: 'p'},"
                        + " spec: {containers: [{name: 'c', image: 'i:1'}]}}");
        cluster.seconds(2);
        cluster.delete("/api/v1/namespaces/shop", "");
        assertThat(cluster.get("/api/v1/namespaces/shop").at("/status/phase").asText())
                .isEqualTo("Terminating");
        cluster.seconds(10);
        assertThat(cluster.exists("/api/v1/namespaces/shop")).isFalse();
        assertThat(cluster.exists("/api/v1/namespaces/shop/pods/p")).isFalse();
    }
}
