package io.fairlead.simulator.custom;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.simulator.cel.CelFault;
import io.fairlead.simulator.cel.CelProgram;
import io.fairlead.simulator.wire.FieldError;
import io.fairlead.simulator.wire.GoText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Runs the rules of a schema on one value. One walk, one thread.
final class RuleCheck {
    /// Of one expression, in kube-apiserver's units.
    static final long CALL_COST_MAX = 1_000_000;
    /// Of all rules of one object.
    static final long OBJECT_COST_MAX = 10_000_000;

    private static final int MESSAGE_BYTES_MAX = 5 * 1024;

    private final FieldPath path;
    private final List<FieldError> errors = new ArrayList<>();
    private long budget = OBJECT_COST_MAX;

    private RuleCheck(String prefix) {
        path = new FieldPath(prefix);
    }

    /// Which old value decides on ratcheting: that of this node, or that of the nearest node above that has one.
    private record Ratchet(
            @Nullable SchemaNode schema,
            JsonNode value,
            @Nullable JsonNode old,
            @Nullable Ratchet above) {
        boolean tolerates() {
            Ratchet nearest = this;
            while (nearest.old == null) {
                if (nearest.above == null) {
                    return false;
                }
                nearest = nearest.above;
            }
            return Sameness.ratchets(nearest.schema, nearest.value, nearest.old);
        }
    }

    static List<FieldError> check(
            String prefix, RuleTree tree, JsonNode value, @Nullable JsonNode old, @Nullable JsonNode before) {
        RuleCheck check = new RuleCheck(prefix);
        check.visit(tree, value, old, new Ratchet(tree.schema, value, before, null));
        return check.errors;
    }

    private void visit(RuleTree tree, JsonNode value, @Nullable JsonNode old, Ratchet ratchet) {
        if (value.isNull() || budget < 0) {
            return;
        }
        JsonNode before = ratchet.old();
        if (!tree.hasTransitions && before != null && Sameness.isSameNode(value, before) && tree.schema.isFullyKnown) {
            return;
        }
        JsonNode comparable = old == null || old.isNull() ? null : old;
        if (!tree.rules.isEmpty()) {
            runAll(tree, value, comparable, ratchet);
        }
        for (RuleTree each : tree.allOf) {
            visit(each, value, comparable, new Ratchet(null, value, null, ratchet.above()));
        }
        if (value.isArray() && tree.items != null) {
            visitItems(tree, tree.items, value, comparable, ratchet);
        } else if (value.isObject()) {
            visitFields(tree, value, comparable, ratchet);
        }
    }

    private void visitItems(RuleTree tree, RuleTree items, JsonNode list, @Nullable JsonNode old, Ratchet ratchet) {
        for (int i = 0; i < list.size() && budget >= 0; i++) {
            JsonNode item = list.get(i);
            JsonNode before = ratchet.old() == null ? null : Sameness.counterpart(tree.schema, item, ratchet.old());
            path.index(i);
            visit(
                    items,
                    item,
                    Sameness.counterpart(tree.schema, item, old),
                    new Ratchet(items.schema, item, before, ratchet));
            path.pop();
        }
    }

