package io.fairlead.gitsync.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.api.ObjectKey;
import io.fairlead.gitsync.git.CommitId;
import io.fairlead.gitsync.git.GitFixture;
import io.fairlead.gitsync.git.Mirror;
import io.fairlead.gitsync.manifest.KindScopes.KindScope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManifestReaderTest {
    private static final KindScopes KINDS = (group, kind) -> switch (kind) {
        case "ConfigMap", "Secret", "CloneSet", "Service" -> KindScope.NAMESPACED;
        case "Namespace", "ClusterRole" -> KindScope.CLUSTER;
        default -> KindScope.UNKNOWN;
    };
    private static final ManifestScope PAY = ManifestScope.ofNamespace("pay", "payments");

    @TempDir
    private Path root;

    private GitFixture git;

    @BeforeEach
    void aRemote() {
        git = new GitFixture(root);
        git.write("README.md", "desired state").commit("first");
    }

    @Test
    @DisplayName("every manifest below the folder becomes an object with its provenance, in the order of paths")
    void reads() {
        git.write("pay/b.yaml", configMap("b") + "---\n" + configMap("c"));
        git.write("pay/deep/er/a.yml", "# a comment\n" + configMap("a"));
        git.write("pay/z.json", "{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\"z\"}}");
        git.write("pay/notes.txt", "not a manifest");
        git.write("payments/other.yaml", configMap("other"));
        CommitId commit = git.commit("manifests");
        DesiredSet desired = read(commit, PAY);
        assertThat(desired.defects()).isEmpty();
        assertThat(desired.objects().sequencedKeySet())
                .containsExactly(
                        key("ConfigMap", "b"), key("ConfigMap", "c"), key("ConfigMap", "a"), key("Service", "z"));
        assertThat(desired.objects().values())
                .extracting(Desired::provenance)
                .containsExactly(
                        new Provenance(commit, "pay/b.yaml", 1),
                        new Provenance(commit, "pay/b.yaml", 6),
                        new Provenance(commit, "pay/deep/er/a.yml", 2),
                        new Provenance(commit, "pay/z.json", 1));
        assertThat(desired.objects()
                        .firstEntry()
                        .getValue()
                        .manifest()
                        .at("/metadata/namespace")
                        .asText())
                .isEqualTo("payments");
    }

    @Test
    @DisplayName("T-042 another namespace, a cluster-scoped kind and an unknown kind are defects, the rest is taken")
    void staysInItsScope() {
        git.write("pay/own.yaml", configMap("own"));
        git.write("pay/foreign.yaml", configMap("foreign") + "  namespace: kube-system\n");
        git.write("pay/cluster.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: payments}\n");
        git.write("pay/unknown.yaml", "apiVersion: example.org/v1\nkind: Widget\nmetadata: {name: w}\n");
        DesiredSet desired = read(git.commit("manifests"), PAY);
        assertThat(desired.objects().sequencedKeySet()).containsExactly(key("ConfigMap", "own"));
        assertThat(desired.defects())
                .extracting(Defect::path)
                .containsExactly("pay/cluster.yaml", "pay/foreign.yaml", "pay/unknown.yaml");
    }

    @Test
    @DisplayName("the folder for cluster-scoped kinds takes no others")
    void clusterFolder() {
        git.write("platform/ns.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: payments}\n");
        git.write("platform/cm.yaml", configMap("cm"));
        DesiredSet desired = read(git.commit("manifests"), ManifestScope.ofCluster("platform"));
        assertThat(desired.objects().sequencedKeySet()).containsExactly(new ObjectKey("", "Namespace", "", "payments"));
        assertThat(desired.defects()).extracting(Defect::path).containsExactly("platform/cm.yaml");
    }

    @Test
    @DisplayName("of two manifests for one object neither is taken")
    void duplicates() {
        git.write("pay/a.yaml", configMap("same"));
        git.write("pay/b.yaml", configMap("other") + "---\n" + configMap("same"));
        DesiredSet desired = read(git.commit("manifests"), PAY);
        assertThat(desired.objects().sequencedKeySet()).containsExactly(key("ConfigMap", "other"));
        assertThat(desired.defects()).singleElement().satisfies(defect -> {
            assertThat(defect.toString()).startsWith("pay/b.yaml:6:1: ").contains("pay/a.yaml:1");
        });
    }

    @Test
    @DisplayName("T-051 fields that name a live object are refused, those that tools leave behind are dropped")
    void serverFields() {
        for (String field : List.of(
                "ownerReferences: []",
                "finalizers: [x]",
                "uid: x",
                "resourceVersion: '1'",
                "managedFields: []",
                "generateName: x")) {
            git.write("pay/" + field.split(":")[0] + ".yaml", configMap("a" + field.length()) + "  " + field + "\n");
        }
        git.write(
                "pay/zz.yaml", "status: {x: 1}\n" + configMap("fine") + "  creationTimestamp: null\n  generation: 3\n");
        DesiredSet desired = read(git.commit("manifests"), PAY);
        assertThat(desired.defects()).hasSize(6);
        assertThat(desired.objects().sequencedKeySet()).containsExactly(key("ConfigMap", "fine"));
        JsonNode fine = desired.objects().firstEntry().getValue().manifest();
        assertThat(fine.has("status")).isFalse();
        assertThat(fine.path("metadata").fieldNames()).toIterable().containsExactlyInAnyOrder("name", "namespace");
    }

    @Test
    @DisplayName("a List gives its items")
    void lists() {
        git.write("pay/list.yaml", """
                apiVersion: v1
                kind: List
                items:
                - {apiVersion: v1, kind: ConfigMap, metadata: {name: one}}
                - {apiVersion: v1, kind: Service, metadata: {name: two}}
                - {apiVersion: v1, kind: ConfigMap, metadata: {name: away, namespace: other}}
                """);
        DesiredSet desired = read(git.commit("manifests"), PAY);
        assertThat(desired.objects().sequencedKeySet()).containsExactly(key("ConfigMap", "one"), key("Service", "two"));
        assertThat(desired.defects()).hasSize(1);
    }

    @Test
    @DisplayName("T-001 T-027 T-028 links, submodules, LFS pointers, bad UTF-8 and huge files are defects of their own")
    void hostileFiles() throws IOException {
        git.write("pay/good.yaml", configMap("good"));
        Files.createSymbolicLink(git.work().resolve("pay/link.yaml"), Path.of("/etc/hostname"));
        Files.createSymbolicLink(git.work().resolve("pay/linked-folder"), Path.of("../../.."));
        git.git("update-index", "--add", "--cacheinfo", "160000," + git.head() + ",pay/module");
        git.write("pay/lfs.yaml", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n");
        git.write("pay/latin.yaml", "a: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
        git.write("pay/huge.yaml", configMap("huge") + "#" + "x".repeat(ManifestLimits.FILE_BYTES_MAX));
        git.git(
                "add",
                "pay/good.yaml",
                "pay/link.yaml",
                "pay/linked-folder",
                "pay/lfs.yaml",
                "pay/latin.yaml",
                "pay/huge.yaml");
        git.git("commit", "-q", "-m", "hostile");
        git.git("push", "-q", "origin", "main");
        DesiredSet desired = read(git.head(), PAY);
        assertThat(desired.objects().sequencedKeySet()).containsExactly(key("ConfigMap", "good"));
        assertThat(desired.defects())
                .extracting(Defect::path)
                .containsExactly(
                        "pay/huge.yaml",
                        "pay/latin.yaml",
                        "pay/lfs.yaml",
                        "pay/link.yaml",
                        "pay/linked-folder",
                        "pay/module");
        assertThat(desired.isComplete()).isFalse();
    }

    @Test
    @DisplayName("T-066 a folder that is not there is a defect, not an empty set")
    void noFolder() {
        for (String folder : List.of("nope", "../pay", "README.md")) {
            DesiredSet desired = read(git.head(), ManifestScope.ofNamespace(folder, "payments"));
            assertThat(desired.objects()).isEmpty();
            assertThat(desired.defects()).as(folder).hasSize(1);
        }
    }

    @Test
    @DisplayName("T-034 no defect shows what a manifest holds")
    void showsNoContent() {
        git.write(
                "pay/a.yaml",
                "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {k: hunter2hunter2, k: hunter2}\n");
        git.write("pay/b.yaml", "data: [hunter2hunter2\n  k: : : hunter2");
        git.write("pay/c.json", "{\"data\": hunter2hunter2}");
        git.write("pay/d.yaml", "data: !hunter2 x");
        git.write("pay/e.yaml", "data: *hunter2");
        DesiredSet desired = read(git.commit("secrets"), PAY);
        assertThat(desired.defects()).hasSize(5);
        assertThat(desired.defects().toString()).doesNotContain("hunter2");
    }

    @Test
    @DisplayName("a second read of other commits gives what a first one would, and shares nothing that changes")
    void rereads() {
        git.write("pay/a.yaml", configMap("a")).write("pay/b.yaml", configMap("b"));
        CommitId first = git.commit("one");
        git.write("pay/b.yaml", configMap("b2"));
        CommitId second = git.commit("two");
        try (Mirror mirror = Mirror.open(root.resolve("mirror"), git.remote())) {
            mirror.poll();
            var reader = new ManifestReader(mirror, KINDS);
            DesiredSet before = reader.read(first, PAY);
            DesiredSet other = reader.read(second, PAY);
            assertThat(other.objects().sequencedKeySet())
                    .containsExactly(key("ConfigMap", "a"), key("ConfigMap", "b2"));
            assertThat(reader.read(first, PAY)).isEqualTo(before);
            ManifestScope elsewhere = ManifestScope.ofNamespace("pay", "elsewhere");
            assertThat(reader.read(first, elsewhere)
                            .objects()
                            .firstEntry()
                            .getKey()
                            .namespace())
                    .isEqualTo("elsewhere");
            assertThat(reader.read(first, PAY)).isEqualTo(before);
        }
    }

    private DesiredSet read(CommitId commit, ManifestScope scope) {
        try (Mirror mirror = Mirror.open(root.resolve("mirror"), git.remote())) {
            mirror.poll();
            return new ManifestReader(mirror, KINDS).read(commit, scope);
        }
    }

    private static String configMap(String name) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + name + "\n";
    }

    private static ObjectKey key(String kind, String name) {
        return new ObjectKey("", kind, "payments", name);
    }
}
