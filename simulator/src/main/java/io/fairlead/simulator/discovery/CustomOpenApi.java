package io.fairlead.simulator.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.schema.RecordedDocuments;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The OpenAPI v3 document of one group and version of custom kinds, as apiextensions-apiserver makes it of their
/// schemas. Of the operations there is what clients look for: their kind, action, media types and query
/// parameters, but
/// no parameter's description.
final class CustomOpenApi {
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private static final String REFERENCE = "#/components/schemas/";
    /// Where the shared types are taken from: this document of the recording carries all of them.
    private static final String SOURCE = "/openapi/v3/apis/apps/v1";

    private static final List<String> META_TYPES = List.of(
            "DeleteOptions",
            "FieldsV1",
            "ListMeta",
            "ManagedFieldsEntry",
            "ObjectMeta",
            "OwnerReference",
            "Patch",
            "Preconditions",
            "Status",
            "StatusCause",
            "StatusDetails",
            "Time");
    private static final List<String> SCALE_TYPES = List.of("Scale", "ScaleSpec", "ScaleStatus");
    private static final String SCALE_PREFIX = "io.k8s.api.autoscaling.v1.";
    private static final List<String> JSON_AND_YAML = List.of("application/json", "application/yaml");
    private static final List<String> PATCHES =
            List.of("application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json");
    private static final List<String> WRITE_PARAMETERS = List.of("dryRun", "fieldManager", "fieldValidation");
    private static final List<String> PATCH_PARAMETERS = List.of("dryRun", "fieldManager", "fieldValidation", "force");
    private static final List<String> DELETE_PARAMETERS =
            List.of("dryRun", "gracePeriodSeconds", "orphanDependents", "propagationPolicy");
    private static final List<String> LIST_PARAMETERS = List.of(
            "allowWatchBookmarks",
            "continue",
            "fieldSelector",
            "labelSelector",
            "limit",
            "resourceVersion",
            "resourceVersionMatch",
            "sendInitialEvents",
            "timeoutSeconds",
            "watch");

    private final List<CustomVersion> kinds;
    private final ObjectNode paths = JsonNodeFactory.instance.objectNode();
    private final ObjectNode schemas = JsonNodeFactory.instance.objectNode();

    /// @param kinds all of one group and version, at least one
    CustomOpenApi(List<CustomVersion> kinds) {
        this.kinds = kinds;
    }

    ObjectNode document() {
        copyTypes(META, META_TYPES);
        if (kinds.stream().anyMatch(CustomVersion::hasScale)) {
            copyTypes(SCALE_PREFIX, SCALE_TYPES);
        }
        for (CustomVersion kind : kinds) {
            schemas.set(typeName(kind, kind.kind()), objectSchema(kind));
            schemas.set(typeName(kind, kind.listKind()), listSchema(kind));
            addPaths(kind);
        }
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("openapi", "3.0.0");
        document.putObject("info").put("title", "Kubernetes CRD Swagger").put("version", "v0.1.0");
        document.set("paths", paths);
        document.putObject("components").set("schemas", schemas);
        return document;
    }

    private void copyTypes(String prefix, List<String> names) {
        JsonNode from = RecordedDocuments.json(SOURCE)
                .orElseThrow(() -> new IllegalStateException("the recording of " + SOURCE + " is missing in the jar"))
                .path("components")
                .path("schemas");
        for (String name : names) {
            JsonNode type = from.path(prefix + name);
            if (!type.isObject()) {
                throw new IllegalStateException(SOURCE + " has no type " + prefix + name);
            }
            schemas.set(prefix + name, type);
        }
    }

    /// `org.example.v1.Show`: the group reversed.
    private static String typeName(CustomVersion kind, String name) {
        List<String> parts = new ArrayList<>(List.of(kind.group().split("\\.")));
        return String.join(".", parts.reversed()) + "." + kind.version() + "." + name;
    }

    private ObjectNode objectSchema(CustomVersion kind) {
        JsonNode given = kind.spec().path("schema").path("openAPIV3Schema");
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        given.properties().forEach(field -> {
            if (!field.getKey().equals("properties")) {
                schema.set(field.getKey(), field.getValue());
            }
        });
        ObjectNode properties = schema.putObject("properties");
        if (given.path("properties") instanceof ObjectNode own) {
            properties.setAll(own);
        }
        ObjectNode known = (ObjectNode) schemas.path(META + "Status").path("properties");
        properties.set("apiVersion", known.path("apiVersion"));
        properties.set("kind", known.path("kind"));
        properties.set(
                "metadata",
                reference(
                        "Standard object's metadata. More info: https://git.k8s.io/community/"
                                + "contributors/devel/sig-architecture/api-conventions.md#metadata",
                        META + "ObjectMeta"));
        schema.set("x-kubernetes-group-version-kind", kindMarks(kind, kind.kind()));
        return schema;
    }

