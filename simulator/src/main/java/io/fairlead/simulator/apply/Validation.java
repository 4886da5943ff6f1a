package io.fairlead.simulator.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.apply.Types.Kind;
import io.fairlead.simulator.apply.Types.MalformedException;
import io.fairlead.simulator.schema.Schema;
import io.fairlead.simulator.schema.Schema.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether a value is what its type says, with structured-merge-diff's words.
final class Validation {
    private final boolean allowsDuplicates;
    private final List<String> errors = new ArrayList<>();

    private Validation(boolean allowsDuplicates) {
        this.allowsDuplicates = allowsDuplicates;
    }

    /// @return the message; empty where nothing is wrong
    static String check(Schema schema, JsonNode value, boolean allowsDuplicates) {
        Validation validation = new Validation(allowsDuplicates);
        validation.check("", value, schema);
        if (validation.errors.isEmpty()) {
            return "";
        }
        return validation.errors.size() == 1
                ? validation.errors.getFirst()
                : "errors:\n  " + String.join("\n  ", validation.errors);
    }

    private void fail(String path, String message) {
        errors.add(path.isEmpty() ? message : path + ": " + message);
    }

    private void check(String path, JsonNode value, @Nullable Schema schema) {
        if (value.isNull()) {
            return;
        }
        Kind kind = Types.kind(schema, value);
        switch (kind) {
            case SCALAR -> checkScalar(path, value, schema);
            case LIST -> {
                if (value instanceof ArrayNode items) {
                    checkItems(path, items, schema);
                } else {
                    fail(path, "expected list, got &{" + Printed.plain(value) + "}");
                }
            }
            case MAP -> {
                if (value instanceof ObjectNode object) {
                    checkFields(path, object, schema);
                } else {
                    fail(path, "expected map, got &{" + Printed.plain(value) + "}");
                }
            }
        }
    }

    private void checkScalar(String path, JsonNode value, @Nullable Schema schema) {
        if (schema == null) {
            return;
        }
        switch (schema.scalar()) {
            case NUMERIC -> {
                if (!value.isNumber()) {
                    fail(path, "expected numeric (int or float), got " + Printed.type(value));
                }
            }
            case STRING -> {
                if (!value.isTextual()) {
                    fail(path, "expected string, got &value.valueUnstructured{Value:" + Printed.sharp(value) + "}");
                }
            }
            case BOOLEAN -> {
                if (!value.isBoolean()) {
                    fail(path, "expected boolean, got &{" + Printed.plain(value) + "}");
                }
            }
            case UNTYPED -> {
                if (value.isContainerNode()) {
                    fail(path, "expected any scalar, got &{" + Printed.plain(value) + "}");
                }
            }
        }
    }

    private void checkItems(String path, ArrayNode items, @Nullable Schema list) {
        Set<Element> seen = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            String step = "[" + i + "]";
            if (list != null && !Types.isAtomicList(list)) {
                try {
                    Element element = Types.element(list, items.get(i));
                    step = element.toString();
                    if (!seen.add(element) && !allowsDuplicates) {
                        fail(path, "duplicate entries for key " + step);
                    }
                } catch (MalformedException e) {
                    fail(path, "element " + i + ": " + e.getMessage());
                    return;
                }
            }
            check(path + step, items.get(i), Types.items(list));
        }
    }

    private void checkFields(String path, ObjectNode object, @Nullable Schema schema) {
        for (Map.Entry<String, JsonNode> each : object.properties()) {
            Schema field = Types.field(schema, each.getKey());
            if (schema != null && field == null && schema.shape() != Shape.ANY) {
                fail(path + "." + each.getKey(), "field not declared in schema");
                return;
            }
            check(path + "." + each.getKey(), each.getValue(), field);
        }
    }
}
