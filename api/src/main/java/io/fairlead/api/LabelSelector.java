package io.fairlead.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// A Kubernetes label selector. All requirements must hold; a selector without any matches everything, which is why
/// the kinds that own pods refuse it.
public record LabelSelector(SequencedMap<String, String> matchLabels, List<Requirement> matchExpressions) {
    /// The operators of `matchExpressions`, spelled as on the wire.
    public enum Operator {
        IN("In"),
        NOT_IN("NotIn"),
        EXISTS("Exists"),
        DOES_NOT_EXIST("DoesNotExist");

        private final String wire;

        Operator(String wire) {
            this.wire = wire;
        }

        public String wire() {
            return wire;
        }
    }

    /// @param values in the order of the manifest; empty for `Exists` and `DoesNotExist`
    public record Requirement(String key, Operator operator, List<String> values) {
        public Requirement {
            values = List.copyOf(values);
            boolean takesValues = operator == Operator.IN || operator == Operator.NOT_IN;
            if (takesValues == values.isEmpty()) {
                throw new IllegalArgumentException("values do not fit operator " + operator.wire() + " of " + key);
            }
        }

        public boolean matches(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case IN -> value != null && values.contains(value);
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
            };
        }

        private String canonical() {
            return switch (operator) {
                case IN -> key + " in (" + joined() + ")";
                case NOT_IN -> key + " notin (" + joined() + ")";
                case EXISTS -> key;
                case DOES_NOT_EXIST -> "!" + key;
            };
        }

        private String joined() {
            return String.join(",", values.stream().sorted().toList());
        }
    }

    public LabelSelector {
        matchLabels = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(matchLabels));
        matchExpressions = List.copyOf(matchExpressions);
    }

    public boolean isEmpty() {
        return matchLabels.isEmpty() && matchExpressions.isEmpty();
    }

    /// True if every requirement holds for these labels.
    public boolean matches(Map<String, String> labels) {
        for (Map.Entry<String, String> entry : matchLabels.entrySet()) {
            if (!entry.getValue().equals(labels.get(entry.getKey()))) {
                return false;
            }
        }
        for (Requirement requirement : matchExpressions) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    /// The text form that Kubernetes prints and accepts as `labelSelector=`: requirements by key, values sorted:
    /// `app=web,!canary,tier in (a,b)`. Empty for a selector that matches everything.
    public String canonical() {
        record Term(String key, String text) {}
        List<Term> terms = new ArrayList<>();
        matchLabels.forEach((key, value) -> terms.add(new Term(key, key + "=" + value)));
        matchExpressions.forEach(each -> terms.add(new Term(each.key(), each.canonical())));
        terms.sort(Comparator.comparing(Term::key));
        return String.join(",", terms.stream().map(Term::text).toList());
    }

    @Override
    public String toString() {
        return canonical();
    }
}
