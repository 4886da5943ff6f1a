package io.fairlead.simulator.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest.Verb;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.schema.RecordedDocuments;
import io.fairlead.simulator.server.ServedKind;
import io.fairlead.simulator.wire.ApiCall;
import io.fairlead.simulator.wire.ApiReply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Discovery answers equal those of kube-apiserver 1.35 that serves the same kinds (`custom.json`). The resources of a
/// custom group have no order there; the recording is sorted.
class RecordedDiscoveryTest {
    private static final JsonNode RECORDED = read();
    private static final List<ServedKind> BUILTIN = builtin();
    private static final List<ObjectNode> DEFINITIONS = definitions();

    static List<String> legacyPaths() {
        List<String> paths = new ArrayList<>();
        RECORDED.path("legacy").fieldNames().forEachRemaining(paths::add);
        return paths;
    }

    @ParameterizedTest
    @MethodSource("legacyPaths")
    void customGroupsAreDescribedAsRecorded(String path) {
        assertThat(answer(path, "").body().toString())
                .isEqualTo(RECORDED.path("legacy").path(path).toString());
    }

    @Test
    void customGroupsFollowTheBuiltInOnes() {
        List<JsonNode> groups = list(answer("/apis", "").body().path("groups"));
        List<JsonNode> custom = list(RECORDED.path("groups"));
        assertThat(groups).endsWith(custom.toArray(new JsonNode[0]));
        assertThat(groups.size() - custom.size()).isEqualTo(20);
    }

    @Test
    void customGroupsAreAggregatedAsRecorded() {
        ApiReply reply = answer("/apis", RecordedDocuments.AGGREGATED + ",application/json");
        List<JsonNode> groups = list(reply.body().path("items"));
        List<JsonNode> custom = list(RECORDED.path("aggregated"));
        assertThat(groups).endsWith(custom.toArray(new JsonNode[0]));
        assertThat(reply.headers()).containsEntry("content-type", RecordedDocuments.AGGREGATED);
    }

    @ParameterizedTest
    @CsvSource({"/apis", "/apis/apps", "/apis/apps/v1", "/api/v1", "/apis/autoscaling", "/version"})
    void whatIsBuiltInIsDescribedAsRecorded(String path) {
        assertThat(DiscoveryDocuments.answer(call(path, ""), BUILTIN, List.of())
                        .orElseThrow()
                        .body())
                .isEqualTo(RecordedDocuments.json(path).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({"/api", "/apis"})
    void whatIsBuiltInIsAggregatedAsRecorded(String path) {
        assertThat(DiscoveryDocuments.answer(call(path, RecordedDocuments.AGGREGATED), BUILTIN, List.of())
                        .orElseThrow()
                        .body())
                .isEqualTo(RecordedDocuments.aggregatedJson(path).orElseThrow());
    }

    @Test
    void whatIsNotServedIsNotListed() {
        List<ServedKind> onlyPods = BUILTIN.stream()
                .filter(kind -> kind.type().equals(ResourceType.POD))
                .toList();
        JsonNode groups = DiscoveryDocuments.answer(call("/apis", ""), onlyPods, List.of())
                .orElseThrow()
                .body();
        assertThat(groups.path("groups")).isEmpty();
        JsonNode resources = DiscoveryDocuments.answer(call("/api/v1", ""), onlyPods, List.of())
                .orElseThrow()
                .body()
                .path("resources");
        assertThat(list(resources))
                .extracting(each -> each.path("name").asText())
                .contains("pods", "pods/eviction");
        assertThat(list(resources))
                .extracting(each -> each.path("name").asText())
                .doesNotContain("nodes");
    }

    @ParameterizedTest
    @CsvSource({"v1", "v1beta1"})
    void schemasOfCustomKindsEqualTheRecordedOnes(String version) {
        JsonNode schemas = answer("/openapi/v3/apis/example.org/" + version, "")
                .body()
                .path("components")
                .path("schemas");
        RECORDED.path("schemas").path(version).properties().forEach(type -> {
            if (type.getValue().isObject()) {
                assertThat(schemas.path(type.getKey())).as(type.getKey()).isEqualTo(type.getValue());
            } else {
                assertThat(schemas.path(type.getKey()).isObject())
                        .as(type.getKey())
                        .isTrue();
            }
        });
        assertThat(schemas).hasSameSizeAs(RECORDED.path("schemas").path(version));
    }

    @Test
    void theOpenApiIndexListsCustomDocumentsWithAHashOfTheirDefinitions() {
        JsonNode before = answer("/openapi/v3", "").body().path("paths").path("apis/example.org/v1");
        assertThat(before.path("serverRelativeURL").asText()).startsWith("/openapi/v3/apis/example.org/v1?hash=");
        ObjectNode changed = DEFINITIONS.stream()
                .filter(each -> each.path("metadata").path("name").asText().equals("shows.example.org"))
                .findFirst()
                .orElseThrow()
                .deepCopy();
        ((ObjectNode) changed.path("spec").path("names")).putArray("shortNames").add("sh");
        JsonNode after = DiscoveryDocuments.answer(call("/openapi/v3", ""), BUILTIN, List.of(changed))
                .orElseThrow()
                .body()
                .path("paths")
                .path("apis/example.org/v1");
        assertThat(after).isNotEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "/foo, 404, 404 page not found",
        "/apis/foo, 404, 404 page not found",
        "/apis/foo/v1, 404, 404 page not found",
        "/apis/example.org/v7, 404, 404 page not found",
        "/openapi/v2, 404, 404 page not found",
        "/healthz, 200, ok",
        "/readyz/ping, 200, ok",
        "/readyz/foo, 404, 404 page not found"
    })
    void plainTextIsAnsweredAsPlainText(String path, int status, String text) {
        ApiReply reply = answer(path, "");
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body().asText().strip()).isEqualTo(text);
        assertThat(reply.headers()).containsEntry("content-type", "text/plain; charset=utf-8");
    }

