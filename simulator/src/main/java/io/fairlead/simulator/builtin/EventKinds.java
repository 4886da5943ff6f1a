package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/// Events, in both versions of their API: one storage, two sets of field names and rules.
final class EventKinds {
    static final String NEW = "events.k8s.io/v1";
    private static final String OLD = "v1";
    private static final List<String> REFERENCE =
            List.of("Kind", "Namespace", "Name", "UID", "APIVersion", "ResourceVersion", "FieldPath");
    private static final int WORD_MAX = 128;
    private static final int NOTE_MAX = 1024;
    private static final List<String> FROZEN = List.of(
            "regarding",
            "reason",
            "note",
            "deprecatedSource",
            "deprecatedFirstTimestamp",
            "deprecatedLastTimestamp",
            "deprecatedCount",
            "reason",
            "type",
            "eventTime",
            "action",
            "related",
            "reportingController",
            "reportingInstance");
    /// New names by old ones, where they differ.
    private static final Map<String, String> NAMES = Map.of(
            "involvedObject",
            "regarding",
            "message",
            "note",
            "source",
            "deprecatedSource",
            "firstTimestamp",
            "deprecatedFirstTimestamp",
            "lastTimestamp",
            "deprecatedLastTimestamp",
            "count",
            "deprecatedCount",
            "reportingComponent",
            "reportingController");
    private static final Map<String, String> OLD_NAMES = Map.of(
            "regarding",
            "involvedObject",
            "note",
            "message",
            "deprecatedSource",
            "source",
            "deprecatedFirstTimestamp",
            "firstTimestamp",
            "deprecatedLastTimestamp",
            "lastTimestamp",
            "deprecatedCount",
            "count",
            "reportingController",
            "reportingComponent");

    private EventKinds() {}

    static List<TableKind> all() {
        return List.of(
                new TableKind(OLD, "Event")
                        .withoutMetadataCheck()
                        .rule((event, findings) -> legacy(event, event, "reportingComponent", findings))
                        .updates((event, old, findings) -> legacy(event, event, "reportingComponent", findings)),
                new TableKind(NEW, "Event")
                        .withoutMetadataCheck()
                        .rule(EventKinds::strict)
                        .updates(EventKinds::strictUpdate));
    }

    /// The same event under the other names.
    static ObjectNode convert(ObjectNode event, String apiVersion) {
        Map<String, String> names = apiVersion.equals(OLD) ? OLD_NAMES : NAMES;
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> each : event.properties()) {
            out.set(names.getOrDefault(each.getKey(), each.getKey()), each.getValue());
        }
        out.put("apiVersion", apiVersion);
        return out;
    }

    private static void strict(ObjectNode event, Findings findings) {
        legacy(event, convert(event, OLD), "reportingController", findings);
        ObjectMetaRules.check(event.path("metadata"), true, Names.Rule.SUBDOMAIN, findings);
        series(event, findings);
        if (!Trees.has(event, "eventTime")) {
            findings.required(FieldPath.of("eventTime"), "");
        }
        String type = Trees.text(event, "type");
        if (!type.equals("Normal") && !type.equals("Warning")) {
            findings.invalid(FieldPath.of("type"), "", "has invalid value: " + type);
        }
        unset(event, "deprecatedFirstTimestamp", "firstTimestamp", findings);
        unset(event, "deprecatedLastTimestamp", "lastTimestamp", findings);
        unset(event, "deprecatedCount", "count", findings);
        if (!event.path("deprecatedSource").isEmpty()) {
            findings.invalid(FieldPath.of("source"), "", "needs to be unset");
        }
    }

    private static void unset(ObjectNode event, String field, String name, Findings findings) {
        if (Trees.has(event, field)) {
            findings.invalid(FieldPath.of(name), "", "needs to be unset");
        }
    }

    private static void strictUpdate(ObjectNode event, ObjectNode old, Findings findings) {
        legacy(event, convert(event, OLD), "reportingController", findings);
        TableKind.checkMetadataUpdate(event, old, findings);
        if (!Trees.isSame(event.path("series"), old.path("series"))) {
            series(event, findings);
        }
        for (String field : FROZEN) {
            String name = OLD_NAMES.getOrDefault(field, field);
            String shown = field.equals("reportingController") ? field : name;
            boolean isReference = field.equals("regarding") || field.equals("related");
            if (isReference && !Trees.isSame(event.path(field), old.path(field))) {
                String value = InternalForm.line(event.path(field), REFERENCE);
                findings.invalidAs(FieldPath.of(shown), value, "field is immutable");
            } else {
                findings.immutable(FieldPath.of(shown), event.path(field), old.path(field));
            }
        }
    }

    private static void series(ObjectNode event, Findings findings) {
        JsonNode series = event.path("series");
        if (!series.isObject()) {
            return;
        }
        if (Trees.number(series, "count") < 2) {
            findings.invalid(FieldPath.of("series.count"), "", "should be at least 2");
        }
        if (!Trees.has(series, "lastObservedTime")) {
            findings.required(FieldPath.of("series.lastObservedTime"), "");
        }
    }

    // What holds in either version.
    private static void legacy(ObjectNode sent, JsonNode event, String controllerField, Findings findings) {
        String namespace = Trees.text(sent.path("metadata"), "namespace");
        String involved = Trees.text(event.path("involvedObject"), "namespace");
        FieldPath at = FieldPath.of("involvedObject").child("namespace");
        boolean isTimed = Trees.has(event, "eventTime");
        boolean fits = isTimed
                ? !involved.isEmpty() || List.of("default", "kube-system").contains(namespace)
                : involved.isEmpty() ? List.of("", "default").contains(namespace) : namespace.equals(involved);
        if (!fits) {
            findings.invalid(at, involved, "does not match event.namespace");
        }
        if (isTimed) {
            String controller = Trees.text(event, "reportingComponent");
            if (controller.isEmpty()) {
                findings.required(FieldPath.of(controllerField), "");
            }
            findings.invalidEach(FieldPath.of(controllerField), controller, Names.qualified(controller));
            word(event, "reportingInstance", findings);
            word(event, "action", findings);
            word(event, "reason", findings);
            if (Utf8.length(Trees.text(event, "message")) > NOTE_MAX) {
                findings.invalid(FieldPath.of("message"), "", "can have at most " + NOTE_MAX + " characters");
            }
        }
        findings.invalidEach(FieldPath.of("namespace"), namespace, Names.subdomain(namespace));
    }

    private static void word(JsonNode event, String field, Findings findings) {
        String value = Trees.text(event, field);
        if (value.isEmpty()) {
            findings.required(FieldPath.of(field), "");
        }
        if (Utf8.length(value) > WORD_MAX) {
            findings.invalid(FieldPath.of(field), "", "can have at most " + WORD_MAX + " characters");
        }
    }
}
