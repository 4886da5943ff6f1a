package io.fairlead.simulator.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.types.SimpleType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A compiled expression. Immutable; safe for use by several threads.
public final class CelProgram {
    private final CelAbstractSyntaxTree tree;
    private final List<String> variables;
    private final Planner.Plan plan;

    /// What came of one evaluation.
    ///
    /// @param value null after a fault
    /// @param cost in kube-apiserver's units
    public record Evaluation(
            @Nullable Object value, @Nullable CelFault fault, long cost) {
        public boolean isTrue() {
            return value instanceof Boolean bool && bool;
        }
    }

    CelProgram(CelAbstractSyntaxTree tree, List<String> variables) throws CelFault {
        this.tree = tree;
        this.variables = List.copyOf(variables);
        plan = Planner.plan(tree, variables);
    }

    /// @param values of the environment's variables, in their order; see the package for what may be in them
    /// @param costMax the evaluation is given up where it costs more
    public Evaluation evaluate(long costMax, Object... values) {
        Frame frame = new Frame(Math.max(plan.slots(), values.length), costMax);
        System.arraycopy(values, 0, frame.slots, 0, values.length);
        try {
            return new Evaluation(plan.code().run(frame), null, frame.cost());
        } catch (CelFault fault) {
            return new Evaluation(null, fault, frame.cost());
        }
    }

    /// Whether the expression names the variable.
    public boolean uses(String variable) {
        return tree.getReferenceMap().values().stream()
                .anyMatch(reference -> reference.name().equals(variable));
    }

    public boolean isBoolean() {
        return tree.getResultType().equals(SimpleType.BOOL);
    }

    /// The name of the type of its value: `int`.
    public String resultType() {
        return tree.getResultType().name();
    }

    public boolean isText() {
        return tree.getResultType().equals(SimpleType.STRING);
    }

    /// The checked expression, for [CostEstimate].
    CelAbstractSyntaxTree tree() {
        return tree;
    }

    List<String> variables() {
        return variables;
    }
}
