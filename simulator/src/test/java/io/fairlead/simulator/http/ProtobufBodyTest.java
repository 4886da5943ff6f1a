package io.fairlead.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Protobuf bodies that `kubectl create …` sent mean the objects that it shows with `--dry-run=client -o json`.
class ProtobufBodyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode RECORDED = read();

    static List<String> commands() {
        List<String> commands = new ArrayList<>();
        RECORDED.forEach(each -> commands.add(each.path("command").asText()));
        return commands;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theBodyMeansWhatKubectlShows(String command) throws IOException {
        JsonNode recorded = recorded(command);
        ObjectNode object = ProtobufBody.read(body(recorded)).orElseThrow();
        // kubectl shows no namespace where the default one is meant.
        if (!recorded.path("object").path("metadata").has("namespace")) {
            ((ObjectNode) object.path("metadata")).remove("namespace");
        }
        // Once more through text, so that numbers have the types that a parser gives them.
        assertThat(JSON.readTree(object.toString())).isEqualTo(recorded.path("object"));
    }

    @Test
    void aKindThatIsNotKnownIsNotRead() throws IOException {
        byte[] body = body(recorded("create namespace shop"));
        String text = new String(body, StandardCharsets.ISO_8859_1).replace("Namespace", "Nimespace");
        assertThat(ProtobufBody.read(text.getBytes(StandardCharsets.ISO_8859_1)))
                .isEmpty();
    }

    @Test
    void whatIsCutOffIsRefusedWhereverItIsCut() {
        byte[] body = body(recorded("create deployment web --image=shop/web:1 --replicas=3 --port=80"));
        assertThatThrownBy(() -> ProtobufBody.read(Arrays.copyOf(body, 3))).isInstanceOf(IOException.class);
        for (int length = 5; length < body.length; length++) {
            byte[] part = Arrays.copyOf(body, length);
            // Between two fields of the envelope a cut cannot be seen; nowhere does it end in anything but this.
            try {
                ProtobufBody.read(part);
            } catch (IOException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }

    private static JsonNode recorded(String command) {
        for (JsonNode each : RECORDED) {
            if (each.path("command").asText().equals(command)) {
                return each;
            }
        }
        throw new IllegalArgumentException("not recorded: " + command);
    }

    private static byte[] body(JsonNode recorded) {
        return Base64.getDecoder().decode(recorded.path("body").asText());
    }

    private static JsonNode read() {
        try (InputStream in = ProtobufBodyTest.class.getResourceAsStream("protobuf-bodies.json")) {
            return JSON.readTree(Objects.requireNonNull(in, "protobuf-bodies.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
