package io.fairlead.simulator.apply;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fairlead.simulator.apply.Managers.Owner;
import io.fairlead.simulator.wire.StatusException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/// Fields of others that an apply would change. Managers come in the order of their identifiers (kube-apiserver shows
/// the causes of several managers in no order).
record Conflicts(Map<Owner, FieldSet> byManager) {
    private static final String SCALE_VERSION = "autoscaling/v1";

    static Conflicts none() {
        return new Conflicts(Map.of());
    }

    /// Of an apply by one manager.
    static Conflicts of(Managers managers, Owner self, FieldSet written) {
        Map<Owner, FieldSet> found = new LinkedHashMap<>();
        managers.all().entrySet().stream()
                .filter(each -> !each.getKey().equals(self))
                .sorted(Comparator.comparing(each -> each.getKey().identifier()))
                .forEach(each -> {
                    FieldSet conflict = each.getValue().fields().intersection(written);
                    if (!conflict.isEmpty()) {
                        found.put(each.getKey(), conflict);
                    }
                });
        return new Conflicts(found);
    }

    boolean isEmpty() {
        return byManager.isEmpty();
    }

    Conflicts without(FieldSet allowed) {
        Map<Owner, FieldSet> left = new LinkedHashMap<>();
        byManager.forEach((key, fields) -> {
            FieldSet rest = fields.difference(allowed);
            if (!rest.isEmpty()) {
                left.put(key, rest);
            }
        });
        return new Conflicts(left);
    }

    /// @param subresource of the request: versions are then shown as that of Scale
    StatusException refusal(String subresource) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        var causes = details.putArray("causes");
        StringJoiner text = new StringJoiner("\n");
        int count = 0;
        for (Map.Entry<Owner, FieldSet> each : byManager.entrySet()) {
            String manager = print(each.getKey(), subresource);
            text.add("conflicts with " + manager + ":");
            for (String path : each.getValue().paths()) {
                causes.addObject()
                        .put("reason", "FieldManagerConflict")
                        .put("message", "conflict with " + manager)
                        .put("field", path);
                text.add("- " + path);
                count++;
            }
        }
        String message = "Apply failed with " + count + " conflicts: " + text;
        if (count == 1) {
            Map.Entry<Owner, FieldSet> only = List.copyOf(byManager.entrySet()).getFirst();
            message = "Apply failed with 1 conflict: conflict with " + print(only.getKey(), subresource) + ": "
                    + only.getValue().paths().getFirst();
        }
        return StatusException.of(409, "Conflict", message, details);
    }

    private static String print(Owner key, String subresource) {
        String text = TextNode.valueOf(key.manager()).toString();
        if (!key.subresource().isEmpty()) {
            text += " with subresource \"" + key.subresource() + '"';
        }
        String version = subresource.equals("scale") ? SCALE_VERSION : key.apiVersion();
        return key.isApplier() ? text : text + " using " + version;
    }
}
