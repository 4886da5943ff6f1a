package io.fairlead.simulator.custom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Definitions, most of them wrong, with what kube-apiserver 1.35 answered to a dry run.
class RefusedDefinitionsTest {
    static Stream<JsonNode> cases() {
        return Answers.resource("refused.json").valueStream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theDefectsAreThoseThatTheServerFound(JsonNode each) {
        ObjectNode definition = each.path("definition").deepCopy();
        ObjectNode names = (ObjectNode) definition.at("/spec/names");
        String kind = names.path("kind").asText();
        if (!names.has("singular")) {
            names.put("singular", kind.toLowerCase(Locale.ROOT));
        }
        if (!names.has("listKind")) {
            names.put("listKind", kind + "List");
        }
        List<String> theirs = new ArrayList<>();
        each.path("causes").forEach(cause -> theirs.add(cause.asText()));
        assertThat(CustomKinds.defects(definition))
                .extracting(error -> error.field() + " | " + error.type().reason() + " | " + error.body())
                .containsExactlyInAnyOrderElementsOf(theirs);
    }
}
