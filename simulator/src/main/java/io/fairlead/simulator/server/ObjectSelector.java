package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.simulator.server.LabelQuery.Operator;
import io.fairlead.simulator.server.LabelQuery.Requirement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// A `metav1.LabelSelector` inside an object.
///
/// @param requirements all must hold
record ObjectSelector(List<Requirement> requirements, boolean matchesNothing) {
    /// @param selector a missing one matches nothing, an empty one everything
    static ObjectSelector of(JsonNode selector) {
        if (!selector.isObject()) {
            return new ObjectSelector(List.of(), true);
        }
        List<Requirement> all =
                new ArrayList<>(ofMap(selector.path("matchLabels")).requirements());
        for (JsonNode expression : selector.path("matchExpressions")) {
            Set<String> values = new TreeSet<>();
            expression.path("values").forEach(value -> values.add(value.asText()));
            String key = expression.path("key").asText();
            switch (expression.path("operator").asText()) {
                case "In" -> all.add(new Requirement(key, Operator.IN, values));
                case "NotIn" -> all.add(new Requirement(key, Operator.NOT_IN, values));
                case "Exists" -> all.add(new Requirement(key, Operator.EXISTS, values));
                case "DoesNotExist" -> all.add(new Requirement(key, Operator.ABSENT, values));
                default -> {
                    return new ObjectSelector(List.of(), true);
                }
            }
        }
        all.sort(Comparator.comparing(Requirement::key));
        return new ObjectSelector(List.copyOf(all), false);
    }

    static ObjectSelector ofMap(JsonNode labels) {
        List<Requirement> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> label : labels.properties()) {
            all.add(new Requirement(
                    label.getKey(), Operator.IN, Set.of(label.getValue().asText())));
        }
        all.sort(Comparator.comparing(Requirement::key));
        return new ObjectSelector(List.copyOf(all), false);
    }

    boolean matches(JsonNode object) {
        return !matchesNothing && new LabelQuery(requirements).matches(object);
    }

    /// As Kubernetes prints it: `app=web,!canary,tier in (a,b)`.
    String text() {
        List<String> terms = new ArrayList<>();
        for (Requirement requirement : requirements) {
            String values = String.join(",", new TreeSet<>(requirement.values()));
            terms.add(
                    switch (requirement.operator()) {
                        case IN ->
                            requirement.values().size() == 1
                                    ? requirement.key() + "=" + values
                                    : requirement.key() + " in (" + values + ")";
                        case NOT_IN -> requirement.key() + " notin (" + values + ")";
                        case EXISTS -> requirement.key();
                        case ABSENT -> "!" + requirement.key();
                        case GREATER -> requirement.key() + ">" + values;
                        case LESS -> requirement.key() + "<" + values;
                    });
        }
        return String.join(",", terms);
    }
}