    @Test
    void anUnknownVersionOfABuiltInGroupIsAStatus() {
        ApiReply reply = answer("/apis/apps/v9", "");
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.body())
                .hasToString("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},"
                        + "\"status\":\"Failure\",\"message\":\"the server could not find the requested resource\","
                        + "\"reason\":\"NotFound\",\"details\":{},\"code\":404}");
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/pods", "/apis/apps/v1/deployments", "/api/v1/namespaces/a/pods/b/status", "/apis/foo/v1/bars"})
    void pathsOfObjectsAreLeftToTheServer(String path) {
        assertThat(DiscoveryDocuments.answer(call(path, ""), BUILTIN, DEFINITIONS))
                .isEmpty();
    }

    @Test
    void versionsAreInTheOrderThatClientsPrefer() {
        List<String> versions = new ArrayList<>(
                List.of("foo", "v1alpha1", "v10", "v2", "v1beta2", "v3beta1", "v1", "bar", "v11alpha2", "v1beta10"));
        versions.sort(VersionOrder.PREFERRED_FIRST);
        assertThat(versions)
                .containsExactly(
                        "v10", "v2", "v1", "v3beta1", "v1beta10", "v1beta2", "v11alpha2", "v1alpha1", "bar", "foo");
    }

    private static ApiReply answer(String path, String accept) {
        return DiscoveryDocuments.answer(call(path, accept), BUILTIN, DEFINITIONS)
                .orElseThrow();
    }

    private static ApiCall call(String path, String accept) {
        SequencedMap<String, String> headers = new LinkedHashMap<>();
        headers.put("accept", accept);
        return new ApiCall(Verb.GET, path, new LinkedHashMap<>(), headers, null, ApiCall.User.ADMIN);
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> list = new ArrayList<>();
        array.forEach(list::add);
        return list;
    }

    private static List<ServedKind> builtin() {
        List<ServedKind> kinds = new ArrayList<>();
        addKinds(kinds, "/api/v1", "");
        for (JsonNode group : RecordedDocuments.json("/apis").orElseThrow().path("groups")) {
            for (JsonNode version : group.path("versions")) {
                addKinds(
                        kinds,
                        "/apis/" + version.path("groupVersion").asText(),
                        group.path("name").asText());
            }
        }
        return kinds;
    }

    private static void addKinds(List<ServedKind> kinds, String path, String group) {
        JsonNode list = RecordedDocuments.json(path).orElseThrow();
        String version = path.substring(path.lastIndexOf('/') + 1);
        for (JsonNode each : list.path("resources")) {
            String name = each.path("name").asText();
            if (!name.contains("/")) {
                ResourceType type = new ResourceType(
                        group,
                        version,
                        each.path("kind").asText(),
                        name,
                        each.path("namespaced").asBoolean());
                kinds.add(new ServedKind(type, "", List.of(), List.of(), List.of(), OpaqueSchema.INSTANCE, false));
            }
        }
    }

    private static List<ObjectNode> definitions() {
        List<ObjectNode> definitions = new ArrayList<>();
        RECORDED.path("definitions").forEach(each -> definitions.add((ObjectNode) each));
        return definitions;
    }

    private static JsonNode read() {
        try (InputStream in = RecordedDiscoveryTest.class.getResourceAsStream("custom.json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in, "custom.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
