package io.fairlead.gitsync.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.Parsed;
import io.fairlead.api.gitops.PromotionCodec;
import io.fairlead.api.gitops.PromotionLimit;
import io.fairlead.gitsync.git.AllowedKeys;
import io.fairlead.gitsync.git.GitFixture;
import io.fairlead.gitsync.promote.PruneGuard;
import io.fairlead.gitsync.testing.MemoryApi;
import io.fairlead.policies.ChangeClass;
import io.fairlead.policies.GatePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A PromotionLimit narrows what the policy allows, and nothing that can be written into one widens it.
class NamespaceLimitsTest {
    private static AllowedKeys keys = AllowedKeys.parse(new LinkedHashMap<>());

    @BeforeAll
    static void people(@TempDir Path folder) throws IOException {
        GitFixture git = new GitFixture(folder);
        String shared = Files.readString(folder.resolve(git.key("shared", "-t", "ed25519") + ".pub"))
                .strip();
        SequencedMap<String, List<String>> lines = new LinkedHashMap<>();
        for (String person : List.of("anna", "bo")) {
            String own = Files.readString(folder.resolve(git.key(person, "-t", "ed25519") + ".pub"))
                    .strip();
            lines.put(person, List.of(own, shared));
        }
        keys = AllowedKeys.parse(lines);
    }

    private static Policies.Answer.InForce auto() {
        return new Policies.Answer.InForce(GatePolicy.AUTO, keys, PruneGuard.DEFAULT, true);
    }

    private static Policies.Answer.InForce byTag() {
        return new Policies.Answer.InForce(GatePolicy.BY_TAG, keys, PruneGuard.DEFAULT, true);
    }

    private static Parsed<PromotionLimit> limit(String stage) {
        return PromotionCodec.parseLimit(MemoryApi.json("""
                {"apiVersion":"gitops.fairlead.io/v1alpha1","kind":"PromotionLimit",
                 "metadata":{"name":"ours","namespace":"shop"},"spec":{"stages":[%s]}}
                """.formatted(stage)));
    }

    private static Policies.Answer.InForce narrow(Policies.Answer policy, String stage) {
        return (Policies.Answer.InForce) NamespaceLimits.narrow(policy, "prod", List.of(limit(stage)));
    }

    @Test
    @DisplayName("a gate that the policy does not have is added, with the policy's own demand for signatures")
    void addsAGate() {
        Policies.Answer.InForce narrowed = narrow(auto(), "{\"name\":\"prod\",\"gate\":\"tag\"}");
        assertThat(narrowed.policy().required()).isEqualTo(GatePolicy.BY_TAG.required());
        assertThat(narrowed.policy().signatureRequired()).isTrue();
    }

    @Test
    @DisplayName("classes that need approval are added to those of the policy")
    void addsClasses() {
        Policies.Answer.InForce narrowed = narrow(byTag(), "{\"name\":\"prod\",\"approvalFor\":[\"scale\"]}");
        assertThat(narrowed.policy().required()).containsExactly(ChangeClass.values());
        assertThat(narrow(auto(), "{\"name\":\"prod\",\"approvalFor\":[\"delete\"]}")
                        .policy()
                        .required())
                .containsExactly(ChangeClass.DELETE);
    }

    @Test
    @DisplayName("'auto' and an empty list take no demand of the policy away")
    void cannotTakeAway() {
        Policies.Answer.InForce narrowed =
                narrow(byTag(), "{\"name\":\"prod\",\"gate\":\"auto\",\"approvalFor\":[],\"requireSignature\":false}");
        assertThat(narrowed).isEqualTo(byTag());
    }

    @Test
    @DisplayName("people are taken away, never added, and a key that counts for nobody stays so")
    void onlyThesePeople() {
        AllowedKeys narrowed = narrow(byTag(), "{\"name\":\"prod\",\"promoters\":[\"anna\",\"eve\"]}")
                .keys();
        assertThat(narrowed.people()).containsExactly("anna");
        assertThat(narrowed.defects()).isEqualTo(keys.defects());
        assertThat(narrow(byTag(), "{\"name\":\"prod\",\"promoters\":[]}")
                        .keys()
                        .people())
                .isEmpty();
    }

    @Test
    @DisplayName("naming people demands a signature, or the name would mean nothing")
    void peopleMeanSignatures() {
        Policies.Answer.InForce loose = new Policies.Answer.InForce(
                GatePolicy.BY_TAG.withSignatureRequired(false), keys, PruneGuard.DEFAULT, false);
        assertThat(narrow(loose, "{\"name\":\"prod\",\"promoters\":[\"bo\"]}")
                        .policy()
                        .signatureRequired())
                .isTrue();
    }

    @Test
    @DisplayName("another stage's limit says nothing here")
    void anotherStage() {
        assertThat(narrow(auto(), "{\"name\":\"staging\",\"gate\":\"tag\"}")).isEqualTo(auto());
    }

    @Test
    @DisplayName("a limit that cannot be read holds the scope")
    void invalid() {
        assertThat(NamespaceLimits.narrow(auto(), "prod", List.of(limit("{\"name\":\"prod\",\"gate\":\"often\"}"))))
                .isInstanceOf(Policies.Answer.Unusable.class);
    }

    @Test
    @DisplayName("no combination of words in one or two limits allows more than the policy")
    void nothingWidens() {
        List<Parsed<PromotionLimit>> all = everyLimit();
        for (Policies.Answer.InForce policy : List.of(auto(), byTag())) {
            for (Parsed<PromotionLimit> first : all) {
                Policies.Answer.InForce once =
                        (Policies.Answer.InForce) NamespaceLimits.narrow(policy, "prod", List.of(first));
                assertNotWider(once, policy);
                for (Parsed<PromotionLimit> second : all) {
                    assertNotWider(
                            (Policies.Answer.InForce) NamespaceLimits.narrow(policy, "prod", List.of(first, second)),
                            once);
                }
            }
        }
    }

    private static List<Parsed<PromotionLimit>> everyLimit() {
        List<Parsed<PromotionLimit>> all = new ArrayList<>();
        for (String gate : List.of("", ",\"gate\":\"auto\"", ",\"gate\":\"tag\"")) {
            for (String approval : List.of("", ",\"approvalFor\":[]", ",\"approvalFor\":[\"scale\",\"template\"]")) {
                for (String signature : List.of("", ",\"requireSignature\":false", ",\"requireSignature\":true")) {
                    for (String people : List.of("", ",\"promoters\":[]", ",\"promoters\":[\"bo\",\"eve\"]")) {
                        all.add(limit("{\"name\":\"prod\"" + gate + approval + signature + people + "}"));
                    }
                }
            }
        }
        return all;
    }

    private static void assertNotWider(Policies.Answer.InForce narrowed, Policies.Answer.InForce policy) {
        assertThat(narrowed.policy().required()).containsAll(policy.policy().required());
        assertThat(narrowed.policy().meet(policy.policy())).isEqualTo(narrowed.policy());
        assertThat(policy.keys().people()).containsAll(narrowed.keys().people());
        assertThat(narrowed.guard()).isEqualTo(policy.guard());
        boolean losesSignature =
                policy.policy().signatureRequired() && !narrowed.policy().signatureRequired();
        assertThat(losesSignature).isFalse();
    }
}
