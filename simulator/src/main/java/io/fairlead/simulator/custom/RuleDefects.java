package io.fairlead.simulator.custom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fairlead.simulator.cel.CelProgram;
import io.fairlead.simulator.cel.CostEstimate;
import io.fairlead.simulator.wire.GoText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What is wrong with `x-kubernetes-validations`: their form, what does not compile, what may cost too much.
final class RuleDefects {
    private static final double RULE_COST_MAX = 10_000_000;
    private static final double SCHEMA_COST_MAX = 100_000_000;
    private static final int EXPENSIVE_SHOWN = 4;
    private static final List<String> REASONS =
            List.of("FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired");

    private RuleDefects() {}

    /// What all rules of a schema may cost together.
    static final class Total {
        private record Expensive(String field, double cost) {}

        private final List<Expensive> expensive = new ArrayList<>();
        private double cost;

        private void add(String field, double more) {
            cost += more;
            if (more >= SCHEMA_COST_MAX / 100) {
                expensive.add(new Expensive(field, more));
            }
        }

        void addTo(String path, Defects defects) {
            if (cost <= SCHEMA_COST_MAX) {
                return;
            }
            expensive.stream()
                    .sorted(Comparator.comparingDouble(Expensive::cost).reversed())
                    .limit(EXPENSIVE_SHOWN)
                    .forEach(each -> defects.forbidden(
                            each.field(),
                            "contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3"
                                    + " schema"));
            defects.forbidden(
                    path,
                    tooDear(
                            "x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema",
                            cost,
                            SCHEMA_COST_MAX));
        }
    }

    private static String tooDear(String what, double cost, double max) {
        double factor = cost / max;
        String text =
                factor > 100 ? "more than 100x" : String.format(Locale.ROOT, factor < 1.5 ? "%fx" : "%.1fx", factor);
        return what + " exceeds budget by factor of " + text + " (try simplifying the rule, or adding maxItems,"
                + " maxProperties, and maxLength where arrays, maps, and strings are declared)";
    }

    static void checkForm(String path, SchemaNode schema, JsonNode rule, Defects defects) {
        String text = rule.path("rule").asText().strip();
        String message = rule.path("message").asText();
        if (text.isEmpty()) {
            defects.required(path + ".rule", "rule is not specified");
        } else if (!message.isEmpty() && message.isBlank()) {
            defects.invalidText(path + ".message", message, "must be non-empty if specified");
        } else if (hasLines(message.strip())) {
            defects.invalidText(path + ".message", message, "must not contain line breaks");
        } else if (hasLines(text) && message.isBlank()) {
            defects.required(path + ".message", "message must be specified if rule contains line breaks");
        }
        String expression = rule.path("messageExpression").asText();
        if (!expression.isEmpty() && expression.isBlank()) {
            defects.required(path + ".messageExpression", "messageExpression must be non-empty if specified");
        }
        String reason = rule.path("reason").asText();
        if (rule.path("reason").isTextual() && !REASONS.contains(reason)) {
            defects.unsupported(path + ".reason", reason, REASONS);
        }
        String field = rule.path("fieldPath").asText();
        if (field.isEmpty()) {
            return;
        }
        if (field.isBlank()) {
            defects.invalidText(path + ".fieldPath", field, "must be non-empty if specified");
        }
        if (hasLines(field)) {
            defects.invalidText(path + ".fieldPath", field, "must not contain line breaks");
        }
        if (RulePath.normalise(field, schema).isEmpty()) {
            defects.invalidText(path + ".fieldPath", field, "must be a valid path");
        }
    }

    private static boolean hasLines(String text) {
        return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
    }

    /// @param cardinality how often there can be such a value; negative if there is no bound
    /// @param uncorrelated where old values cannot be found; empty if they can
    static void check(
            String path,
            SchemaNode schema,
            boolean isResource,
            double cardinality,
            String uncorrelated,
            Defects defects,
            Total total) {
        List<Rule> rules = Rule.compile(schema.rules, schema, isResource);
        DeclaredType type = DeclaredType.of(schema, isResource);
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            String field = path + ".x-kubernetes-validations[" + i + "]";
            double times = cardinality < 0 && type != null ? Rule.cardinality(type) : Math.max(0, cardinality);
            if (rule.program() != null && type != null) {
                cost(field + ".rule", "estimated rule cost", cost(rule.program(), type) * times, defects, total);
            }
            if (!rule.error().isEmpty()) {
                defects.invalid(field + ".rule", shown(rule.source()), rule.error());
            }
            if (!rule.messageError().isEmpty()) {
                defects.invalid(field + ".messageExpression", shown(rule.source()), rule.messageError());
            } else if (rule.message() != null && type != null) {
                cost(
                        field + ".messageExpression",
                        "estimated messageExpression cost",
                        cost(rule.message(), type),
                        defects,
                        total);
            }
            if (rule.usesOldSelf() && !uncorrelated.isEmpty()) {
                defects.invalidText(
                        field + ".rule",
                        rule.source().rule(),
                        "oldSelf cannot be used on the uncorrelatable portion of the schema within " + uncorrelated);
            }
            JsonNode optional = rule.source().document().path("optionalOldSelf");
            if (!rule.usesOldSelf() && optional.isBoolean()) {
                defects.invalid(
                        field + ".optionalOldSelf", optional.asText(), "may not be set if oldSelf is not used in rule");
            }
        }
    }

    private static void cost(String field, String what, double cost, Defects defects, Total total) {
        if (cost > RULE_COST_MAX) {
            defects.forbidden(field, tooDear(what, cost, RULE_COST_MAX));
        }
        total.add(field, cost);
    }

    private static double cost(CelProgram program, DeclaredType type) {
        return CostEstimate.max(program, new Sizes(type));
    }

    // The API server shows its internal form.
    private static String shown(SchemaNode.Rule rule) {
        JsonNode optional = rule.document().path("optionalOldSelf");
        return "{\"Rule\":" + json(rule.rule()) + ",\"Message\":" + json(rule.message()) + ",\"MessageExpression\":"
                + json(rule.messageExpression()) + ",\"Reason\":"
                + (rule.reason().isEmpty() ? "null" : json(rule.reason())) + ",\"FieldPath\":" + json(rule.fieldPath())
                + ",\"OptionalOldSelf\":" + (optional.isBoolean() ? optional.asText() : "null") + "}";
    }

    private static String json(String text) {
        return GoText.json(TextNode.valueOf(text));
    }

    private record Sizes(DeclaredType root) implements CostEstimate.Sizes {
        @Override
        public double max(List<String> path) {
            DeclaredType type = root;
            for (String step : path.subList(1, path.size())) {
                DeclaredType next = step(type, step);
                if (next == null) {
                    return -1;
                }
                type = next;
            }
            return type.elementsMax();
        }

        private static @Nullable DeclaredType step(DeclaredType type, String step) {
            SequencedMap<String, DeclaredType> fields = type.fields();
            return switch (step) {
                case "@items", "@values" -> type.element();
                case "@keys" ->
                    type.element() == null ? null : new DeclaredType(type.type(), new LinkedHashMap<>(), null, 0, 0);
                default -> fields.get(step);
            };
        }
    }
}
