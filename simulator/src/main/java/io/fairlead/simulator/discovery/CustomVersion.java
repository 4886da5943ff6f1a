package io.fairlead.simulator.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// One served version of a custom kind, as its definition describes it.
///
/// @param definition the whole CustomResourceDefinition
/// @param spec the version's entry in it
record CustomVersion(ObjectNode definition, JsonNode spec) {
    private static final int STORAGE_HASH_BYTES = 8;
    private static final List<String> VERBS =
            List.of("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch");
    /// What is left while the definition is being deleted.
    private static final List<String> LAST_VERBS = List.of("delete", "deletecollection", "get", "list", "watch");

    private static final List<String> SUBRESOURCE_VERBS = List.of("get", "patch", "update");

    /// The versions that a definition serves.
    static List<CustomVersion> allOf(ObjectNode definition) {
        List<CustomVersion> all = new ArrayList<>();
        for (JsonNode version : definition.path("spec").path("versions")) {
            if (version.path("served").asBoolean()) {
                all.add(new CustomVersion(definition, version));
            }
        }
        return all;
    }

    String group() {
        return definition.path("spec").path("group").asText();
    }

    String version() {
        return spec.path("name").asText();
    }

    String plural() {
        return names().path("plural").asText();
    }

    String kind() {
        return names().path("kind").asText();
    }

    String listKind() {
        String given = names().path("listKind").asText();
        return given.isEmpty() ? kind() + "List" : given;
    }

    boolean isNamespaced() {
        return definition.path("spec").path("scope").asText().equals("Namespaced");
    }

    boolean hasStatus() {
        return spec.path("subresources").has("status");
    }

    boolean hasScale() {
        return spec.path("subresources").has("scale");
    }

    private JsonNode names() {
        return definition.path("spec").path("names");
    }

    private List<String> verbs() {
        return definition.path("metadata").has("deletionTimestamp") ? LAST_VERBS : VERBS;
    }

    /// Adds the resource and its subresources to an APIResourceList.
    void addTo(ArrayNode resources) {
        ObjectNode resource = resources.addObject();
        resource.put("name", plural())
                .put("singularName", names().path("singular").asText())
                .put("namespaced", isNamespaced())
                .put("kind", kind());
        putAll(resource, "verbs", verbs());
        copy("shortNames", resource);
        copy("categories", resource);
        if (!storageVersion().isEmpty()) {
            resource.put("storageVersionHash", storageHash());
        }
        if (hasStatus()) {
            ObjectNode status = resources.addObject();
            status.put("name", plural() + "/status")
                    .put("singularName", "")
                    .put("namespaced", isNamespaced())
                    .put("kind", kind());
            putAll(status, "verbs", SUBRESOURCE_VERBS);
        }
        if (hasScale()) {
            ObjectNode scale = resources.addObject();
            scale.put("name", plural() + "/scale")
                    .put("singularName", "")
                    .put("namespaced", isNamespaced())
                    .put("group", "autoscaling")
                    .put("version", "v1")
                    .put("kind", "Scale");
            putAll(scale, "verbs", SUBRESOURCE_VERBS);
        }
    }

    /// The resource in an APIGroupDiscoveryList.
    ObjectNode aggregated() {
        ObjectNode resource = JsonNodeFactory.instance.objectNode();
        resource.put("resource", plural());
        resource.set("responseKind", responseKind(group(), version(), kind()));
        resource.put("scope", isNamespaced() ? "Namespaced" : "Cluster")
                .put("singularResource", names().path("singular").asText());
        putAll(resource, "verbs", verbs());
        copy("shortNames", resource);
        copy("categories", resource);
        if (hasStatus() || hasScale()) {
            ArrayNode subresources = resource.putArray("subresources");
            if (hasStatus()) {
                addSubresource(subresources, "status", responseKind(group(), version(), kind()));
            }
            if (hasScale()) {
                addSubresource(subresources, "scale", responseKind("autoscaling", "v1", "Scale"));
            }
        }
        return resource;
    }

    private static void addSubresource(ArrayNode subresources, String name, ObjectNode kind) {
        ObjectNode each = subresources.addObject().put("subresource", name);
        each.set("responseKind", kind);
        putAll(each, "verbs", SUBRESOURCE_VERBS);
    }

    private static ObjectNode responseKind(String group, String version, String kind) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("group", group)
                .put("version", version)
                .put("kind", kind);
    }

    private void copy(String field, ObjectNode to) {
        if (!names().path(field).isEmpty()) {
            to.set(field, names().path(field));
        }
    }

    private static void putAll(ObjectNode node, String field, List<String> values) {
        ArrayNode array = node.putArray(field);
        values.forEach(array::add);
    }

    private String storageVersion() {
        for (JsonNode version : definition.path("spec").path("versions")) {
            if (version.path("storage").asBoolean()) {
                return version.path("name").asText();
            }
        }
        return "";
    }

    private String storageHash() {
        String stored = group() + "/" + storageVersion() + "/" + kind();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(stored.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(Arrays.copyOf(digest, STORAGE_HASH_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK knows SHA-256", e);
        }
    }
}
