package io.fairlead.simulator.custom;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.simulator.wire.FieldError;
import io.fairlead.simulator.wire.GoText;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/// What kube-apiserver refuses about a new CustomResourceDefinition. What all versions have in common stands at the
/// top level of the form in which the server looks at it, and its messages say so.
final class DefinitionDefects {
    private static final List<String> COLUMN_TYPES = List.of("boolean", "date", "integer", "number", "string");
    private static final List<String> COLUMN_FORMATS =
            List.of("byte", "date", "date-time", "double", "float", "int32", "int64", "password");
    private static final List<String> SCOPES = List.of("Cluster", "Namespaced");
    private static final String SCHEMA = "openAPIV3Schema";

    private final Defects defects = new Defects();
    private final JsonNode definition;
    private final JsonNode spec;

    private DefinitionDefects(JsonNode definition) {
        this.definition = definition;
        spec = definition.path("spec");
    }

    static List<FieldError> of(JsonNode definition) {
        DefinitionDefects walk = new DefinitionDefects(definition);
        walk.name();
        walk.group();
        walk.versions();
        walk.names();
        walk.common();
        walk.rest();
        return walk.defects.list();
    }

    private void name() {
        String name = definition.at("/metadata/name").asText();
        String fault = Names.subdomainFault(name);
        if (!fault.isEmpty()) {
            defects.invalidText("metadata.name", name, fault);
        }
        String required =
                spec.at("/names/plural").asText() + "." + spec.path("group").asText();
        if (!name.equals(required)) {
            defects.invalidText("metadata.name", name, "must be spec.names.plural+\".\"+spec.group");
        }
    }

    private void group() {
        String group = spec.path("group").asText();
        String fault = Names.subdomainFault(group);
        if (group.isEmpty()) {
            defects.required("spec.group", "");
        } else if (!fault.isEmpty()) {
            defects.invalidText("spec.group", group, fault);
        } else if (!group.contains(".")) {
            defects.invalidText("spec.group", group, "should be a domain with at least one dot");
        }
        String scope = spec.path("scope").asText();
        if (scope.isEmpty()) {
            defects.required("spec.scope", "");
        } else if (!SCOPES.contains(scope)) {
            defects.unsupported("spec.scope", scope, SCOPES);
        }
    }

    private boolean isCommon(String field) {
        JsonNode first = spec.path("versions").path(0).path(field);
        for (JsonNode version : spec.path("versions")) {
            if (!version.path(field).equals(first)) {
                return false;
            }
        }
        return !first.isMissingNode();
    }

    private void versions() {
        JsonNode versions = spec.path("versions");
        boolean isSchemaCommon = isCommon("schema");
        for (int i = 0; i < versions.size(); i++) {
            if (!versions.get(i).path("schema").path(SCHEMA).isObject()) {
                defects.required("spec.versions[" + i + "].schema.openAPIV3Schema", "");
            }
        }
        Set<String> seen = new HashSet<>();
        int stored = 0;
        boolean isUnique = true;
        for (int i = 0; i < versions.size(); i++) {
            JsonNode version = versions.get(i);
            String path = "spec.versions[" + i + "]";
            String name = version.path("name").asText();
            stored += version.path("storage").asBoolean() ? 1 : 0;
            isUnique &= seen.add(name);
            String fault = Names.dns1035LabelFault(name);
            if (!fault.isEmpty()) {
                defects.invalidText(path + ".name", name, fault);
            }
            if (version.has("deprecationWarning") && !version.path("deprecated").asBoolean()) {
                defects.invalid(
                        path + ".deprecationWarning",
                        version.path("deprecationWarning"),
                        "can only be set for deprecated versions");
            }
            if (!isSchemaCommon) {
                schema(path + ".schema.openAPIV3Schema", version.path("schema").path(SCHEMA));
            }
            if (!isCommon("subresources")) {
                scale(path + ".subresources.scale", version.at("/subresources/scale"));
            }
            if (!isCommon("additionalPrinterColumns")) {
                columns(path + ".additionalPrinterColumns", version.path("additionalPrinterColumns"));
            }
        }
        if (!isUnique) {
            defects.invalid("spec.versions", shown(versions), "must contain unique version names");
        }
        if (stored != 1) {
            defects.invalid(
                    "spec.versions", shown(versions), "must have exactly one version marked as storage version");
        }
    }

    // The API server shows its internal form; what the versions have in common is not in it. Other schemas are shown as
    // they were sent: their internal form fills pages.
    private String shown(JsonNode versions) {
        if (!versions.isArray()) {
            return "null";
        }
        StringJoiner all = new StringJoiner(",", "[", "]");
        for (JsonNode version : versions) {
            JsonNode warning = version.path("deprecationWarning");
            all.add("{\"Name\":" + GoText.json(version.path("name")) + ",\"Served\":"
                    + version.path("served").asBoolean() + ",\"Storage\":"
                    + version.path("storage").asBoolean() + ",\"Deprecated\":"
                    + version.path("deprecated").asBoolean() + ",\"DeprecationWarning\":" + GoText.json(warning)
                    + own(",\"Schema\":", version, "schema")
                    + own(",\"Subresources\":", version, "subresources")
                    + own(",\"AdditionalPrinterColumns\":", version, "additionalPrinterColumns")
                    + own(",\"SelectableFields\":", version, "selectableFields") + "}");
        }
        return all.toString();
    }

    private String own(String prefix, JsonNode version, String field) {
        return prefix + (isCommon(field) ? "null" : GoText.json(version.path(field)));
    }

    private void schema(String path, JsonNode schema) {
        if (schema.isObject()) {
            defects.addAll(SchemaDefects.of(path, schema));
        }
    }

