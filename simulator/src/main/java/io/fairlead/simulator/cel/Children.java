package io.fairlead.simulator.cel;

import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.List;

/// The expressions inside of an expression.
final class Children {
    private Children() {}

    static List<CelExpr> of(CelExpr expr) {
        return switch (expr.getKind()) {
            case CONSTANT, IDENT, NOT_SET -> List.of();
            case SELECT -> List.of(expr.select().operand());
            case CALL -> {
                List<CelExpr> all = new ArrayList<>(expr.call().args());
                expr.call().target().ifPresent(all::addFirst);
                yield all;
            }
            case LIST -> expr.list().elements();
            case STRUCT -> expr.struct().entries().stream().map(e -> e.value()).toList();
            case MAP -> {
                List<CelExpr> all = new ArrayList<>();
                for (CelExpr.CelMap.Entry entry : expr.map().entries()) {
                    all.add(entry.key());
                    all.add(entry.value());
                }
                yield all;
            }
            case COMPREHENSION -> {
                CelExpr.CelComprehension fold = expr.comprehension();
                yield List.of(fold.iterRange(), fold.accuInit(), fold.loopCondition(), fold.loopStep(), fold.result());
            }
        };
    }
}
