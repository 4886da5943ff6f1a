package io.fairlead.engine.revision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/// Pod templates in a form in which those that mean the same are equal: without nulls, without empty lists, without
/// what a typed Go client adds (`creationTimestamp: null`, `resources: {}`), and without values that are the API's
/// defaults. Two revisions are compared in this form, never byte by byte: another writer's bytes must not restart a
/// pod.
public final class TemplateForm {
    // Only fields in which an empty object means the same as none. Elsewhere it may not: an empty labelSelector selects
    // every pod, an absent one none.
    private static final List<String> EMPTY_MEANS_ABSENT =
            List.of("resources", "securityContext", "labels", "annotations", "limits", "requests", "nodeSelector");
    private static final List<Map.Entry<String, String>> POD_DEFAULTS = List.of(
            Map.entry("restartPolicy", "Always"),
            Map.entry("dnsPolicy", "ClusterFirst"),
            Map.entry("schedulerName", "default-scheduler"),
            Map.entry("terminationGracePeriodSeconds", "30"));
    private static final List<Map.Entry<String, String>> CONTAINER_DEFAULTS = List.of(
            Map.entry("terminationMessagePath", "/dev/termination-log"), Map.entry("terminationMessagePolicy", "File"));

    private TemplateForm() {}

    /// A new tree; the argument stays as it is. `$patch` and the fields of `metadata` that never reach a pod are
    /// left out.
    public static JsonNode of(JsonNode template) {
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = form.putObject("metadata");
        for (String field : List.of("labels", "annotations", "finalizers")) {
            JsonNode value = pruned(template.path("metadata").path(field));
            if (!value.isMissingNode() && !value.isNull() && !value.isEmpty()) {
                metadata.set(field, value);
            }
        }
        JsonNode spec = pruned(template.path("spec"));
        if (spec instanceof ObjectNode object) {
            dropDefaults(object, POD_DEFAULTS);
            containerDefaults(object.path("containers"));
            containerDefaults(object.path("initContainers"));
            form.set("spec", object);
        }
        return form;
    }

    private static JsonNode pruned(JsonNode node) {
        if (node.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                JsonNode value = pruned(field.getValue());
                if (!isAbsent(field.getKey(), value)) {
                    copy.set(field.getKey(), value);
                }
            }
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            node.forEach(each -> copy.add(pruned(each)));
            return copy;
        }
        return node;
    }

    private static boolean isAbsent(String field, JsonNode value) {
        return value.isNull()
                || (value.isArray() && value.isEmpty())
                || (value.isObject() && value.isEmpty() && EMPTY_MEANS_ABSENT.contains(field));
    }

    private static void containerDefaults(JsonNode containers) {
        for (JsonNode container : containers) {
            if (container instanceof ObjectNode object) {
                dropDefaults(object, CONTAINER_DEFAULTS);
                for (JsonNode port : object.path("ports")) {
                    if (port instanceof ObjectNode portObject) {
                        dropDefaults(portObject, List.of(Map.entry("protocol", "TCP")));
                    }
                }
            }
        }
    }

    private static void dropDefaults(ObjectNode object, List<Map.Entry<String, String>> defaults) {
        for (Map.Entry<String, String> each : defaults) {
            JsonNode value = object.path(each.getKey());
            if (value.isValueNode() && value.asText().equals(each.getValue())) {
                object.remove(each.getKey());
            }
        }
    }
}
