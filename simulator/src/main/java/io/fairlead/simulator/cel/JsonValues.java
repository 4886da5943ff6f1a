package io.fairlead.simulator.cel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// JSON of which no schema is known, as values of CEL.
public final class JsonValues {
    private JsonValues() {}

    public static Object of(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> {
                Map<Object, Object> map = LinkedHashMap.newLinkedHashMap(value.size());
                value.properties().forEach(entry -> map.put(entry.getKey(), of(entry.getValue())));
                yield map;
            }
            case ARRAY -> {
                List<Object> list = new ArrayList<>(value.size());
                value.forEach(item -> list.add(of(item)));
                yield list;
            }
            case STRING -> value.textValue();
            case NUMBER -> value.isInt() || value.isLong() ? (Object) value.longValue() : (Object) value.doubleValue();
            case BOOLEAN -> value.booleanValue();
            case NULL, MISSING, BINARY, POJO -> Null.VALUE;
        };
    }
}