    private void visitFields(RuleTree tree, JsonNode object, @Nullable JsonNode old, Ratchet ratchet) {
        if (tree.additional != null) {
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                path.key(entry.getKey());
                visitField(tree.additional, entry.getKey(), entry.getValue(), old, ratchet);
                path.pop();
            }
        }
        for (Map.Entry<String, RuleTree> entry : tree.properties.entrySet()) {
            JsonNode value = object.get(entry.getKey());
            if (value != null) {
                path.property(entry.getKey());
                visitField(entry.getValue(), entry.getKey(), value, old, ratchet);
                path.pop();
            }
        }
    }

    private void visitField(RuleTree tree, String name, JsonNode value, @Nullable JsonNode old, Ratchet ratchet) {
        JsonNode comparable = old != null && old.isObject() ? old.get(name) : null;
        JsonNode before = ratchet.old() != null && ratchet.old().isObject()
                ? ratchet.old().get(name)
                : null;
        visit(tree, value, comparable, new Ratchet(tree.schema, value, before, ratchet));
    }

    private void runAll(RuleTree tree, JsonNode value, @Nullable JsonNode old, Ratchet ratchet) {
        Object self = RuleValues.of(value, tree.schema);
        boolean isUnchanged = ratchet.old() != null && Sameness.isSameNode(value, ratchet.old());
        boolean hasPassed = isUnchanged && tree.hasPassed(value);
        int before = errors.size();
        for (Rule rule : tree.rules) {
            if (hasPassed && !rule.usesOldSelf()) {
                continue;
            }
            if (budget <= 0) {
                outOfBudget(tree);
                return;
            }
            if (!rule.error().isEmpty()) {
                add(FieldError.Type.INVALID, type(tree), "rule compile error: " + rule.error());
                continue;
            }
            CelProgram program = rule.program();
            boolean isOptional = rule.source().isOldSelfOptional();
            if (program == null || (rule.usesOldSelf() && old == null && !isOptional)) {
                continue;
            }
            Object then = old == null || !rule.usesOldSelf() ? self : RuleValues.of(old, tree.schema);
            Object oldSelf = isOptional ? old == null ? Optional.empty() : Optional.of(then) : then;
            run(tree, rule, program, value, ratchet, new Object[] {self, oldSelf});
            if (budget < 0) {
                return;
            }
        }
        if (isUnchanged && !hasPassed && errors.size() == before) {
            tree.pass(value);
        }
    }

    private void run(
            RuleTree tree, Rule rule, CelProgram program, JsonNode value, Ratchet ratchet, Object[] variables) {
        CelProgram.Evaluation result = program.evaluate(CALL_COST_MAX, variables);
        if (result.cost() > budget) {
            outOfBudget(tree);
            return;
        }
        budget -= result.cost();
        CelFault fault = result.fault();
        if (fault != null) {
            fail(tree, rule, fault);
            return;
        }
        if (result.isTrue()) {
            return;
        }
        String detail = message(rule, variables);
        if (!rule.usesOldSelf() && ratchet.tolerates()) {
            return;
        }
        String shown = tree.schema.isObjectOrArray() ? null : GoText.value(value);
        String field = path.field();
        if (!rule.path().isEmpty()) {
            field = field.equals(FieldPath.NONE) ? rule.path() : field + "." + rule.path();
        }
        errors.add(
                switch (rule.source().reason()) {
                    case "FieldValueForbidden" -> new FieldError(FieldError.Type.FORBIDDEN, field, null, detail);
                    case "FieldValueRequired" -> new FieldError(FieldError.Type.REQUIRED, field, null, detail);
                    case "FieldValueDuplicate" -> new FieldError(FieldError.Type.DUPLICATE, field, shown, detail);
                    default -> new FieldError(FieldError.Type.INVALID, field, shown, detail);
                });
    }

    private void fail(RuleTree tree, Rule rule, CelFault fault) {
        String text = String.valueOf(fault.getMessage());
        if (text.startsWith("no such overload")) {
            add(
                    FieldError.Type.INVALID,
                    type(tree),
                    "'" + text + "': call arguments did not match a supported operator, function or macro signature"
                            + " for rule: " + rule.name());
        } else if (fault.isCostExceeded()) {
            add(
                    FieldError.Type.INVALID,
                    type(tree),
                    "'" + text + "': no further validation rules will be run due to call cost exceeds limit for rule: "
                            + rule.name());
            budget = -1;
        } else {
            add(FieldError.Type.INVALID, type(tree), text + " evaluating rule: " + rule.name());
        }
    }

    private String message(Rule rule, Object[] variables) {
        CelProgram expression = rule.message();
        if (expression != null) {
            CelProgram.Evaluation result = expression.evaluate(CALL_COST_MAX, variables);
            budget -= Math.min(result.cost(), budget);
            if (result.value() instanceof String text) {
                String stripped = text.strip();
                if (!stripped.isEmpty()
                        && stripped.indexOf('\n') < 0
                        && stripped.getBytes(StandardCharsets.UTF_8).length <= MESSAGE_BYTES_MAX) {
                    return stripped;
                }
            }
        }
        return rule.source().message().isEmpty()
                ? "failed rule: " + rule.source().rule().strip()
                : rule.source().message().strip();
    }

    private void outOfBudget(RuleTree tree) {
        add(
                FieldError.Type.INVALID,
                type(tree),
                "validation failed due to running out of cost budget, no further validation rules will be run");
        budget = -1;
    }

    private static String type(RuleTree tree) {
        return GoText.quoted(tree.schema.type);
    }

    private void add(FieldError.Type type, String value, String detail) {
        errors.add(new FieldError(type, path.field(), value, detail));
    }
}
