package io.fairlead.simulator.custom;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.simulator.wire.FieldError;
import io.fairlead.simulator.wire.GoText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Defaults that their own schema would refuse.
final class DefaultDefects {
    private final List<FieldError> errors = new ArrayList<>();

    private DefaultDefects() {}

    static List<FieldError> of(String path, SchemaNode schema) {
        DefaultDefects walk = new DefaultDefects();
        walk.visit(path, schema);
        return walk.errors;
    }

    private void visit(String path, SchemaNode schema) {
        if (schema.defaultValue != null) {
            check(path + ".default", schema, schema.defaultValue);
        }
        if (schema.items != null) {
            visit(path + ".items", schema.items);
        }
        for (Map.Entry<String, SchemaNode> entry : schema.properties.entrySet()) {
            visit(path + ".properties[" + entry.getKey() + "]", entry.getValue());
        }
    }

    private void check(String path, SchemaNode schema, JsonNode value) {
        JsonNode pruned = value.deepCopy();
        if (!Pruning.apply(pruned, schema, schema.isEmbedded).isEmpty()) {
            errors.add(
                    new FieldError(FieldError.Type.INVALID, path, GoText.value(value), "must not have unknown fields"));
        }
        List<FieldError> found = SchemaCheck.check(path, schema, value, null);
        errors.addAll(found);
        RuleTree rules = found.isEmpty() ? RuleTree.of(schema) : null;
        if (rules != null) {
            List<FieldError> broken = rules.check(path, value, value, null);
            errors.addAll(broken.isEmpty() ? rules.check(path, value, null, null) : broken);
        }
    }
}
