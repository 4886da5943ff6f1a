package io.fairlead.simulator.custom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.wire.FieldError;
import io.fairlead.simulator.wire.GoText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// apiVersion, kind and metadata of resources inside of resources (`x-kubernetes-embedded-resource`).
final class EmbeddedMeta {
    private static final Set<String> KNOWN = Set.of(
            "name",
            "generateName",
            "namespace",
            "selfLink",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "labels",
            "annotations",
            "ownerReferences",
            "finalizers",
            "managedFields");
    private static final Set<String> TEXTS =
            Set.of("name", "generateName", "namespace", "selfLink", "uid", "resourceVersion");

    private final FieldPath path = new FieldPath("");
    private final List<FieldError> errors = new ArrayList<>();

    private EmbeddedMeta() {}

    static List<FieldError> check(JsonNode value, SchemaNode schema) {
        if (!schema.hasEmbedded) {
            return List.of();
        }
        EmbeddedMeta walk = new EmbeddedMeta();
        walk.visit(value, schema, false);
        return walk.errors;
    }

    private void visit(JsonNode value, SchemaNode schema, boolean isEmbedded) {
        if (value.isObject()) {
            if (isEmbedded) {
                checkResource(value);
            }
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                SchemaNode declared = schema.properties.get(entry.getKey());
                SchemaNode field = declared != null ? declared : schema.additional;
                if (field != null && field.hasEmbedded) {
                    if (declared != null) {
                        path.property(entry.getKey());
                    } else {
                        path.key(entry.getKey());
                    }
                    visit(entry.getValue(), field, field.isEmbedded);
                    path.pop();
                }
            }
        } else if (value.isArray() && schema.items != null) {
            for (int i = 0; i < value.size(); i++) {
                path.index(i);
                visit(value.get(i), schema.items, schema.items.isEmbedded);
                path.pop();
            }
        }
    }

    private void checkResource(JsonNode value) {
        for (String name : List.of("apiVersion", "kind")) {
            path.property(name);
            JsonNode field = value.get(name);
            if (field == null) {
                errors.add(new FieldError(FieldError.Type.REQUIRED, path.field(), null, ""));
            } else if (!field.isTextual()) {
                invalid(field, "must be a string");
            } else if (field.textValue().isEmpty()) {
                invalid(field, "must not be empty");
            } else if (name.equals("kind")) {
                String fault = Names.dns1035LabelFault(field.textValue().toLowerCase(Locale.ROOT));
                if (!fault.isEmpty()) {
                    invalid(field, "may have mixed case, but should otherwise match: " + fault);
                }
            } else if (field.textValue().chars().filter(c -> c == '/').count() > 1) {
                invalid(field, "unexpected GroupVersion string: " + field.textValue());
            }
            path.pop();
        }
    }

    private void invalid(JsonNode value, String detail) {
        errors.add(new FieldError(FieldError.Type.INVALID, path.field(), GoText.value(value), detail));
    }

    /// Removes what no ObjectMeta has from embedded metadata, in place.
    ///
    /// @param removed gets the paths of what was removed
    /// @return what makes the object unreadable; empty if nothing does
    static List<FieldError> coerce(JsonNode value, SchemaNode schema, List<String> removed) {
        if (!schema.hasEmbedded) {
            return List.of();
        }
        EmbeddedMeta walk = new EmbeddedMeta();
        walk.coerce(value, schema, removed, false);
        return walk.errors;
    }

    private void coerce(JsonNode value, SchemaNode schema, List<String> removed, boolean isEmbedded) {
        if (value instanceof ObjectNode object) {
            if (isEmbedded) {
                coerceResource(object, removed);
            }
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                SchemaNode field = schema.field(entry.getKey());
                if (field != null && field.hasEmbedded) {
                    path.property(entry.getKey());
                    coerce(entry.getValue(), field, removed, field.isEmbedded);
                    path.pop();
                }
            }
        } else if (value.isArray() && schema.items != null) {
            for (int i = 0; i < value.size(); i++) {
                path.index(i);
                coerce(value.get(i), schema.items, removed, schema.items.isEmbedded);
                path.pop();
            }
        }
    }

    private void coerceResource(ObjectNode object, List<String> removed) {
        for (String name : List.of("apiVersion", "kind")) {
            if (object.has(name) && !object.get(name).isTextual()) {
                path.property(name);
                invalid(object.get(name), "must be a string");
                path.pop();
            }
        }
        JsonNode metadata = object.get("metadata");
        if (!(metadata instanceof ObjectNode meta)) {
            if (metadata != null) {
                path.property("metadata");
                invalid(
                        metadata,
                        "json: cannot unmarshal " + goType(metadata) + " into Go value of type v1.ObjectMeta");
                path.pop();
            }
            return;
        }
        path.property("metadata");
        for (String name : List.copyOf(names(meta))) {
            JsonNode field = meta.get(name);
            if (!KNOWN.contains(name)) {
                path.property(name);
                removed.add(path.dotted());
                path.pop();
                meta.remove(name);
            } else if (field.isNull()
                    || (name.equals("creationTimestamp") && field.asText().isEmpty())) {
                meta.remove(name);
            } else if (TEXTS.contains(name) && !field.isTextual()) {
                invalid(meta, unmarshal(field, name, "string"));
            } else if (name.equals("labels") || name.equals("annotations")) {
                coerceTexts(meta, name, field);
            }
        }
        path.pop();
    }

    private void coerceTexts(ObjectNode meta, String name, JsonNode texts) {
        if (!texts.isObject()) {
            invalid(meta, unmarshal(texts, name, "map[string]string"));
            return;
        }
        for (JsonNode text : texts) {
            if (!text.isTextual()) {
                invalid(meta, unmarshal(text, name, "string"));
                return;
            }
        }
    }

    private static String unmarshal(JsonNode value, String field, String type) {
        return "json: cannot unmarshal " + goType(value) + " into Go struct field ObjectMeta." + field + " of type "
                + type;
    }

    private static String goType(JsonNode value) {
        return value.isTextual()
                ? "string"
                : value.isNumber() ? "number" : value.isBoolean() ? "bool" : value.isArray() ? "array" : "object";
    }

    private static List<String> names(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
