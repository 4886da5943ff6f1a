package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// One object's life in a test: it is created and then changed, and every answer is recorded.
///
/// @param kindFile `pod`: the file that the case stands in
/// @param path of the collection: `/api/v1/namespaces/builtin/pods`
/// @param steps the first one's body is posted; the others are merge patches on the last stored object, put
record Case(String kindFile, String name, String path, List<Step> steps) {
    static final String NAMESPACE = "builtin";
    static final List<String> FILES = List.of("pod", "podupdate", "core", "event", "workload", "policy");

    private static final ObjectMapper JSON = new ObjectMapper();

    /// @param subresource empty for the object itself
    record Step(String subresource, ObjectNode body) {}

    static List<Case> all() {
        List<Case> all = new ArrayList<>();
        for (String file : FILES) {
            JsonNode document = read(file + ".yaml");
            for (Map.Entry<String, JsonNode> each : document.properties()) {
                all.add(of(file, each.getKey(), each.getValue()));
            }
        }
        return all;
    }

    // A case is a list: the object, then changes; a change to a subresource names it with the key `via`.
    private static Case of(String file, String name, JsonNode steps) {
        List<Step> all = new ArrayList<>();
        for (JsonNode each : steps) {
            ObjectNode body = each.deepCopy();
            JsonNode via = body.remove("via");
            all.add(new Step(via == null ? "" : via.asText(), body));
        }
        ObjectNode first = all.getFirst().body();
        String apiVersion = first.path("apiVersion").asText();
        String root = apiVersion.equals("v1") ? "/api/v1/" : "/apis/" + apiVersion + "/";
        String plural = Plurals.of(first.path("kind").asText());
        boolean isNamespaced = !Plurals.isClusterScoped(first.path("kind").asText());
        if (isNamespaced && !first.path("metadata").has("namespace")) {
            ((ObjectNode) first.path("metadata")).put("namespace", NAMESPACE);
        }
        String path = isNamespaced ? root + "namespaces/" + NAMESPACE + "/" + plural : root + plural;
        return new Case(file, name, path, List.copyOf(all));
    }

    String objectName() {
        return steps.getFirst().body().path("metadata").path("name").asText();
    }

    private static JsonNode read(String name) {
        try (InputStream in = Case.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no file " + name);
            }
            LoadSettings settings = LoadSettings.builder()
                    .setLabel(name)
                    .setMaxAliasesForCollections(1000)
                    .build();
            return JSON.valueToTree(new Load(settings).loadFromInputStream(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
