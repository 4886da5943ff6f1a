package io.fairlead.api.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.Parsed;
import io.fairlead.api.gitops.GitSource;
import io.fairlead.api.gitops.GitSourceCodec;
import io.fairlead.api.gitops.PromotionCodec;
import io.fairlead.api.gitops.PromotionLimit;
import io.fairlead.api.gitops.PromotionPolicy;
import io.fairlead.api.testing.ApiClient;
import io.fairlead.api.testing.RealCluster;
import io.fairlead.api.testing.Trees;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The kinds of `gitops.fairlead.io` as a real API server takes them; schema and codec must agree.
class OwnKindsOnRealServerTest {
    private static final String NAMESPACE = "own-kinds";
    private static final String GROUP = "/apis/gitops.fairlead.io/v1alpha1/";
    private static final String IN_NAMESPACE = GROUP + "namespaces/" + NAMESPACE + "/";
    private static ApiClient client;

    @BeforeAll
    static void start() {
        RealCluster cluster = RealCluster.shared();
        cluster.createNamespace(NAMESPACE);
        client = cluster.client();
    }

    private static ObjectNode object(String kind, String name, String spec) {
        return Trees.of("{apiVersion: 'gitops.fairlead.io/v1alpha1', kind: '" + kind + "', metadata: {name: '" + name
                + "'}, spec: " + spec + "}");
    }

    private static ObjectNode source(String name, String spec) {
        ObjectNode object = object("GitSource", name, """
                {url: 'https://git.example.com/shop.git', stage: 'prod', cluster: 'eu',
                 scopes: [{name: 'payments', path: 'apps/payments', namespace: 'payments'}]}""");
        object.withObject("/spec").setAll(Trees.of(spec));
        return object;
    }

    @Test
    void theSchemaOfGitSourceHasTheDefaultsOfTheCodec() {
        ObjectNode manifest = source("defaults", "{}");
        JsonNode stored = client.post(IN_NAMESPACE + "gitsources", manifest.toString())
                .expect(201)
                .body();
        Parsed<GitSource> before = GitSourceCodec.parse(manifest);
        Parsed<GitSource> after = GitSourceCodec.parse(stored);
        assertThat(spec(after)).isEqualTo(spec(before));
        assertThat(stored.at("/spec/interval").asText()).isEqualTo("30s");
    }

    private static GitSource.Spec spec(Parsed<GitSource> parsed) {
        return switch (parsed) {
            case Parsed.Valid<GitSource> valid -> valid.value().spec();
            case Parsed.Invalid<GitSource> invalid -> throw new AssertionError(invalid.toString());
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{url: ''} | spec.url",
                "{url: 'https://user:s3cret@git.example.com/a'} | spec.url",
                "{url: 'https://s3cret@git.example.com/a'} | spec.url",
                "{stage: 'Prod'} | spec.stage",
                "{cluster: null} | spec.cluster",
                "{interval: 'soon'} | spec.interval",
                "{path: '../x'} | spec.path",
                "{engine: 'other'} | spec.engine",
                "{scopes: []} | spec.scopes",
                "{scopes: [{name: 'a', path: '/a', namespace: 'a'}]} | spec.scopes[0].path",
                "{scopes: [{name: 'a', path: 'a', namespace: 'a'}, {name: 'a', path: 'b', namespace: 'b'}]} | spec.scopes[1]",
            })
    void theSchemaOfGitSourceNamesTheField(String spec, String field) {
        JsonNode answer = client.post(
                        IN_NAMESPACE + "gitsources?dryRun=All",
                        source("tried", spec).toString())
                .expect(422)
                .body();
        List<String> fields = new ArrayList<>();
        answer.at("/details/causes")
                .forEach(cause -> fields.add(cause.path("field").asText()));
        assertThat(fields).contains(field);
        assertThat(GitSourceCodec.parse(source("tried", spec))).isInstanceOf(Parsed.Invalid.class);
    }

    @Test
    void showsTheHeadOfAGitSource() {
        client.post(IN_NAMESPACE + "gitsources", source("shown", "{}").toString())
                .expect(201);
        ObjectNode status = Trees.of("{status: {}}");
        status.set("status", Trees.of("""
                {observedGeneration: 1, head: '0123456789abcdef0123456789abcdef01234567', headShort: '0123456789ab',
                 conditions: [{type: 'Ready', status: 'True', observedGeneration: 1, reason: 'Fetched', message: '',
                               lastTransitionTime: '2026-11-22T23:15:04Z'}]}"""));
        client.mergePatch(IN_NAMESPACE + "gitsources/shown/status", status.toString())
                .expect(200);
        assertThat(row("gitsources", "shown"))
                .startsWith("shown", "https://git.example.com/shop.git", "main", "prod", "0123456789ab", "True");
    }

