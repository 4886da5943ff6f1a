package io.fairlead.api.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fairlead.api.Defect;
import io.fairlead.api.IntOrPercent;
import io.fairlead.api.LabelSelector;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;

/// One JSON object being read. Readers of nested objects share one list of defects.
public final class ObjectReader {
    private final JsonNode node;
    private final String path;
    private final List<Defect> defects;

    private ObjectReader(JsonNode node, String path, List<Defect> defects) {
        this.node = node;
        this.path = path;
        this.defects = defects;
    }

    /// Starts at the root of an object, whose path is empty.
    public static ObjectReader of(JsonNode object) {
        List<Defect> defects = new ArrayList<>();
        if (!object.isObject()) {
            defects.add(new Defect("", "must be an object"));
            return new ObjectReader(JsonNodeFactory.instance.objectNode(), "", defects);
        }
        return new ObjectReader(object, "", defects);
    }

    /// All defects found so far in the whole object, in the order of reading.
    public List<Defect> defects() {
        return List.copyOf(defects);
    }

    public JsonNode node() {
        return node;
    }

    /// The path of a field of this object: `spec.replicas`.
    public String path(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    public void defect(String field, String message) {
        defects.add(new Defect(field.isEmpty() ? path : path(field), message));
    }

    public boolean has(String field) {
        return node.hasNonNull(field);
    }

    /// A nested object; an empty one if it is absent.
    public ObjectReader object(String field) {
        JsonNode value = node.path(field);
        if (value.isObject()) {
            return new ObjectReader(value, path(field), defects);
        }
        if (has(field)) {
            defect(field, "must be an object");
        }
        return new ObjectReader(JsonNodeFactory.instance.objectNode(), path(field), defects);
    }

    public Optional<ObjectReader> optionalObject(String field) {
        return has(field) ? Optional.of(object(field)) : Optional.empty();
    }

    /// The text of a field; the fallback if it is absent.
    public String text(String field, String fallback) {
        if (!has(field)) {
            return fallback;
        }
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            defect(field, "must be a string");
            return fallback;
        }
        return value.textValue();
    }

    /// A text that must be there and not be empty.
    public String requiredText(String field) {
        int before = defects.size();
        String value = text(field, "");
        if (value.isEmpty() && defects.size() == before) {
            defect(field, "is required");
        }
        return value;
    }

    public boolean bool(String field, boolean fallback) {
        if (!has(field)) {
            return fallback;
        }
        JsonNode value = node.path(field);
        if (!value.isBoolean()) {
            defect(field, "must be true or false");
            return fallback;
        }
        return value.booleanValue();
    }

    /// A whole number that fits 32 bits and is at least `least`.
    public int integer(String field, int fallback, int least) {
        if (!has(field)) {
            return fallback;
        }
        JsonNode value = node.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            defect(field, "must be a whole number of 32 bits");
            return fallback;
        }
        if (value.intValue() < least) {
            defect(field, "must be " + least + " or more");
            return fallback;
        }
        return value.intValue();
    }

    public OptionalInt optionalInteger(String field, int least) {
        return has(field) ? OptionalInt.of(integer(field, least, least)) : OptionalInt.empty();
    }

    /// A whole number of 64 bits, not negative.
    public long longInteger(String field, long fallback) {
        if (!has(field)) {
            return fallback;
        }
        JsonNode value = node.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            defect(field, "must be a whole number, 0 or more");
            return fallback;
        }
        return value.longValue();
    }

    /// A time as RFC 3339 writes it.
    public Optional<Instant> time(String field) {
        String text = text(field, "");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            defect(field, "must be a time such as 2026-11-22T23:15:04Z");
            return Optional.empty();
        }
    }

    /// A list of objects; empty if it is absent.
    public List<ObjectReader> objects(String field) {
        List<ObjectReader> readers = new ArrayList<>();
        for (Element element : elements(field)) {
            if (element.node().isObject()) {
                readers.add(new ObjectReader(element.node(), element.path(), defects));
            } else {
                defects.add(new Defect(element.path(), "must be an object"));
            }
        }
        return readers;
    }

    /// A list of strings; empty if it is absent.
    public List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        for (Element element : elements(field)) {
            if (element.node().isTextual()) {
                texts.add(element.node().textValue());
            } else {
                defects.add(new Defect(element.path(), "must be a string"));
            }
        }
        return texts;
    }

    /// A map of strings in the order of the object; empty if it is absent.
    public SequencedMap<String, String> textMap(String field) {
        SequencedMap<String, String> map = new LinkedHashMap<>();
        ObjectReader reader = object(field);
        for (Map.Entry<String, JsonNode> entry : reader.node.properties()) {
            if (entry.getValue().isTextual()) {
                map.put(entry.getKey(), entry.getValue().textValue());
            } else if (!entry.getValue().isNull()) {
                reader.defect(entry.getKey(), "must be a string");
            }
        }
        return map;
    }

    /// A number of pods or a percentage; empty if it is absent or defective.
    public Optional<IntOrPercent> intOrPercent(String field) {
        if (!has(field)) {
            return Optional.empty();
        }
        JsonNode value = node.path(field);
        if (value.isTextual()) {
            Optional<IntOrPercent> share = IntOrPercent.parse(value.textValue());
            if (share.isEmpty()) {
                defect(field, "must be a number, or a percentage such as \"20%\" or \"12.5%\"");
            }
            return share;
        }
        int before = defects.size();
        int count = integer(field, 0, 0);
        return defects.size() == before ? Optional.of(IntOrPercent.of(count)) : Optional.empty();
    }

    /// A label selector, every part checked as Kubernetes does; empty if it is absent.
    public Optional<LabelSelector> selector(String field) {
        return optionalObject(field).map(SelectorReader::read);
    }

    private record Element(JsonNode node, String path) {}

    private List<Element> elements(String field) {
        JsonNode value = node.path(field);
        if (!value.isArray()) {
            if (has(field)) {
                defect(field, "must be a list");
            }
            return List.of();
        }
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            elements.add(new Element(value.path(i), path(field) + "[" + i + "]"));
        }
        return elements;
    }
}
