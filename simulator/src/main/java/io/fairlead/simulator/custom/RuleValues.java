package io.fairlead.simulator.custom;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.simulator.cel.Associative;
import io.fairlead.simulator.cel.Bytes;
import io.fairlead.simulator.cel.CelValues;
import io.fairlead.simulator.cel.KubernetesDuration;
import io.fairlead.simulator.cel.Null;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// JSON as values of CEL: views, nothing is copied.
final class RuleValues {
    private RuleValues() {}

    static Object of(JsonNode value, @Nullable SchemaNode schema) {
        return switch (value.getNodeType()) {
            case OBJECT -> new ObjectView(value, schema);
            case ARRAY ->
                schema != null && (schema.listType.equals("map") || schema.listType.equals("set"))
                        ? new KeyedListView(value, schema)
                        : new ListView(value, schema);
            case STRING -> text(value.textValue(), schema);
            case NUMBER -> number(value, schema);
            case BOOLEAN -> value.booleanValue();
            case NULL, MISSING, BINARY, POJO -> Null.VALUE;
        };
    }

    private static Object number(JsonNode value, @Nullable SchemaNode schema) {
        if (schema != null && schema.type.equals("number")) {
            return value.doubleValue();
        }
        if (value.isInt() || value.isLong()) {
            return value.longValue();
        }
        boolean isWhole = schema != null && schema.type.equals("integer");
        return isWhole ? (Object) (long) value.doubleValue() : value.doubleValue();
    }

    private static Object text(String text, @Nullable SchemaNode schema) {
        if (schema == null || schema.isIntOrString || schema.format.isEmpty()) {
            return text;
        }
        try {
            return switch (schema.format) {
                case "byte" -> Bytes.of(Base64.getDecoder().decode(text));
                case "date" ->
                    LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
                case "date-time" -> time(text);
                case "duration" ->
                    KubernetesDuration.parse(text).<Object>map(length -> length).orElse(text);
                default -> text;
            };
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return text;
        }
    }

    private static Instant time(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    private static final class ListView extends AbstractList<Object> {
        private final JsonNode list;
        private final @Nullable SchemaNode items;

        ListView(JsonNode list, @Nullable SchemaNode schema) {
            this.list = list;
            items = schema == null ? null : schema.items;
        }

        @Override
        public Object get(int index) {
            return of(list.get(index), items);
        }

        @Override
        public int size() {
            return list.size();
        }
    }

    /// A list of type set or map.
    private static final class KeyedListView extends AbstractList<Object> implements Associative {
        private final JsonNode list;
        private final SchemaNode schema;

        KeyedListView(JsonNode list, SchemaNode schema) {
            this.list = list;
            this.schema = schema;
        }

        @Override
        public Object get(int index) {
            return of(list.get(index), schema.items);
        }

        @Override
        public int size() {
            return list.size();
        }

        @Override
        public boolean isEqualTo(List<?> other) {
            for (Object item : this) {
                boolean isFound = false;
                for (Object candidate : other) {
                    isFound |= CelValues.areEqual(item, candidate);
                }
                if (!isFound) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public List<Object> plus(List<?> other) {
            List<Object> all = new ArrayList<>(this);
            for (Object item : other) {
                int index = position(all, item);
                if (index < 0) {
                    all.add(item);
                } else if (schema.listType.equals("map")) {
                    all.set(index, item);
                }
            }
            return all;
        }

        private int position(List<Object> all, Object item) {
            for (int i = 0; i < all.size(); i++) {
                if (schema.listType.equals("map") ? haveSameKeys(all.get(i), item) : areEqual(all.get(i), item)) {
                    return i;
                }
            }
            return -1;
        }

        private static boolean areEqual(Object left, Object right) {
            return CelValues.areEqual(left, right);
        }

        private boolean haveSameKeys(Object left, Object right) {
            if (!(left instanceof Map<?, ?> a) || !(right instanceof Map<?, ?> b)) {
                return false;
            }
            for (String key : schema.listMapKeys) {
                String name = DeclaredType.escape(key).orElse(key);
                Object one = a.get(name);
                Object other = b.get(name);
                if (one == null || other == null || !areEqual(one, other)) {
                    return false;
                }
            }
            return true;
        }
    }

    /// An object: of a declared type by escaped names, of a map by its keys.
    private static final class ObjectView extends AbstractMap<Object, Object> {
        private final JsonNode object;
        private final @Nullable SchemaNode schema;

        ObjectView(JsonNode object, @Nullable SchemaNode schema) {
            this.object = object;
            this.schema = schema;
        }

        private boolean isStruct() {
            return schema != null && schema.additional == null;
        }

        private String property(Object key) {
            String name = String.valueOf(key);
            if (!isStruct() || object.has(name) || !name.contains("__")) {
                return name;
            }
            Iterator<String> names = object.fieldNames();
            while (names.hasNext()) {
                String candidate = names.next();
                if (DeclaredType.escape(candidate).orElse("").equals(name)) {
                    return candidate;
                }
            }
            return name;
        }

        @Override
        public @Nullable Object get(@Nullable Object key) {
            if (!(key instanceof String)) {
                return null;
            }
            String name = property(key);
            JsonNode value = object.get(name);
            return value == null ? null : of(value, schema == null ? null : schema.field(name));
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return key instanceof String && object.has(property(key));
        }

        @Override
        public int size() {
            return object.size();
        }

        @Override
        public Set<Map.Entry<Object, Object>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public Iterator<Map.Entry<Object, Object>> iterator() {
                    Iterator<Map.Entry<String, JsonNode>> fields =
                            object.properties().iterator();
                    return new Iterator<>() {
                        @Override
                        public boolean hasNext() {
                            return fields.hasNext();
                        }

                        @Override
                        public Map.Entry<Object, Object> next() {
                            return entry(fields.next());
                        }
                    };
                }

                @Override
                public int size() {
                    return object.size();
                }
            };
        }

        private Map.Entry<Object, Object> entry(Map.Entry<String, JsonNode> field) {
            String name = isStruct() ? DeclaredType.escape(field.getKey()).orElse(field.getKey()) : field.getKey();
            return Map.entry(name, of(field.getValue(), schema == null ? null : schema.field(field.getKey())));
        }
    }
}
