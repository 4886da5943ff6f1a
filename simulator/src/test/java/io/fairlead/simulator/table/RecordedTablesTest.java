package io.fairlead.simulator.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.discovery.OpaqueSchema;
import io.fairlead.simulator.server.ServedKind;
import io.fairlead.simulator.wire.StatusException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Tables equal those that kube-apiserver 1.35 made of the same objects at the same time (`tables.json`).
class RecordedTablesTest {
    private static final JsonNode RECORDED = read("tables.json");
    private static final JsonNode DEFINITIONS = read("definitions.json");

    static List<String> recordedKinds() {
        List<String> keys = new ArrayList<>();
        RECORDED.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    @ParameterizedTest
    @MethodSource("recordedKinds")
    void rowsEqualTheRecordedOnes(String key) {
        JsonNode recorded = RECORDED.path(key);
        ObjectNode table = table(key, list(recorded), "Object", true);
        for (int i = 0; i < recorded.path("rows").size(); i++) {
            assertThat(table.path("rows").path(i).toString())
                    .as(key + " row " + i)
                    .isEqualTo(recorded.path("rows").path(i).toString());
        }
        assertThat(table.path("metadata")).isEqualTo(recorded.path("metadata"));
    }

    @ParameterizedTest
    @MethodSource("recordedKinds")
    void thereIsOneCellForEachColumn(String key) {
        ObjectNode table = table(key, list(RECORDED.path(key)), "None", true);
        for (JsonNode row : table.path("rows")) {
            assertThat(row.path("cells")).hasSameSizeAs(table.path("columnDefinitions"));
        }
    }

    @ParameterizedTest
    @CsvSource({"apps.kruise.io/v1beta1/clonesets", "example.org/v1/shows", "example.org/v1/plains"})
    void columnsOfCustomKindsEqualTheRecordedOnes(String key) {
        JsonNode recorded = RECORDED.path(key);
        assertThat(table(key, list(recorded), "None", true).path("columnDefinitions"))
                .isEqualTo(recorded.path("columnDefinitions"));
    }

    @Test
    void aSingleObjectIsOneRow() {
        JsonNode pod = RECORDED.path("v1/pods").path("rows").path(0).path("object");
        ObjectNode table = table("v1/pods", pod, "", false);
        assertThat(table.path("rows")).hasSize(1);
        assertThat(table.path("columnDefinitions").isNull()).isTrue();
        assertThat(table.path("metadata").path("resourceVersion"))
                .isEqualTo(pod.path("metadata").path("resourceVersion"));
        ObjectNode partial = JsonNodeFactory.instance
                .objectNode()
                .put("kind", "PartialObjectMetadata")
                .put("apiVersion", "meta.k8s.io/v1");
        partial.set("metadata", pod.path("metadata"));
        assertThat(table.path("rows").path(0).path("object")).isEqualTo(partial);
    }

    @Test
    void anUnknownIncludeObjectIsRefused() {
        assertThatThrownBy(() -> table("v1/pods", list(RECORDED.path("v1/pods")), "Everything", true))
                .isInstanceOf(StatusException.class)
                .hasMessage("Unable to convert to Table as requested: includeObject: Invalid value: \"Everything\":"
                        + " must be 'Metadata', 'Object', 'None', or empty");
    }

    @ParameterizedTest
    @CsvSource({
        "PT-5S, <invalid>", "PT-1.5S, 0s", "PT0.9S, 0s", "PT119S, 119s", "PT120S, 2m", "PT125S, 2m5s", "PT10M1S, 10m",
        "PT179M, 179m", "PT3H, 3h", "PT3H5M, 3h5m", "PT9H59M, 9h", "PT47H, 47h", "PT48H, 2d", "PT50H, 2d2h",
        "PT192H, 8d", "PT193H, 8d", "PT17519H, 729d", "PT17520H, 2y", "PT17544H, 2y1d", "PT70080H, 8y", "PT71000H, 8y"
    })
    void agesAreWordedAsKubectlShowsThem(Duration age, String words) {
        assertThat(Ages.words(age)).isEqualTo(words);
    }

    private static ObjectNode table(String key, JsonNode answer, String includeObject, boolean withHeaders) {
        ServedKind kind = kind(key);
        Optional<ObjectNode> definition = Optional.ofNullable((ObjectNode)
                DEFINITIONS.get(kind.type().plural() + "." + kind.type().group()));
        Instant now = Instant.parse(RECORDED.path(key).path("now").asText());
        return Tables.of(kind, definition, answer, includeObject, withHeaders, now);
    }

    private static ServedKind kind(String key) {
        String plural = key.substring(key.lastIndexOf('/') + 1);
        String apiVersion = key.substring(0, key.lastIndexOf('/'));
        int slash = apiVersion.indexOf('/');
        JsonNode first = RECORDED.path(key).path("rows").path(0).path("object");
        ResourceType type = new ResourceType(
                slash < 0 ? "" : apiVersion.substring(0, slash),
                apiVersion.substring(slash + 1),
                first.path("kind").asText(),
                plural,
                first.path("metadata").has("namespace"));
        return new ServedKind(type, "", List.of(), List.of(), List.of(), OpaqueSchema.INSTANCE, false);
    }

    // Items of lists of built-in kinds have neither kind nor version.
    private static ObjectNode list(JsonNode recorded) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put(
                "kind",
                recorded.path("rows").path(0).path("object").path("kind").asText() + "List");
        list.set("metadata", recorded.path("metadata"));
        ArrayNode items = list.putArray("items");
        for (JsonNode row : recorded.path("rows")) {
            ObjectNode item = ((ObjectNode) row.path("object")).deepCopy();
            boolean isCustom = recorded.path("columnDefinitions").isArray();
            if (!isCustom) {
                item.remove(List.of("kind", "apiVersion"));
            }
            items.add(item);
        }
        return list;
    }

    private static JsonNode read(String name) {
        try (InputStream in = RecordedTablesTest.class.getResourceAsStream(name)) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
