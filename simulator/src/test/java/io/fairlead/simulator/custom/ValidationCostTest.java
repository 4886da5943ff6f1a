package io.fairlead.simulator.custom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/// What is unchanged is not judged again.
class ValidationCostTest {
    private static final JsonNode RECORDED = Answers.resource("answers.json");

    @Test
    void aDefinitionIsCompiledOnce() {
        ObjectNode definition = (ObjectNode) RECORDED.path("definitions").path("clonesets.apps.kruise.io");
        assertThat(CustomKinds.of(definition, "v1beta1")).isSameAs(CustomKinds.of(definition.deepCopy(), "v1beta1"));
    }

    @Test
    void aRuleThatPassedStillHoldsForAnotherValue() {
        ObjectNode definition = (ObjectNode) RECORDED.path("definitions").path("rules.hostile.io");
        CustomKind kind = CustomKinds.of(definition, "v1");
        ObjectNode good = object("a");
        assertThat(kind.validate(good, good)).isEmpty();
        assertThat(kind.validate(good, good)).isEmpty();
        ObjectNode bad = object("nope!");
        assertThat(kind.validate(bad, good)).isNotEmpty();
    }

    private static ObjectNode object(String word) {
        ObjectNode object = Answers.JSON.createObjectNode();
        object.put("apiVersion", "hostile.io/v1").put("kind", "Rule");
        object.putObject("metadata").put("name", "x");
        object.putObject("spec").putArray("words").add(word);
        return object;
    }
}
