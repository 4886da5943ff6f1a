package io.fairlead.simulator.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.schema.RecordedDocuments;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `/openapi/v3` and the documents that it lists.
final class OpenApiDocuments {
    private static final String ROOT = "/openapi/v3/";

    private final Catalogue catalogue;

    OpenApiDocuments(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /// The list of documents, each with a hash of what it says.
    ObjectNode index() {
        JsonNode recorded = RecordedDocuments.json(RecordedDocuments.OPENAPI_INDEX)
                .orElseThrow(
                        () -> new IllegalStateException("the recording of the OpenAPI index is missing in the jar"));
        ObjectNode paths = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> path : recorded.path("paths").properties()) {
            if (catalogue.isServedBelow(path.getKey())) {
                paths.set(path.getKey(), path.getValue());
            }
        }
        for (String group : catalogue.customGroups()) {
            for (String version : catalogue.customVersions(group)) {
                String name = "apis/" + group + "/" + version;
                paths.putObject(name).put("serverRelativeURL", ROOT + name + "?hash=" + hash(group, version));
            }
        }
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        index.set("paths", paths);
        return index;
    }

    /// @param name as in the index: `apis/apps/v1`
    Optional<? extends JsonNode> document(String name) {
        String[] parts = name.split("/");
        if (parts.length == 3 && parts[0].equals("apis")) {
            List<CustomVersion> kinds = kinds(parts[1], parts[2]);
            if (!kinds.isEmpty()) {
                return Optional.of(new CustomOpenApi(kinds).document());
            }
        }
        return catalogue.isServedBelow(name) ? RecordedDocuments.json(ROOT + name) : Optional.empty();
    }

    private List<CustomVersion> kinds(String group, String version) {
        return catalogue.custom().stream()
                .filter(kind -> kind.group().equals(group) && kind.version().equals(version))
                .toList();
    }

    // Of all that a document is made of, not of the document: making it takes longer.
    private String hash(String group, String version) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-512");
            for (CustomVersion kind : kinds(group, version)) {
                digest.update(kind.definition().path("spec").toString().getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest()).toUpperCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK knows SHA-512", e);
        }
    }
}