    private ObjectNode listSchema(CustomVersion kind) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("description", kind.listKind() + " is a list of " + kind.kind())
                .put("type", "object");
        schema.putArray("required").add("items");
        ObjectNode properties = schema.putObject("properties");
        JsonNode known = schemas.path(META + "Status").path("properties");
        properties.set("apiVersion", known.path("apiVersion"));
        properties
                .putObject("items")
                .put(
                        "description",
                        "List of " + kind.plural() + ". More info: https://git.k8s.io/community/contributors"
                                + "/devel/sig-architecture/api-conventions.md")
                .put("type", "array")
                .putObject("items")
                .put("$ref", REFERENCE + typeName(kind, kind.kind()));
        properties.set("kind", known.path("kind"));
        properties.set(
                "metadata",
                reference(
                        "Standard list metadata. More info: https://git.k8s.io/community/"
                                + "contributors/devel/sig-architecture/api-conventions.md#types-kinds",
                        META + "ListMeta"));
        schema.set("x-kubernetes-group-version-kind", kindMarks(kind, kind.listKind()));
        return schema;
    }

    private static ObjectNode reference(String description, String type) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("description", description);
        node.putArray("allOf").addObject().put("$ref", REFERENCE + type);
        return node;
    }

    private static ArrayNode kindMarks(CustomVersion kind, String name) {
        ArrayNode marks = JsonNodeFactory.instance.arrayNode();
        marks.addObject().put("group", kind.group()).put("kind", name).put("version", kind.version());
        return marks;
    }

    private void addPaths(CustomVersion kind) {
        String root = "/apis/" + kind.group() + "/" + kind.version() + "/";
        String list = typeName(kind, kind.listKind());
        if (kind.isNamespaced()) {
            ObjectNode all = paths.putObject(root + kind.plural());
            all.set("get", operation(kind, "list", LIST_PARAMETERS, List.of(), list));
        }
        String collection = root + (kind.isNamespaced() ? "namespaces/{namespace}/" : "") + kind.plural();
        String object = typeName(kind, kind.kind());
        ObjectNode many = paths.putObject(collection);
        many.set("get", operation(kind, "list", LIST_PARAMETERS, List.of(), list));
        many.set("post", operation(kind, "post", WRITE_PARAMETERS, JSON_AND_YAML, object));
        many.set("delete", operation(kind, "deletecollection", LIST_PARAMETERS, List.of(), META + "Status"));
        ObjectNode one = single(kind, collection + "/{name}", object);
        one.set("delete", operation(kind, "delete", DELETE_PARAMETERS, JSON_AND_YAML, META + "Status"));
        if (kind.hasStatus()) {
            single(kind, collection + "/{name}/status", object);
        }
        if (kind.hasScale()) {
            single(kind, collection + "/{name}/scale", SCALE_PREFIX + "Scale");
        }
    }

    private ObjectNode single(CustomVersion kind, String path, String type) {
        ObjectNode one = paths.putObject(path);
        one.set("get", operation(kind, "get", List.of("resourceVersion"), List.of(), type));
        one.set("put", operation(kind, "put", WRITE_PARAMETERS, JSON_AND_YAML, type));
        one.set("patch", operation(kind, "patch", PATCH_PARAMETERS, PATCHES, type));
        return one;
    }

    private static ObjectNode operation(
            CustomVersion kind, String action, List<String> parameters, List<String> accepted, String answered) {
        ObjectNode operation = JsonNodeFactory.instance.objectNode();
        operation.putArray("tags").add(kind.group().replace('.', '_') + "_" + kind.version());
        operation.put("operationId", action + capital(kind.version()) + kind.kind());
        ArrayNode list = operation.putArray("parameters");
        for (String parameter : parameters) {
            list.addObject()
                    .put("name", parameter)
                    .put("in", "query")
                    .putObject("schema")
                    .put("type", "string");
        }
        if (!accepted.isEmpty()) {
            ObjectNode content = operation.putObject("requestBody").putObject("content");
            String body = action.equals("patch")
                    ? META + "Patch"
                    : action.equals("delete") ? META + "DeleteOptions" : answered;
            accepted.forEach(
                    media -> content.putObject(media).putObject("schema").put("$ref", REFERENCE + body));
        }
        ObjectNode responses = operation.putObject("responses");
        ObjectNode ok = responses.putObject("200").put("description", "OK").putObject("content");
        JSON_AND_YAML.forEach(media -> ok.putObject(media).putObject("schema").put("$ref", REFERENCE + answered));
        responses.putObject("401").put("description", "Unauthorized");
        operation.put("x-kubernetes-action", action);
        operation
                .putObject("x-kubernetes-group-version-kind")
                .put("group", kind.group())
                .put("version", kind.version())
                .put("kind", kind.kind());
        return operation;
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
