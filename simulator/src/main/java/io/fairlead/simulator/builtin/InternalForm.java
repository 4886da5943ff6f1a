package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.builtin.GoType.Entries;
import io.fairlead.simulator.builtin.GoType.Field;
import io.fairlead.simulator.builtin.GoType.Items;
import io.fairlead.simulator.builtin.GoType.Pointer;
import io.fairlead.simulator.builtin.GoType.Scalar;
import io.fairlead.simulator.builtin.GoType.Struct;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A pod spec as kube-apiserver prints its own form of it: Go's field names, all fields, one blank a level.
final class InternalForm {
    private static final List<String> HOST_FIELDS =
            List.of("hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace", "hostUsers");

    private final StringBuilder out = new StringBuilder();

    private InternalForm() {}

    static String podSpec(JsonNode spec) {
        ObjectNode moved = Trees.without(spec);
        ObjectNode security = Trees.without(spec.path("securityContext"));
        for (String field : HOST_FIELDS) {
            Trees.put(security, field, spec.get(field));
        }
        moved.set("securityContext", security);
        InternalForm form = new InternalForm();
        form.value(GoTypes.internalPodSpec(), moved, 0);
        return form.out.toString();
    }

    /// A flat object in one line.
    ///
    /// @param fields Go's names in order; a star marks those that are null when absent, not an empty text
    static String line(JsonNode object, List<String> fields) {
        StringBuilder text = new StringBuilder("{");
        for (String field : fields) {
            boolean isPointer = field.startsWith("*");
            String name = isPointer ? field.substring(1) : field;
            JsonNode value = MissingNode.getInstance();
            for (Map.Entry<String, JsonNode> each : object.properties()) {
                value = each.getKey().equalsIgnoreCase(name) ? each.getValue() : value;
            }
            text.append(text.length() > 1 ? ",\"" : "\"").append(name).append("\":");
            text.append(value.isMissingNode() ? isPointer ? "null" : "\"\"" : escaped(value));
        }
        return text.append('}').toString();
    }

    /// An update strategy without parameters, which is all that an unknown one can have in practice.
    static String strategy(JsonNode strategy) {
        return "{\"Type\":" + GoText.quote(Trees.text(strategy, "type")) + ",\"RollingUpdate\":null}";
    }

    /// A StatefulSet's rolling update.
    static String rolling(JsonNode rolling) {
        if (!rolling.isObject()) {
            return "null";
        }
        JsonNode unavailable = rolling.path("maxUnavailable");
        return "{\"Partition\":" + Trees.number(rolling, "partition") + ",\"MaxUnavailable\":"
                + (unavailable.isMissingNode() ? "null" : escaped(unavailable)) + "}";
    }

    private void value(GoType type, JsonNode node, int depth) {
        boolean isAbsent = node.isMissingNode() || node.isNull();
        switch (type) {
            case Pointer pointer -> {
                if (isAbsent) {
                    out.append("null");
                } else {
                    value(pointer.to(), node, depth);
                }
            }
            case Struct struct -> struct(struct, node, depth);
            case Items items -> items(items, node, depth);
            case Entries entries -> entries(entries, node, depth);
            case Scalar scalar -> {
                if (isAbsent) {
                    out.append(zero(scalar));
                } else {
                    out.append(escaped(node));
                }
            }
        }
    }

    private static String zero(Scalar type) {
        return switch (type.leaf()) {
            case STRING -> "\"\"";
            case BOOL -> "false";
            case INT, FLOAT, INT_OR_STRING -> "0";
            case QUANTITY -> "\"0\"";
            case DURATION -> "\"0s\"";
            case BYTES, TIME, MICRO_TIME, RAW, SCHEMA_OR_BOOL, SCHEMA_OR_ARRAY, SCHEMA_OR_STRINGS -> "null";
        };
    }

    // Go's encoder makes text safe to stand in HTML.
    private static String escaped(JsonNode node) {
        return node.toString().replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    }

    private void struct(Struct type, JsonNode node, int depth) {
        Map<String, JsonNode> byLowerName = new HashMap<>();
        for (Map.Entry<String, JsonNode> each : node.properties()) {
            byLowerName.put(each.getKey().toLowerCase(Locale.ROOT), each.getValue());
        }
        List<Field> printed = new ArrayList<>();
        for (Field field : type.fields()) {
            boolean isSet = byLowerName.containsKey(field.name().toLowerCase(Locale.ROOT));
            if (isSet || !(field.isOmittedEmpty() || field.isOmittedZero())) {
                printed.add(field);
            }
        }
        open('{', printed.isEmpty());
        for (int i = 0; i < printed.size(); i++) {
            Field field = printed.get(i);
            line(i, depth + 1);
            out.append('"').append(field.name()).append("\": ");
            JsonNode value = byLowerName.getOrDefault(field.name().toLowerCase(Locale.ROOT), MissingNode.getInstance());
            value(field.type(), value, depth + 1);
        }
        close('}', printed.isEmpty(), depth);
    }

    private void items(Items type, JsonNode node, int depth) {
        if (!node.isArray()) {
            out.append("null");
            return;
        }
        open('[', node.isEmpty());
        for (int i = 0; i < node.size(); i++) {
            line(i, depth + 1);
            value(type.of(), node.get(i), depth + 1);
        }
        close(']', node.isEmpty(), depth);
    }

    private void entries(Entries type, JsonNode node, int depth) {
        if (!node.isObject()) {
            out.append("null");
            return;
        }
        open('{', node.isEmpty());
        TreeMap<String, JsonNode> sorted = new TreeMap<>();
        node.properties().forEach(each -> sorted.put(each.getKey(), each.getValue()));
        int i = 0;
        for (Map.Entry<String, JsonNode> each : sorted.entrySet()) {
            line(i++, depth + 1);
            out.append(escaped(JsonNodeFactory.instance.textNode(each.getKey())))
                    .append(": ");
            value(type.of(), each.getValue(), depth + 1);
        }
        close('}', node.isEmpty(), depth);
    }

    private void open(char bracket, boolean isEmpty) {
        out.append(bracket);
        if (!isEmpty) {
            out.append('\n');
        }
    }

    private void line(int index, int depth) {
        out.append(index > 0 ? ",\n" : "").append(" ".repeat(depth));
    }

    private void close(char bracket, boolean isEmpty, int depth) {
        if (!isEmpty) {
            out.append('\n').append(" ".repeat(depth));
        }
        out.append(bracket);
    }
}
