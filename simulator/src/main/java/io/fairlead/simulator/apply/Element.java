package io.fairlead.simulator.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One step of a path: a field (`f:name`), an item by its keys (`k:{…}`), an item by its value (`v:…`) or by its index
/// (`i:0`). The order is that of structured-merge-diff: fields, keys, values, indices.
final class Element implements Comparable<Element> {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final char type;
    private final String text;
    private final Map<String, JsonNode> keys;
    private final @Nullable JsonNode value;
    private final int hash;

    private Element(char type, String text, Map<String, JsonNode> keys, @Nullable JsonNode value) {
        this.type = type;
        this.text = text;
        this.keys = keys;
        this.value = value;
        this.hash = text.hashCode() * 31 + type;
    }

    static Element field(String name) {
        return new Element('f', name, Map.of(), null);
    }

    static Element value(JsonNode value) {
        return new Element('v', json(value), Map.of(), value);
    }

    /// @param keys by name, sorted
    static Element keyed(SortedMap<String, JsonNode> keys) {
        StringBuilder text = new StringBuilder("{");
        for (Map.Entry<String, JsonNode> each : keys.entrySet()) {
            text.append(text.length() == 1 ? "" : ",")
                    .append(json(TextNode.valueOf(each.getKey())))
                    .append(':')
                    .append(json(each.getValue()));
        }
        return new Element('k', text.append('}').toString(), keys, null);
    }

    /// Reads `f:name` and the like.
    ///
    /// @return empty for a type that is not known, which readers skip
    /// @throws IllegalArgumentException if it is malformed
    static Optional<Element> parse(String written) {
        if (written.length() < 2 || written.charAt(1) != ':') {
            throw new IllegalArgumentException("missing colon: " + written);
        }
        String rest = written.substring(2);
        return switch (written.charAt(0)) {
            case 'f' -> Optional.of(field(rest));
            case 'v' -> Optional.of(value(read(rest)));
            case 'k' -> {
                TreeMap<String, JsonNode> keys = new TreeMap<>();
                read(rest).properties().forEach(each -> keys.put(each.getKey(), each.getValue()));
                yield Optional.of(keyed(keys));
            }
            case 'i' -> Optional.of(new Element('i', String.valueOf(Integer.parseInt(rest)), Map.of(), null));
            default -> Optional.empty();
        };
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    // Go escapes what HTML minds.
    private static String json(JsonNode value) {
        String text = value.toString();
        if (text.indexOf('<') < 0 && text.indexOf('>') < 0 && text.indexOf('&') < 0) {
            return text;
        }
        return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    }

    boolean isField() {
        return type == 'f';
    }

    boolean isKeyed() {
        return type == 'k';
    }

    /// The name of a field.
    String name() {
        return text;
    }

    /// As in `fieldsV1`.
    String written() {
        return type + ":" + text;
    }

    /// As in messages.
    @Override
    public String toString() {
        if (isField()) {
            return "." + text;
        }
        if (value != null) {
            return "[=" + Printed.value(value) + "]";
        }
        if (!isKeyed()) {
            return "[" + text + "]";
        }
        StringBuilder all = new StringBuilder("[");
        keys.forEach((name, key) -> all.append(all.length() == 1 ? "" : ",")
                .append(name)
                .append('=')
                .append(Printed.value(key)));
        return all.append(']').toString();
    }

    @Override
    public int compareTo(Element other) {
        if (type != other.type) {
            return Integer.compare("fkvi".indexOf(type), "fkvi".indexOf(other.type));
        }
        return switch (type) {
            case 'f' -> text.compareTo(other.text);
            case 'k' -> text.equals(other.text) ? 0 : compareKeys(keys, other.keys);
            case 'v' -> text.equals(other.text) ? 0 : compareValues(value, other.value);
            default -> Integer.compare(Integer.parseInt(text), Integer.parseInt(other.text));
        };
    }

    private static int compareKeys(Map<String, JsonNode> left, Map<String, JsonNode> right) {
        List<Map.Entry<String, JsonNode>> a = List.copyOf(left.entrySet());
        List<Map.Entry<String, JsonNode>> b = List.copyOf(right.entrySet());
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int names = a.get(i).getKey().compareTo(b.get(i).getKey());
            int order = names != 0
                    ? names
                    : compareValues(a.get(i).getValue(), b.get(i).getValue());
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    /// Numbers before strings before booleans before the rest.
    private static int compareValues(@Nullable JsonNode left, @Nullable JsonNode right) {
        if (left == null || right == null) {
            return Boolean.compare(left != null, right != null);
        }
        int ranks = Integer.compare(rank(left), rank(right));
        if (ranks != 0) {
            return ranks;
        }
        return switch (rank(left)) {
            case 0 ->
                left.isIntegralNumber() && right.isIntegralNumber()
                        ? Long.compare(left.longValue(), right.longValue())
                        : Double.compare(left.doubleValue(), right.doubleValue());
            case 2 -> Boolean.compare(left.booleanValue(), right.booleanValue());
            default -> left.asText().compareTo(right.asText());
        };
    }

    private static int rank(JsonNode value) {
        if (value.isNumber()) {
            return 0;
        }
        return value.isTextual() ? 1 : value.isBoolean() ? 2 : 3;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Element element && type == element.type && text.equals(element.text);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