    @Test
    void theSchemasOfPromotionHaveTheDefaultsOfTheCodec() {
        ObjectNode policy = object("PromotionPolicy", "policy", "{stages: [{name: 'prod'}]}");
        JsonNode storedPolicy = client.post(GROUP + "promotionpolicies", policy.toString())
                .expect(201)
                .body();
        PromotionPolicy before = policy(policy);
        PromotionPolicy after = policy(storedPolicy);
        assertThat(after.stages()).isEqualTo(before.stages());
        assertThat(after.limits()).isEqualTo(before.limits());
        ObjectNode limit = object("PromotionLimit", "limit", "{stages: [{name: 'prod', approvalFor: ['scale']}]}");
        JsonNode storedLimit = client.post(IN_NAMESPACE + "promotionlimits", limit.toString())
                .expect(201)
                .body();
        assertThat(limit(storedLimit).stages()).isEqualTo(limit(limit).stages());
    }

    private static PromotionPolicy policy(JsonNode object) {
        return switch (PromotionCodec.parsePolicy(object)) {
            case Parsed.Valid<PromotionPolicy> valid -> valid.value();
            case Parsed.Invalid<PromotionPolicy> invalid -> throw new AssertionError(invalid.toString());
        };
    }

    private static PromotionLimit limit(JsonNode object) {
        return switch (PromotionCodec.parseLimit(object)) {
            case Parsed.Valid<PromotionLimit> valid -> valid.value();
            case Parsed.Invalid<PromotionLimit> invalid -> throw new AssertionError(invalid.toString());
        };
    }

    @Test
    void aDeliveryIsOneAtomicWriteOfWhichNothingIsPruned() {
        String commit = "0123456789abcdef0123456789abcdef01234567";
        ObjectNode delivery = object("Delivery", "shop.payments", "{source: 'shop', scope: 'payments', stage: 'prod'}");
        delivery.setAll(Trees.of("""
                {status: {phase: 'AwaitingApproval', message: 'waits for fl/promote/prod/payments/…', details: ['a'],
                   desired: {commit: '%1$s', digest: 'd'}, effective: {commit: '%1$s', digest: 'd'}},
                 ledger: {since: '1970-01-01T00:00:00Z', revoked: ['r'],
                   tags: [{ref: 'refs/tags/fl/promote/prod/payments/1', object: '%1$s', scopeDigest: 'd',
                           taggedAt: '2026-11-22T23:15:04Z', firstSeen: '2026-11-22T23:15:05Z', state: 'Open'}],
                   objects: [{group: 'apps.kruise.io', kind: 'CloneSet', namespace: 'payments', name: 'web',
                              granted: {template: 't', settings: '', percent: 100, pods: 3},
                              healthy: ['t s']}]},
                 inventory: [{group: 'apps.kruise.io', kind: 'CloneSet', namespace: 'payments', name: 'web',
                              apiVersion: 'apps.kruise.io/v1beta1', uid: 'u', applied: 'd', commit: '%1$s',
                              path: 'apps/payments/web.yaml', wave: -1}],
                 notes: {sequence: 4711, written: 'line'}}""".formatted(commit)));
        JsonNode stored = client.post(IN_NAMESPACE + "deliveries", delivery.toString())
                .expect(201)
                .body();
        for (String part : List.of("spec", "status", "ledger", "inventory", "notes")) {
            assertThat(stored.path(part)).isEqualTo(delivery.path(part));
        }
        assertThat(row("deliveries", "shop.payments"))
                .startsWith("shop.payments", "payments", "AwaitingApproval", commit, commit);
        client.get(IN_NAMESPACE + "deliveries/shop.payments/status").expect(404);
        client.mergePatch(IN_NAMESPACE + "deliveries/shop.payments", "{\"spec\": {\"scope\": \"other\"}}")
                .expect(422);
        client.mergePatch(IN_NAMESPACE + "deliveries/shop.payments", "{\"ledger\": {\"tags\": null}}")
                .expect(422);
    }

    private static List<String> row(String plural, String name) {
        JsonNode table = client.send(
                        "GET",
                        IN_NAMESPACE + plural,
                        "application/json",
                        "",
                        "application/json;as=Table;v=v1;g=meta.k8s.io")
                .expect(200)
                .body();
        List<String> cells = new ArrayList<>();
        for (JsonNode row : table.path("rows")) {
            if (row.path("cells").path(0).asText().equals(name)) {
                row.path("cells").forEach(cell -> cells.add(cell.asText()));
            }
        }
        return cells;
    }
}