    private void names() {
        JsonNode names = spec.path("names");
        for (String name : List.of("plural", "singular", "kind", "listKind")) {
            if (names.path(name).asText().isEmpty()) {
                defects.required("spec.names." + name, "");
            }
        }
        for (String name : List.of("plural", "singular")) {
            label("spec.names." + name, names.path(name).asText(), false);
        }
        for (String name : List.of("kind", "listKind")) {
            label("spec.names." + name, names.path(name).asText(), true);
        }
        labels("spec.names.shortNames", names.path("shortNames"));
        String kind = names.path("kind").asText();
        if (!kind.isEmpty() && kind.equals(names.path("listKind").asText())) {
            defects.invalidText("spec.names.listKind", kind, "kind and listKind may not be the same");
        }
        labels("spec.names.categories", names.path("categories"));
    }

    private void label(String field, String name, boolean isKind) {
        String fault = name.isEmpty() ? "" : Names.dns1035LabelFault(isKind ? name.toLowerCase(Locale.ROOT) : name);
        if (!fault.isEmpty()) {
            defects.invalidText(
                    field, name, isKind ? "may have mixed case, but should otherwise match: " + fault : fault);
        }
    }

    private void labels(String field, JsonNode names) {
        for (int i = 0; i < names.size(); i++) {
            String fault = Names.dns1035LabelFault(names.get(i).asText());
            if (!fault.isEmpty()) {
                defects.invalidText(field + "[" + i + "]", names.get(i).asText(), fault);
            }
        }
    }

    private void common() {
        JsonNode first = spec.path("versions").path(0);
        if (isCommon("schema")) {
            schema("spec.validation.openAPIV3Schema", first.path("schema").path(SCHEMA));
        }
        if (isCommon("subresources")) {
            scale("spec.subresources.scale", first.at("/subresources/scale"));
        }
        if (isCommon("additionalPrinterColumns")) {
            columns("spec.additionalPrinterColumns", first.path("additionalPrinterColumns"));
        }
    }

    private void scale(String path, JsonNode scale) {
        if (!scale.isObject()) {
            return;
        }
        for (Map.Entry<String, String> each :
                List.of(Map.entry("specReplicasPath", ".spec"), Map.entry("statusReplicasPath", ".status"))) {
            String value = scale.path(each.getKey()).asText();
            String field = path + "." + each.getKey();
            if (value.isEmpty()) {
                defects.required(field, "");
            } else if (isSimplePath(field, value) && !value.startsWith(each.getValue() + ".")) {
                defects.invalidText(field, value, "should be a json path under " + each.getValue());
            }
        }
        String selector = scale.path("labelSelectorPath").asText();
        String field = path + ".labelSelectorPath";
        if (!selector.isEmpty()
                && isSimplePath(field, selector)
                && !selector.startsWith(".spec.")
                && !selector.startsWith(".status.")) {
            defects.invalidText(field, selector, "should be a json path under either .spec or .status");
        }
    }

    private boolean isSimplePath(String field, String path) {
        if (!path.startsWith(".")) {
            defects.invalidText(field, path, "must be a simple json path starting with .");
            return false;
        }
        return true;
    }

    private void columns(String path, JsonNode columns) {
        for (int i = 0; i < columns.size(); i++) {
            JsonNode column = columns.get(i);
            String field = path + "[" + i + "]";
            if (column.path("name").asText().isEmpty()) {
                defects.required(field + ".name", "");
            }
            String type = column.path("type").asText();
            String types = "must be one of " + String.join(",", COLUMN_TYPES);
            if (type.isEmpty()) {
                defects.required(field + ".type", types);
            } else if (!COLUMN_TYPES.contains(type)) {
                defects.invalidText(field + ".type", type, types);
            }
            String format = column.path("format").asText();
            if (!format.isEmpty() && !COLUMN_FORMATS.contains(format)) {
                defects.invalidText(field + ".format", format, "must be one of " + String.join(",", COLUMN_FORMATS));
            }
            String jsonPath = column.path("jsonPath").asText();
            if (jsonPath.isEmpty()) {
                defects.required(field + ".JSONPath", "");
            } else {
                isSimplePath(field + ".JSONPath", jsonPath);
            }
        }
    }

    // A new definition has stored objects in its first storage version only.
    private void storedVersions() {
        String first = "";
        for (JsonNode version : spec.path("versions")) {
            String name = version.path("name").asText();
            if (!version.path("storage").asBoolean()) {
                continue;
            }
            if (first.isEmpty()) {
                first = name;
            } else {
                // The server has crossed the first one off, even where it is called the same.
                defects.invalid(
                        "status.storedVersions",
                        "[" + GoText.quoted(first) + "]",
                        "must have the storage version " + name);
            }
        }
        if (first.isEmpty()) {
            defects.invalid("status.storedVersions", "null", "must have at least one stored version");
        }
    }

    private void rest() {
        if (spec.path("preserveUnknownFields").asBoolean()) {
            defects.invalid(
                    "spec.preserveUnknownFields",
                    "true",
                    "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema"
                            + " instead");
        }
        storedVersions();
        String group = spec.path("group").asText();
        boolean isProtected = group.equals("k8s.io")
                || group.endsWith(".k8s.io")
                || group.equals("kubernetes.io")
                || group.endsWith(".kubernetes.io");
        if (isProtected && !definition.at("/metadata/annotations").has("api-approved.kubernetes.io")) {
            defects.required(
                    "metadata.annotations[api-approved.kubernetes.io]",
                    "protected groups must have approval annotation \"api-approved.kubernetes.io\", see"
                            + " https://github.com/kubernetes/enhancements/pull/1111");
        }
    }
}
