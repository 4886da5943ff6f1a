package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Validation of `metadata`, for built-in and custom kinds alike. Maps are walked in the order of their keys (the API
/// server's order is random).
public final class ObjectMetaRules {
    private static final FieldPath METADATA = FieldPath.of("metadata");
    private static final int ANNOTATIONS_BYTES_MAX = 256 * 1024;
    private static final int MANAGER_BYTES_MAX = 128;
    private static final int SUBRESOURCE_BYTES_MAX = 256;
    private static final String ORPHAN = "orphan";
    private static final String FOREGROUND = "foregroundDeletion";
    private static final List<String> STANDARD_FINALIZERS = List.of("kubernetes", ORPHAN, FOREGROUND);

    private ObjectMetaRules() {}

    /// As apimachinery's ValidateObjectMeta: on creation, and on updates of kinds that validate the whole object.
    public static void check(JsonNode metadata, boolean isNamespaced, Names.Rule rule, Findings findings) {
        check(metadata, isNamespaced, rule, METADATA, findings);
    }

    static void check(JsonNode metadata, boolean isNamespaced, Names.Rule rule, FieldPath path, Findings findings) {
        String prefix = Trees.text(metadata, "generateName");
        if (!prefix.isEmpty()) {
            findings.invalidEach(path.child("generateName"), prefix, rule.check(prefix, true));
        }
        String name = Trees.text(metadata, "name");
        if (name.isEmpty()) {
            findings.required(path.child("name"), "name or generateName is required");
        } else {
            findings.invalidEach(path.child("name"), name, rule.check(name, false));
        }
        String namespace = Trees.text(metadata, "namespace");
        if (!isNamespaced && !namespace.isEmpty()) {
            findings.forbidden(path.child("namespace"), "not allowed on this type");
        } else if (isNamespaced && namespace.isEmpty()) {
            findings.required(path.child("namespace"), "");
        } else if (isNamespaced) {
            findings.invalidEach(path.child("namespace"), namespace, Names.label(namespace));
        }
        findings.nonNegative(path.child("generation"), metadata.path("generation"));
        common(metadata, path, findings);
        finalizers(metadata.path("finalizers"), path.child("finalizers"), findings);
        managedFields(metadata.path("managedFields"), path.child("managedFields"), findings);
    }

    private static void common(JsonNode metadata, FieldPath path, Findings findings) {
        labels(metadata.path("labels"), path.child("labels"), findings);
        annotations(metadata.path("annotations"), path.child("annotations"), findings);
        owners(metadata.path("ownerReferences"), path.child("ownerReferences"), findings);
    }

    /// As apimachinery's ValidateObjectMetaUpdate.
    public static void checkUpdate(JsonNode metadata, JsonNode old, Findings findings) {
        if (Trees.has(old, "deletionTimestamp")) {
            noNewFinalizers(metadata.path("finalizers"), old.path("finalizers"), findings);
        }
        if (Trees.text(metadata, "resourceVersion").isEmpty()) {
            findings.invalid(METADATA.child("resourceVersion"), "", "must be specified for an update");
        }
        if (Trees.number(metadata, "generation") < Trees.number(old, "generation")) {
            long generation = Trees.number(metadata, "generation");
            findings.invalid(METADATA.child("generation"), generation, "must not be decremented");
        }
        for (String field : List.of("name", "namespace", "uid")) {
            String value = Trees.text(metadata, field);
            if (!value.equals(Trees.text(old, field))) {
                findings.invalid(METADATA.child(field), value, "field is immutable");
            }
        }
        for (String field : List.of("creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds")) {
            findings.immutable(METADATA.child(field), metadata.path(field), old.path(field));
        }
        common(metadata, METADATA, findings);
        managedFields(metadata.path("managedFields"), METADATA.child("managedFields"), findings);
    }

    private static void noNewFinalizers(JsonNode now, JsonNode old, Findings findings) {
        Set<String> added = new TreeSet<>(Trees.texts(now));
        added.removeAll(new LinkedHashSet<>(Trees.texts(old)));
        if (!added.isEmpty()) {
            List<String> quoted = added.stream().map(GoText::quote).toList();
            findings.forbidden(
                    METADATA.child("finalizers"),
                    "no new finalizers can be added if the object is being " + "deleted, found new finalizers []string{"
                            + String.join(", ", quoted) + "}");
        }
    }

    /// Keys and values of labels.
    static void labels(JsonNode labels, FieldPath path, Findings findings) {
        for (Map.Entry<String, JsonNode> each : labels.properties()) {
            findings.invalidEach(path, each.getKey(), Names.qualified(each.getKey()));
            String value = each.getValue().asText("");
            findings.invalidEach(path, value, Names.labelValue(value));
        }
    }

    static void annotations(JsonNode annotations, FieldPath path, Findings findings) {
        long bytes = 0;
        for (Map.Entry<String, JsonNode> each : annotations.properties()) {
            String key = each.getKey();
            findings.invalidEach(path, key, Names.qualified(key.toLowerCase(Locale.ROOT)));
            bytes += Utf8.length(key) + Utf8.length(each.getValue().asText(""));
        }
        if (bytes > ANNOTATIONS_BYTES_MAX) {
            findings.tooLong(path, ANNOTATIONS_BYTES_MAX);
        }
    }

    private static void owners(JsonNode owners, FieldPath path, Findings findings) {
        String controller = "";
        for (JsonNode owner : owners) {
            String apiVersion = Trees.text(owner, "apiVersion");
            if (apiVersion.isEmpty()) {
                findings.invalid(path.child("apiVersion"), "", "version must not be empty");
            }
            for (String field : List.of("kind", "name", "uid")) {
                if (Trees.isUnset(owner, field)) {
                    findings.invalid(path.child(field), "", "must not be empty");
                }
            }
            if (apiVersion.equals("v1") && Trees.text(owner, "kind").equals("Event")) {
                findings.invalid(path, owner, "/v1, Kind=Event is disallowed from being an owner");
            }
            if (Trees.flag(owner, "controller")) {
                String name = Trees.text(owner, "kind") + "/" + Trees.text(owner, "name");
                if (controller.isEmpty()) {
                    controller = name;
                } else {
                    findings.invalid(
                            path,
                            owners,
                            "Only one reference can have Controller set to true. Found \"true\" " + "in references for "
                                    + controller + " and " + name);
                }
            }
        }
    }

    private static void finalizers(JsonNode finalizers, FieldPath path, Findings findings) {
        List<String> names = Trees.texts(finalizers);
        for (String name : names) {
            findings.invalidEach(path, name, Names.qualified(name));
        }
        if (names.contains(ORPHAN) && names.contains(FOREGROUND)) {
            findings.invalid(path, finalizers, "finalizer " + ORPHAN + " and " + FOREGROUND + " cannot be both set");
        }
    }

    /// What only the core group's own validation asks: finalizers are well known or have a domain.
    static void standardFinalizers(JsonNode metadata, Findings findings) {
        List<String> names = Trees.texts(metadata.path("finalizers"));
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).indexOf('/') < 0 && !STANDARD_FINALIZERS.contains(names.get(i))) {
                findings.invalid(
                        METADATA.child("finalizers").index(i),
                        names.get(i),
                        "name is neither a standard finalizer name nor is it fully qualified");
            }
        }
    }

    private static void managedFields(JsonNode entries, FieldPath path, Findings findings) {
        for (int i = 0; i < entries.size(); i++) {
            JsonNode entry = entries.get(i);
            FieldPath at = path.index(i);
            String operation = Trees.text(entry, "operation");
            if (!operation.equals("Apply") && !operation.equals("Update")) {
                findings.invalid(at.child("operation"), operation, "must be `Apply` or `Update`");
            }
            String type = Trees.text(entry, "fieldsType");
            if (!type.isEmpty() && !type.equals("FieldsV1")) {
                findings.invalid(at.child("fieldsType"), type, "must be `FieldsV1`");
            }
            manager(Trees.text(entry, "manager"), at.child("manager"), findings);
            if (Trees.text(entry, "subresource").length() > SUBRESOURCE_BYTES_MAX) {
                findings.tooLong(at.child("subresource"), SUBRESOURCE_BYTES_MAX);
            }
        }
    }

    /// The name of a field manager.
    public static void manager(String name, FieldPath path, Findings findings) {
        if (Utf8.length(name) > MANAGER_BYTES_MAX) {
            findings.tooLong(path, MANAGER_BYTES_MAX);
        }
        int at = 0;
        for (int each : name.codePoints().toArray()) {
            if (Character.isISOControl(each)
                    || !Character.isDefined(each)
                    || (each != ' ' && Character.isSpaceChar(each))) {
                String hex = String.format(Locale.ROOT, "U+%04X", each);
                findings.invalid(path, name, "invalid character " + hex + " (at position " + at + ")");
            }
            at += Utf8.length(Character.toString(each));
        }
    }

    /// The names of what is wrong with metadata, where only its own rules count (custom resources).
    ///
    /// @param isUpdate there is a stored object
    public static List<io.fairlead.simulator.wire.FieldError> checkAll(
            JsonNode metadata, JsonNode old, boolean isUpdate, boolean isNamespaced) {
        Findings findings = new Findings();
        if (isUpdate) {
            check(metadata, isNamespaced, Names.Rule.PATH_SEGMENT, findings);
            checkUpdate(metadata, old, findings);
            // Once for all kinds, and once more by the strategy of custom ones.
            checkUpdate(metadata, old, findings);
        } else {
            check(metadata, isNamespaced, Names.Rule.SUBDOMAIN, findings);
        }
        return new ArrayList<>(findings.all());
    }
}
