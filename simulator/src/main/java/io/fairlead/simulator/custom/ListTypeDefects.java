package io.fairlead.simulator.custom;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What is wrong with `x-kubernetes-list-type` and `x-kubernetes-list-map-keys`.
final class ListTypeDefects {
    private static final List<String> LIST_TYPES = List.of("atomic", "set", "map");

    private ListTypeDefects() {}

    static void check(String path, JsonNode schema, Defects defects) {
        JsonNode listType = schema.path("x-kubernetes-list-type");
        String kind = listType.asText();
        String type = schema.path("type").asText();
        JsonNode item = schema.path("items");
        if (listType.isTextual() && !type.equals("array")) {
            String detail = "must be array if x-kubernetes-list-type is specified";
            if (type.isEmpty()) {
                defects.required(path + ".type", detail);
            } else {
                defects.invalidText(path + ".type", type, detail);
            }
        } else if (kind.equals("set") && item.isObject()) {
            atomic(path + ".items", item, defects);
        }
        if (listType.isTextual() && !LIST_TYPES.contains(kind)) {
            defects.unsupported(path + ".x-kubernetes-list-type", kind, LIST_TYPES);
        }
        JsonNode keys = schema.path("x-kubernetes-list-map-keys");
        if (!keys.isEmpty() && !kind.equals("map")) {
            String detail = "must be map if x-kubernetes-list-map-keys is non-empty";
            if (listType.isTextual()) {
                defects.invalidText(path + ".x-kubernetes-list-type", kind, detail);
            } else {
                defects.required(path + ".x-kubernetes-list-type", detail);
            }
        }
        if (kind.equals("map")) {
            map(path, keys, item, defects);
        }
        if ((kind.equals("map") || kind.equals("set")) && item.isObject()) {
            nullable(path, kind, keys, item, defects);
        }
    }

    private static void atomic(String path, JsonNode item, Defects defects) {
        String detail = "must be atomic as item of a list with x-kubernetes-list-type=set";
        JsonNode listType = item.path("x-kubernetes-list-type");
        if (item.path("type").asText().equals("array")) {
            if (listType.isTextual() && !listType.textValue().equals("atomic")) {
                defects.invalid(path + ".x-kubernetes-list-type", listType, detail);
            }
        } else if (item.path("type").asText().equals("object")
                && !item.path("x-kubernetes-map-type").asText().equals("atomic")) {
            // The real server shows the list type here, too.
            defects.invalid(path + ".x-kubernetes-map-type", listType, detail);
        }
    }

    private static void map(String path, JsonNode keys, JsonNode item, Defects defects) {
        if (keys.isEmpty()) {
            defects.required(
                    path + ".x-kubernetes-list-map-keys", "must not be empty if x-kubernetes-list-type is map");
        }
        if (!item.isObject()) {
            defects.required(path + ".items", "must have a schema if x-kubernetes-list-type is map");
            return;
        }
        String type = item.path("type").asText();
        if (!type.equals("object")) {
            defects.invalidText(
                    path + ".items.type", type, "must be object if parent array's x-kubernetes-list-type is map");
            return;
        }
        Set<String> seen = new HashSet<>();
        for (JsonNode key : keys) {
            JsonNode property = item.path("properties").path(key.asText());
            String field = path + ".x-kubernetes-list-map-keys";
            if (property.isMissingNode()) {
                defects.invalid(field, keys, "entries must all be names of item properties");
            } else if (property.path("type").asText().matches("array|object")) {
                defects.invalidText(
                        path + ".items.properties[" + key.asText() + "].type",
                        type,
                        "must be a scalar type if parent array's x-kubernetes-list-type is map");
            }
            if (!seen.add(key.asText())) {
                defects.invalid(field, keys, "must not contain duplicate entries");
            }
        }
    }

    private static void nullable(String path, String kind, JsonNode keys, JsonNode item, Defects defects) {
        if (item.path("nullable").asBoolean()) {
            defects.forbidden(path + ".items.nullable", "cannot be nullable when x-kubernetes-list-type is " + kind);
        }
        for (JsonNode key : kind.equals("map") ? keys : List.<JsonNode>of()) {
            JsonNode property = item.path("properties").path(key.asText());
            if (property.isMissingNode()) {
                continue;
            }
            boolean isRequired = false;
            for (JsonNode name : item.path("required")) {
                isRequired |= name.equals(key);
            }
            String field = path + ".items.properties[" + key.asText() + "]";
            if (!isRequired && !property.has("default")) {
                defects.required(
                        field + ".default",
                        "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required"
                                + " property");
            }
            if (property.path("nullable").asBoolean()) {
                defects.forbidden(
                        field + ".nullable",
                        "this property is in x-kubernetes-list-map-keys, so it cannot be nullable");
            }
        }
    }
}
