package io.fairlead.simulator.custom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.wire.GoText;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Objects of Fairlead's own kinds and of hostile ones, with what kube-apiserver 1.35 made of them.
/// [CustomKindsOnRealServerTest] records them.
class RecordedAnswersTest {
    private static final JsonNode RECORDED = Answers.resource("answers.json");

    static Stream<Arguments> cases() {
        return RECORDED.path("cases")
                .valueStream()
                .map(each -> Arguments.of(each.path("place").asText(), each));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theModelSaysWhatTheServerSaid(String place, JsonNode each) {
        ObjectNode definition = (ObjectNode)
                RECORDED.path("definitions").path(each.path("definition").asText());
        String version = each.path("version").asText();
        CustomKind kind = CustomKinds.of(definition, version);
        boolean hasStatus = false;
        for (JsonNode candidate : definition.at("/spec/versions")) {
            hasStatus |= candidate.path("name").asText().equals(version)
                    && candidate.at("/subresources/status").isObject();
        }
        JsonNode ours = each.path("verb").asText().equals("status")
                ? Answers.ofModelStatus(kind, each.path("sent"), (ObjectNode) each.path("old"))
                : Answers.ofModel(kind, each.path("sent"), each.path("old"), hasStatus);
        assertThat(GoText.json(ours)).as(place).isEqualTo(GoText.json(each.path("answer")));
    }
}
