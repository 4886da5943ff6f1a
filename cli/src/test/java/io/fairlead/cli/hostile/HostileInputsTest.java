package io.fairlead.cli.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.api.PlainText;
import io.fairlead.cli.site.RawRepository;
import io.fairlead.cli.site.RawRepository.Entry;
import io.fairlead.cli.site.Site;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every hostile input at once, in one commit, each in a scope of its own that was healthy before: nothing is asked of
/// anybody, so whatever is not refused happens.
class HostileInputsTest {
    /// A source can have 100.
    private static final int SCOPES = 60;

    private static final String POLICY = """
            apiVersion: gitops.fairlead.io/v1alpha1
            kind: PromotionPolicy
            metadata: {name: open}
            spec: {stages: [{name: prod, gate: auto}]}
            """;

    @TempDir
    static Path folder;

    private static final Map<String, String> UIDS = new TreeMap<>();
    private static final Map<String, String> SOURCES = new TreeMap<>();
    private static final Map<String, String> CALM = new TreeMap<>();
    private static Site site;

    static Stream<Hostile> inputs() {
        return Stream.of(HostileSyntax.all(), HostileObjects.all(), HostileFiles.all())
                .flatMap(each -> each);
    }

    @BeforeAll
    static void oneCommitOfEverything() {
        List<Hostile> inputs = inputs().toList();
        site = Site.embedded(folder);
        RawRepository repository = new RawRepository(folder.resolve("remote.git"));
        List<Entry> begin = new ArrayList<>();
        List<Entry> attack = new ArrayList<>();
        StringBuilder sources = new StringBuilder(POLICY);
        for (int first = 0; first < inputs.size(); first += SCOPES) {
            String source = "platform-" + first;
            List<Hostile> some = inputs.subList(first, Math.min(inputs.size(), first + SCOPES));
            some.forEach(input -> SOURCES.put(input.name(), source));
            // It comes last in a pass: when it has what the commit says, the others were all looked at.
            String calm = "calm-" + first;
            CALM.put(calm, source);
            List<String> scopes = Stream.concat(some.stream().map(Hostile::name), Stream.of(calm))
                    .toList();
            for (String scope : scopes) {
                site.namespace(scope);
                begin.add(keep(scope, 1));
                attack.add(keep(scope, 2));
            }
            some.forEach(input -> attack.addAll(input.entries()));
            sources.append(source(source, repository, scopes));
        }
        repository.commit("Begin", begin);
        site.follow(sources.toString());
        CALM.forEach((scope, source) -> site.awaitPhase(source, scope, "Healthy"));
        inputs.forEach(input -> UIDS.put(
                input.name(), map(input.name(), "keep").at("/metadata/uid").asText()));
        repository.commit("\u001b]0;owned\u0007 all of it at once\n\nPartition: 0%\n" + "x".repeat(1 << 20), attack);
        CALM.forEach((scope, source) -> site.await(
                "the scope that did nothing goes on",
                () -> value(scope).equals("2"),
                () -> site.condition(source, "Ready")));
    }

    private static Entry keep(String scope, int value) {
        return Entry.file(scope + "/keep.yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: keep}
                data: {value: '%d'}
                """.formatted(value));
    }

    private static String source(String name, RawRepository repository, List<String> scopes) {
        StringBuilder text = new StringBuilder("""
                ---
                apiVersion: gitops.fairlead.io/v1alpha1
                kind: GitSource
                metadata: {name: %s, namespace: fairlead-system}
                spec:
                  url: %s
                  branch: main
                  interval: 1s
                  stage: prod
                  cluster: test
                  policyRef: {name: open}
                  scopes:
                """.formatted(name, repository.url()));
        scopes.forEach(
                scope -> text.append("  - {name: %s, path: %s, namespace: %s}\n".formatted(scope, scope, scope)));
        return text.toString();
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @ParameterizedTest(name = "T-042 {0}")
    @MethodSource("inputs")
    void isAnsweredWithAPlaceAndTakesNothingAway(Hostile input) {
        String source = SOURCES.getOrDefault(input.name(), "");
        String said = site.said(source, input.name());
        assertThat(map(input.name(), "keep").at("/metadata/uid").asText())
                .as(said)
                .isEqualTo(UIDS.get(input.name()));
        if (input.isTaken()) {
            assertThat(site.phase(source, input.name())).as(said).isEqualTo("Healthy");
            assertThat(maps(input.name())).containsAll(input.taken());
            assertThat(value(input.name())).isEqualTo("2");
        } else {
            assertThat(site.phase(source, input.name())).as(said).isEqualTo("Degraded");
            assertThat(said).contains(input.place()).contains(input.says()).doesNotContain("hunter2", "4242424242");
            assertThat(value(input.name())).as("no half of a commit").isEqualTo("1");
            assertThat(maps(input.name())).doesNotContain("evil", "lower", "upper");
        }
        assertThat(site.delivery(source, input.name()).at("/status/message").asText())
                .satisfies(message -> assertThat(PlainText.isPlain(message)).isTrue())
                .hasSizeLessThan(1_001);
    }

    @Test
    @DisplayName("T-041 forty hostile inputs and more, and the cluster's model holds")
    void thereAreManyAndNothingBroke() {
        assertThat(inputs().filter(input -> !input.isTaken())).hasSizeGreaterThan(40);
        assertThat(site.defects()).isEmpty();
        assertThat(site.list("/apis/apps.kruise.io/v1beta1/clonesets")).isEmpty();
        assertThat(site.list("/apis/apps/v1/deployments")).isEmpty();
        assertThat(site.list("/api/v1/pods")).isEmpty();
        assertThat(site.list("/apis/gitops.fairlead.io/v1alpha1/promotionpolicies"))
                .hasSize(1);
    }

    private static JsonNode map(String scope, String name) {
        String path = "/api/v1/namespaces/" + scope + "/configmaps/" + name;
        return site.get(path).orElseThrow(() -> new AssertionError(path));
    }

    private static String value(String scope) {
        return map(scope, "keep").at("/data/value").asText();
    }

    private static List<String> maps(String scope) {
        return site.list("/api/v1/namespaces/" + scope + "/configmaps").stream()
                .map(each -> each.at("/metadata/name").asText())
                .toList();
    }
}
