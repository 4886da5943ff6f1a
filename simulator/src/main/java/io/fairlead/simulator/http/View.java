package io.fairlead.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.server.ApiServer;
import io.fairlead.simulator.server.ServedKind;
import io.fairlead.simulator.table.Tables;
import io.fairlead.simulator.wire.ApiCall;
import java.time.Instant;
import java.util.Optional;

/// Turns objects and lists into what the client asked for. Used outside the model's lock: it only reads trees that are
/// never changed.
public final class View {
    private final Representation form;
    private final String metaVersion;
    private final String includeObject;
    private final Optional<ServedKind> kind;
    private final Optional<ObjectNode> definition;

    private View(
            Representation form,
            String metaVersion,
            String includeObject,
            Optional<ServedKind> kind,
            Optional<ObjectNode> definition) {
        this.form = form;
        this.metaVersion = metaVersion;
        this.includeObject = includeObject;
        this.kind = kind;
        this.definition = definition;
    }

    /// Called inside the model, since kinds and definitions are there.
    public static View of(ApiCall call, Representation form, ApiServer server) {
        if (form == Representation.OBJECTS) {
            return new View(form, "", "", Optional.empty(), Optional.empty());
        }
        Optional<ServedKind> kind = kind(call.path(), server);
        Optional<ObjectNode> definition = kind.filter(ServedKind::isCustom)
                .flatMap(each -> server.find(
                        ResourceType.CUSTOM_RESOURCE_DEFINITION,
                        "",
                        each.type().plural() + "." + each.type().group()));
        return new View(form, Representation.metaVersion(call), call.query("includeObject"), kind, definition);
    }

    private static Optional<ServedKind> kind(String path, ApiServer server) {
        String[] parts = path.split("/");
        // "", "api", version, … or "", "apis", group, version, …
        int at = path.startsWith("/apis/") ? 4 : 3;
        if (parts.length <= at) {
            return Optional.empty();
        }
        String group = at == 4 ? parts[2] : "";
        String version = parts[at - 1];
        boolean isInNamespace = parts[at].equals("namespaces") && parts.length > at + 2;
        String plural = isInNamespace ? parts[at + 2] : parts[at];
        return server.kinds().stream()
                .filter(each -> each.type().plural().equals(plural)
                        && each.type().group().equals(group)
                        && each.type().version().equals(version))
                .findFirst();
    }

    /// @param withHeaders of a Table: whether it names its columns
    public JsonNode apply(JsonNode body, boolean withHeaders, Instant now) {
        if (kind.isEmpty() || isOther(body, kind.get().type().kind())) {
            return body;
        }
        return switch (form) {
            case OBJECTS -> body;
            case TABLE -> inVersion(Tables.of(kind.get(), definition, body, includeObject, withHeaders, now));
            case METADATA -> {
                if (isList(body)) {
                    throw Representation.notAcceptable(
                            "you requested PartialObjectMetadata, but the requested object is a list");
                }
                yield metadata(body);
            }
            // A watch gives single objects to who asks for lists.
            case METADATA_LIST -> isList(body) ? metadataList(body) : metadata(body);
        };
    }

    private ObjectNode inVersion(ObjectNode table) {
        table.put("apiVersion", metaVersion);
        for (JsonNode row : table.path("rows")) {
            boolean isPartial = row.path("object").path("kind").asText().equals("PartialObjectMetadata");
            if (isPartial && row.path("object") instanceof ObjectNode object) {
                object.put("apiVersion", metaVersion);
            }
        }
        return table;
    }

    /// A `Status`, a `Scale` and the like.
    private static boolean isOther(JsonNode body, String kind) {
        return !isList(body) && body.has("kind") && !body.path("kind").asText().equals(kind);
    }

    private static boolean isList(JsonNode body) {
        return body.path("items").isArray() && body.path("kind").asText().endsWith("List");
    }

    private ObjectNode metadata(JsonNode object) {
        ObjectNode partial = JsonNodeFactory.instance.objectNode();
        partial.put("kind", "PartialObjectMetadata").put("apiVersion", metaVersion);
        partial.set("metadata", object.path("metadata"));
        return partial;
    }

    private ObjectNode metadataList(JsonNode list) {
        ObjectNode partial = JsonNodeFactory.instance.objectNode();
        partial.put("kind", "PartialObjectMetadataList").put("apiVersion", metaVersion);
        partial.set("metadata", list.path("metadata"));
        ArrayNode items = partial.putArray("items");
        list.path("items").forEach(item -> items.add(metadata(item)));
        return partial;
    }
}
