package io.fairlead.api.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.Defect;
import io.fairlead.api.Parsed;
import io.fairlead.api.gitops.GitSource.Engine;
import io.fairlead.api.gitops.GitSource.Scope;
import io.fairlead.api.gitops.GitSource.Status;
import io.fairlead.api.testing.Trees;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitSourceTest {
    private static ObjectNode source(String spec) {
        ObjectNode object = Trees.of("""
                {apiVersion: 'gitops.fairlead.io/v1alpha1', kind: 'GitSource',
                 metadata: {namespace: 'fairlead-system', name: 'shop'},
                 spec: {url: 'https://git.example.com/shop.git', stage: 'prod', cluster: 'prod-eu',
                        scopes: [{name: 'payments', path: 'apps/payments', namespace: 'payments'}]}}""");
        object.withObject("/spec").setAll(Trees.of(spec));
        return object;
    }

    private static GitSource valid(String spec) {
        return valid(source(spec));
    }

    private static GitSource valid(ObjectNode object) {
        return switch (GitSourceCodec.parse(object)) {
            case Parsed.Valid<GitSource> valid -> valid.value();
            case Parsed.Invalid<GitSource> invalid -> throw new AssertionError(invalid.toString());
        };
    }

    private static List<Defect> defects(ObjectNode object) {
        return switch (GitSourceCodec.parse(object)) {
            case Parsed.Valid<GitSource> valid -> throw new AssertionError("expected defects: " + valid);
            case Parsed.Invalid<GitSource> invalid -> invalid.defects();
        };
    }

    @Test
    void appliesDefaults() {
        GitSource.Spec spec = valid("{}").spec();
        assertThat(spec.branch()).isEqualTo("main");
        assertThat(spec.path()).isEmpty();
        assertThat(spec.interval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(spec.engine()).isEqualTo(Engine.NATIVE);
        assertThat(spec.areNotesEnabled()).isTrue();
        assertThat(spec.isSuspended()).isFalse();
        assertThat(spec.secretName()).isEmpty();
        assertThat(spec.policyName()).isEmpty();
        assertThat(spec.scopes()).containsExactly(new Scope("payments", "apps/payments", "payments"));
    }

    @Test
    void readsEveryField() {
        GitSource.Spec spec = valid("""
                {branch: 'release', path: 'clusters/eu', interval: '1h30m5s', secretRef: {name: 'key'},
                 engine: 'delegate', policyRef: {name: 'strict'}, notes: {enabled: false}, suspend: true}""").spec();
        assertThat(spec.branch()).isEqualTo("release");
        assertThat(spec.path()).isEqualTo("clusters/eu");
        assertThat(spec.interval()).isEqualTo(Duration.ofSeconds(5405));
        assertThat(spec.secretName()).contains("key");
        assertThat(spec.engine()).isEqualTo(Engine.DELEGATE);
        assertThat(spec.policyName()).contains("strict");
        assertThat(spec.areNotesEnabled()).isFalse();
        assertThat(spec.isSuspended()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://git.example.com/a.git",
                "ssh://git@git.example.com:2222/a.git",
                "git@git.example.com:a/b.git",
                "file:///srv/a.git",
                "/srv/a.git"
            })
    void takesTheUsualAddresses(String url) {
        assertThat(valid("{url: '" + url + "'}").spec().url()).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:s3cret@git.example.com/a.git",
                "https://s3cret@git.example.com/a.git",
                "ssh://git:s3cret@git.example.com/a.git"
            })
    void refusesACredentialAndDoesNotRepeatIt(String url) {
        assertThat(defects(source("{url: '" + url + "'}"))).singleElement().satisfies(defect -> {
            assertThat(defect.path()).isEqualTo("spec.url");
            assertThat(defect.toString()).doesNotContain("s3cret");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{url: ''} | spec.url",
                "{url: 'shop'} | spec.url",
                "{stage: 'Prod'} | spec.stage",
                "{stage: null} | spec.stage",
                "{cluster: 'a/b'} | spec.cluster",
                "{interval: '30'} | spec.interval",
                "{interval: '0s'} | spec.interval",
                "{interval: '25h'} | spec.interval",
                "{interval: ''} | spec.interval",
                "{path: '../x'} | spec.path",
                "{path: '/x'} | spec.path",
                "{engine: 'other'} | spec.engine",
                "{secretRef: {}} | spec.secretRef.name",
                "{scopes: []} | spec.scopes",
                "{scopes: [{name: 'a', path: 'a', namespace: 'a'}, {name: 'a', path: 'b', namespace: 'b'}]} | spec.scopes",
                "{scopes: [{name: 'A_', path: 'a', namespace: 'a'}]} | spec.scopes[0].name",
                "{scopes: [{name: 'a', path: 'a/../../b', namespace: 'a'}]} | spec.scopes[0].path",
                "{scopes: [{name: 'a', path: '.git', namespace: 'a'}]} | spec.scopes[0].path",
                "{scopes: [{name: 'a', namespace: 'a'}]} | spec.scopes[0].path",
                "{scopes: [{name: 'a', path: 'a', namespace: ''}]} | spec.scopes[0].namespace",
                "{suspend: 'no'} | spec.suspend",
            })
    void namesTheDefectiveField(String spec, String path) {
        assertThat(defects(source(spec))).extracting(Defect::path).containsExactly(path);
    }

    @Test
    void aScopeWithoutANamespaceIsTheClusters() {
        assertThat(GitSourceCodec.parse(source("{scopes: [{name: 'platform', path: 'platform'}]}")))
                .isInstanceOfSatisfying(
                        Parsed.Valid.class,
                        valid -> assertThat(((GitSource) valid.value()).spec().scopes())
                                .containsExactly(new GitSource.Scope("platform", "platform", "")));
    }

    @Test
    void refusesANameThatAScopeCouldContinue() {
        ObjectNode object = source("{}");
        object.withObject("/metadata").put("name", "shop.payments");
        assertThat(defects(object)).extracting(Defect::path).containsExactly("metadata.name");
    }

    @Test
    void boundsTheScopes() {
        ObjectNode object = source("{}");
        var scopes = object.withObject("/spec").putArray("scopes");
        for (int i = 0; i <= GitSourceCodec.SCOPES_MAX; i++) {
            scopes.addObject().put("name", "s" + i).put("path", "p").put("namespace", "n");
        }
        assertThat(defects(object)).extracting(Defect::path).containsExactly("spec.scopes");
    }

    @Test
    void statusComesBackAsItWasWritten() {
        Instant time = Instant.parse("2026-11-22T23:15:04Z");
        String head = "0123456789abcdef0123456789abcdef01234567";
        Status status = new Status(
                3, head, Optional.of(time), List.of(new Condition("Ready", "True", 3, time, "Fetched", "all well")));
        ObjectNode object = source("{}");
        object.set("status", GitSourceCodec.statusToJson(status));
        assertThat(object.at("/status/headShort").asText()).isEqualTo("0123456789ab");
        assertThat(valid(object).status()).isEqualTo(status);
    }
}
