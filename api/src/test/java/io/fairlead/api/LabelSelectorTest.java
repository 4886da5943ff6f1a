package io.fairlead.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.testing.Trees;
import io.fairlead.api.wire.ObjectReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelSelectorTest {
    private static LabelSelector selector(String text) {
        ObjectReader reader = ObjectReader.of(Trees.of("{selector: " + text + "}"));
        LabelSelector selector = reader.selector("selector").orElseThrow();
        assertThat(reader.defects()).isEmpty();
        return selector;
    }

    private static List<Defect> defects(String text) {
        ObjectReader reader = ObjectReader.of(Trees.of("{selector: " + text + "}"));
        assertThat(reader.selector("selector")).isPresent();
        return reader.defects();
    }

    @Test
    void demandsEveryRequirement() {
        LabelSelector selector = selector("""
                {matchLabels: {app: 'web'}, matchExpressions: [
                  {key: 'tier', operator: 'In', values: ['a', 'b']}, {key: 'canary', operator: 'DoesNotExist'},
                  {key: 'zone', operator: 'NotIn', values: ['x']}, {key: 'team', operator: 'Exists'}]}""");
        Map<String, String> good = Map.of("app", "web", "tier", "b", "team", "");
        assertThat(selector.matches(good)).isTrue();
        assertThat(selector.matches(Map.of("app", "web", "tier", "c", "team", "")))
                .isFalse();
        assertThat(selector.matches(Map.of("app", "web", "team", ""))).isFalse();
        assertThat(selector.matches(Map.of("app", "web", "tier", "b"))).isFalse();
        assertThat(selector.matches(Map.of("app", "web", "tier", "b", "team", "", "canary", "")))
                .isFalse();
        assertThat(selector.matches(Map.of("app", "web", "tier", "b", "team", "", "zone", "x")))
                .isFalse();
        assertThat(selector.matches(Map.of("app", "other", "tier", "b", "team", "")))
                .isFalse();
    }

    @Test
    void printsAsKubernetesDoes() {
        assertThat(selector("""
                        {matchLabels: {tier: 'x', app: 'web', empty: ''}, matchExpressions: [
                          {key: 'canary', operator: 'DoesNotExist'}, {key: 'b', operator: 'In', values: ['z', 'y']},
                          {key: 'c', operator: 'NotIn', values: ['one']}, {key: 'team', operator: 'Exists'}]}""").canonical()).isEqualTo("app=web,b in (y,z),c notin (one),!canary,empty=,team,tier=x");
    }

    @Test
    void matchesEverythingWhenEmpty() {
        assertThat(selector("{}").matches(Map.of("a", "b"))).isTrue();
        assertThat(selector("{}").canonical()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{matchLabels: {'a b': 'c'}} | selector.matchLabels.a b",
                "{matchLabels: {a: 'c d'}} | selector.matchLabels.a",
                "{matchLabels: {a: 5}} | selector.matchLabels.a",
                "{matchLabels: {'UPPER.x/a': 'c'}} | selector.matchLabels.UPPER.x/a",
                "{matchExpressions: [{key: 'a', operator: 'in', values: ['b']}]} | selector.matchExpressions[0].operator",
                "{matchExpressions: [{key: 'a', operator: 'In'}]} | selector.matchExpressions[0].values",
                "{matchExpressions: [{key: 'a', operator: 'Exists', values: ['b']}]} | selector.matchExpressions[0].values",
                "{matchExpressions: [{operator: 'Exists'}]} | selector.matchExpressions[0].key",
                "{matchExpressions: {}} | selector.matchExpressions",
            })
    void namesTheDefectiveField(String text, String path) {
        assertThat(defects(text)).extracting(Defect::path).containsExactly(path);
    }
}
