package io.fairlead.api.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.Defect;
import io.fairlead.api.Parsed;
import io.fairlead.api.gitops.PromotionLimit.StageLimit;
import io.fairlead.api.gitops.PromotionPolicy.Approval;
import io.fairlead.api.gitops.PromotionPolicy.Gate;
import io.fairlead.api.gitops.PromotionPolicy.Stage;
import io.fairlead.api.testing.Trees;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromotionTest {
    private static PromotionPolicy policy(String spec) {
        return switch (PromotionCodec.parsePolicy(Trees.of("{metadata: {name: 'p'}, spec: " + spec + "}"))) {
            case Parsed.Valid<PromotionPolicy> valid -> valid.value();
            case Parsed.Invalid<PromotionPolicy> invalid -> throw new AssertionError(invalid.toString());
        };
    }

    @Test
    void demandsASignedTagForAllButScaleByDefault() {
        PromotionPolicy policy = policy("{stages: [{name: 'prod'}]}");
        assertThat(policy.stages())
                .containsExactly(new Stage(
                        "prod",
                        Gate.TAG,
                        List.of(
                                Approval.CREATE,
                                Approval.TEMPLATE,
                                Approval.CONFIG,
                                Approval.STRATEGY,
                                Approval.DELETE),
                        true,
                        List.of()));
    }

    @Test
    void readsEveryField() {
        PromotionPolicy policy = policy("""
                {people: [{id: 'anna', sshKeys: ['ssh-ed25519 AAAAC3Nza anna@example.com']}],
                 stages: [{name: 'dev', gate: 'auto', approvalFor: [], requireSignature: false},
                          {name: 'prod', approvalFor: ['delete', 'create'], promoters: ['anna']}],
                 limits: {prune: {count: 0, share: '0%'}, scaleIn: {share: '50%'}}}""");
        assertThat(policy.people().getFirst().id()).isEqualTo("anna");
        assertThat(policy.stages().getFirst()).isEqualTo(new Stage("dev", Gate.AUTO, List.of(), false, List.of()));
        assertThat(policy.stages().getLast().approvalFor()).containsExactly(Approval.CREATE, Approval.DELETE);
        assertThat(policy.stages().getLast().promoters()).containsExactly("anna");
        assertThat(policy.limits().prune().of(1000)).isZero();
        assertThat(policy.limits().scaleIn().of(1000)).isEqualTo(500);
    }

    @Test
    void limitsToTheGreaterOfCountAndShare() {
        PromotionPolicy policy = policy("{stages: [{name: 'prod'}]}");
        assertThat(policy.limits().prune().of(10)).isEqualTo(5);
        assertThat(policy.limits().prune().of(99)).isEqualTo(9);
        assertThat(policy.limits().scaleIn().of(100)).isEqualTo(20);
        assertThat(policy.limits().scaleIn().of(3)).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{} | spec.stages",
                "{stages: [{}]} | spec.stages[0].name",
                "{stages: [{name: 'a'}, {name: 'a'}]} | spec.stages",
                "{stages: [{name: 'a', gate: 'open'}]} | spec.stages[0].gate",
                "{stages: [{name: 'a', approvalFor: ['all']}]} | spec.stages[0].approvalFor",
                "{stages: [{name: 'a', promoters: ['eve']}]} | spec.stages[0].promoters",
                "{stages: [{name: 'a'}], people: [{id: 'x'}, {id: 'x'}]} | spec.people",
                "{stages: [{name: 'a'}], people: [{id: 'x', sshKeys: ['no key']}]} | spec.people[0].sshKeys",
                "{stages: [{name: 'a'}], people: [{id: 'x', sshKeys: ['cert-authority ssh-ed25519 AAAA']}]} | spec.people[0].sshKeys",
                "{stages: [{name: 'a'}], limits: {prune: {share: '101%'}}} | spec.limits.prune.share",
                "{stages: [{name: 'a'}], limits: {prune: {share: 5}}} | spec.limits.prune.share",
                "{stages: [{name: 'a'}], limits: {scaleIn: {count: -1}}} | spec.limits.scaleIn.count",
            })
    void namesTheDefectiveField(String spec, String path) {
        List<Defect> defects =
                switch (PromotionCodec.parsePolicy(Trees.of("{metadata: {name: 'p'}, spec: " + spec + "}"))) {
                    case Parsed.Valid<PromotionPolicy> valid -> throw new AssertionError(valid.toString());
                    case Parsed.Invalid<PromotionPolicy> invalid -> invalid.defects();
                };
        assertThat(defects).extracting(Defect::path).containsExactly(path);
    }

    @Test
    void aLimitChangesNothingThatItDoesNotSay() {
        Parsed<PromotionLimit> parsed = PromotionCodec.parseLimit(Trees.of("""
                {metadata: {namespace: 'payments', name: 'l'}, spec: {stages: [{name: 'prod'},
                  {name: 'dev', gate: 'tag', approvalFor: ['scale'], requireSignature: true, promoters: []}]}}"""));
        List<StageLimit> stages = switch (parsed) {
            case Parsed.Valid<PromotionLimit> valid -> valid.value().stages();
            case Parsed.Invalid<PromotionLimit> invalid -> throw new AssertionError(invalid.toString());
        };
        assertThat(stages)
                .containsExactly(
                        new StageLimit("prod", Optional.empty(), List.of(), false, Optional.empty()),
                        new StageLimit(
                                "dev", Optional.of(Gate.TAG), List.of(Approval.SCALE), true, Optional.of(List.of())));
    }
}
