package io.fairlead.simulator.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an expression may cost at most, as cel-go's checker estimates it (KEP-2876): the API server refuses rules that
/// may be too dear. Numbers are doubles; what overflows 64 bits there is just very large here.
public final class CostEstimate {
    private static final double UNKNOWN = 0x1p64;
    private static final double TRAVERSAL = 0.1;
    private static final double REGEX_LENGTH = 0.25;
    private static final double LIST_COST = 10;
    private static final double MAP_COST = 30;

    /// How large values can be.
    public interface Sizes {
        /// @param path a variable, then field names, `@items`, `@keys`, `@values`
        /// @return negative if nothing is known of the path
        double max(List<String> path);
    }

    private record Local(@Nullable List<String> path, double size) {}

    private final CelAbstractSyntaxTree tree;
    private final Sizes sizes;
    private final List<String> variables;
    private final Map<Long, List<String>> paths = new HashMap<>();
    private final Map<Long, Double> computed = new HashMap<>();
    private final Map<String, Local> locals = new HashMap<>();

    private CostEstimate(CelProgram program, Sizes sizes) {
        tree = program.tree();
        variables = program.variables();
        this.sizes = sizes;
    }

    public static double max(CelProgram program, Sizes sizes) {
        CostEstimate estimate = new CostEstimate(program, sizes);
        return Math.min(UNKNOWN, estimate.cost(estimate.tree.getExpr()));
    }

    private double cost(CelExpr expr) {
        return switch (expr.getKind()) {
            case CONSTANT, NOT_SET -> 0;
            case IDENT -> identifier(expr);
            case SELECT -> select(expr);
            case CALL -> call(expr);
            case LIST -> LIST_COST + sum(expr.list().elements());
            case STRUCT, MAP -> MAP_COST + sum(Children.of(expr));
            case COMPREHENSION -> comprehension(expr);
        };
    }

    private double sum(List<CelExpr> expressions) {
        double sum = 0;
        for (CelExpr each : expressions) {
            sum += cost(each);
        }
        return sum;
    }

    private double identifier(CelExpr expr) {
        String name = expr.ident().name();
        Local local = locals.get(name);
        if (local != null) {
            if (local.path() != null) {
                paths.put(expr.id(), local.path());
            }
        } else if (variables.contains(name)) {
            paths.put(expr.id(), List.of(name));
        }
        return 1;
    }

    private double select(CelExpr expr) {
        CelExpr operand = expr.select().operand();
        double cost = cost(operand);
        if (expr.select().testOnly()) {
            return cost;
        }
        CelKind kind = kind(operand);
        extend(expr, operand, expr.select().field());
        return kind == CelKind.MAP || kind == CelKind.STRUCT ? cost + 1 : cost;
    }

    private void extend(CelExpr expr, CelExpr from, String step) {
        paths.put(expr.id(), longer(path(from), step));
    }

    // As in cel-go a path without a known start is looked up from the root, where nothing has a size.
    private static List<String> longer(@Nullable List<String> path, String step) {
        List<String> longer = path == null ? new ArrayList<>() : new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    private @Nullable List<String> path(CelExpr expr) {
        if (expr.getKind() == CelExpr.ExprKind.Kind.IDENT) {
            Local local = locals.get(expr.ident().name());
            if (local != null) {
                return local.path();
            }
        }
        return paths.get(expr.id());
    }

    private CelKind kind(CelExpr expr) {
        return tree.getType(expr.id()).map(CelType::kind).orElse(CelKind.DYN);
    }

    /// At most so many characters, bytes, items or entries.
    private double size(CelExpr expr) {
        Double known = computed.get(expr.id());
        if (known != null) {
            return known;
        }
        switch (expr.getKind()) {
            case CONSTANT -> {
                CelConstant constant = expr.constant();
                return constant.getKind() == CelConstant.Kind.STRING_VALUE
                        ? constant.stringValue()
                                .codePointCount(0, constant.stringValue().length())
                        : constant.getKind() == CelConstant.Kind.BYTES_VALUE
                                ? constant.bytesValue().size()
                                : 1;
            }
            case LIST -> {
                return expr.list().elements().size();
            }
            case MAP -> {
                return expr.map().entries().size();
            }
            case IDENT, SELECT, CALL, STRUCT, COMPREHENSION, NOT_SET -> {}
        }
        List<String> path = path(expr);
        double size = path == null ? -1 : sizes.max(path);
        if (size >= 0) {
            return size;
        }
        switch (kind(expr)) {
            case BOOL, DOUBLE, DURATION, INT, TIMESTAMP, TYPE, UINT -> {
                return 1;
            }
            default -> {}
        }
        Local local = expr.getKind() == CelExpr.ExprKind.Kind.IDENT
                ? locals.get(expr.ident().name())
                : null;
        return local != null && local.size() >= 0 ? local.size() : UNKNOWN;
    }

    private static double ceil(double value) {
        return Math.ceil(Math.min(value, UNKNOWN));
    }

    private double call(CelExpr expr) {
        CelExpr.CelCall call = expr.call();
        List<CelExpr> arguments = new ArrayList<>();
        call.target().filter(target -> !isNamespace(target)).ifPresent(arguments::add);
        arguments.addAll(call.args());
        String function = call.function();
        List<Double> costs = arguments.stream().map(this::cost).toList();
        double all = costs.stream().mapToDouble(Double::doubleValue).sum();
        return switch (function) {
            case "_&&_", "_||_" -> all;
            case "_?_:_" -> {
                computed.put(expr.id(), Math.max(size(arguments.get(1)), size(arguments.get(2))));
                yield costs.get(0) + Math.max(costs.get(1), costs.get(2));
            }
            case "_[_]" -> {
                CelKind kind = kind(arguments.get(0));
                extend(expr, arguments.get(0), kind == CelKind.LIST ? "@items" : "@values");
                yield all + 1;
            }
            case "dyn" -> {
                computed.put(expr.id(), size(arguments.get(0)));
                yield all + 1;
            }
            default -> all + own(expr, function, arguments);
        };
    }

    private boolean isNamespace(CelExpr target) {
        return target.getKind() == CelExpr.ExprKind.Kind.IDENT
                && !locals.containsKey(target.ident().name())
                && !variables.contains(target.ident().name());
    }

    // Without the arguments.
    private double own(CelExpr expr, String function, List<CelExpr> a) {
        switch (function) {
            case "_==_", "_!=_":
                return ceil(Math.min(size(a.get(0)), size(a.get(1))) * TRAVERSAL);
            case "_<_", "_>_", "_<=_", "_>=_":
                return isText(a.get(0)) && isText(a.get(1))
                        ? Math.max(isDyn(a) ? 1 : 0, ceil(Math.min(size(a.get(0)), size(a.get(1))) * TRAVERSAL))
                        : 1;
            case "_+_":
                return sum(expr, a);
            case "@in":
                return kind(a.get(1)) == CelKind.LIST ? size(a.get(1)) : 1;
            case "startsWith", "endsWith":
                return ceil(size(a.get(1)) * TRAVERSAL);
            case "contains":
                return ceil(size(a.get(0)) * TRAVERSAL) * ceil(size(a.get(1)) * TRAVERSAL);
            case "matches":
                return ceil((size(a.get(0)) + 1) * TRAVERSAL) * ceil(size(a.get(1)) * REGEX_LENGTH);
            case "find", "findAll":
                computed.put(expr.id(), size(a.get(0)));
                return ceil((size(a.get(0)) + 1) * TRAVERSAL) * ceil(size(a.get(1)) * REGEX_LENGTH);
            case "string", "bytes":
                return conversion(expr, function, a);
            case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf":
                return lists(a);
            case "lowerAscii", "upperAscii", "substring", "trim", "url":
                computed.put(expr.id(), size(a.get(0)));
                return ceil(size(a.get(0)) * TRAVERSAL);
            case "quantity", "isQuantity", "cidr", "isIP", "isCIDR", "isURL":
                return ceil(size(a.get(0)) * TRAVERSAL);
            case "ip":
                return kind(a.get(0)) == CelKind.STRING ? ceil(size(a.get(0)) * TRAVERSAL) : 1;
            case "replace":
                computed.put(expr.id(), replaced(a));
                return ceil(size(a.get(0)) * 2 * TRAVERSAL);
            case "split":
                computed.put(expr.id(), size(a.get(0)));
                return ceil(size(a.get(0)) * 2 * TRAVERSAL);
            case "join":
                return join(expr, a);
            default:
                return 1;
        }
    }

    private boolean isText(CelExpr expr) {
        CelKind kind = kind(expr);
        return kind == CelKind.STRING || kind == CelKind.BYTES || kind == CelKind.DYN;
    }

    private boolean isDyn(List<CelExpr> expressions) {
        return expressions.stream().anyMatch(each -> kind(each) == CelKind.DYN);
    }

    private double sum(CelExpr expr, List<CelExpr> a) {
        CelKind kind = kind(a.get(0)) == CelKind.DYN ? kind(a.get(1)) : kind(a.get(0));
        if (kind != CelKind.STRING && kind != CelKind.BYTES && kind != CelKind.LIST && kind != CelKind.DYN) {
            return 1;
        }
        double size = size(a.get(0)) + size(a.get(1));
        computed.put(expr.id(), size);
        return kind == CelKind.LIST ? 1 : ceil(size * TRAVERSAL);
    }

    private double conversion(CelExpr expr, String function, List<CelExpr> a) {
        CelKind from = kind(a.get(0));
        if (function.equals("bytes") && from == CelKind.STRING) {
            computed.put(expr.id(), size(a.get(0)) * 4);
            return ceil(size(a.get(0)) * TRAVERSAL);
        }
        if (function.equals("string") && (from == CelKind.BYTES || from == CelKind.DYN)) {
            computed.put(expr.id(), size(a.get(0)));
            return Math.max(from == CelKind.DYN ? 1 : 0, ceil(size(a.get(0)) * TRAVERSAL));
        }
        return 1;
    }

    private double itemSize(CelExpr list) {
        List<String> path = path(list);
        if (path == null) {
            return UNKNOWN;
        }
        List<String> item = new ArrayList<>(path);
        item.add("@items");
        double size = sizes.max(item);
        return size < 0 ? UNKNOWN : size;
    }

    private double lists(List<CelExpr> a) {
        if (!(tree.getType(a.get(0).id()).orElse(null) instanceof ListType list)
                || list.parameters().isEmpty()) {
            return ceil(size(a.get(0)) * TRAVERSAL);
        }
        CelKind item = list.parameters().get(0).kind();
        double each = item == CelKind.STRING || item == CelKind.BYTES ? 1 + ceil(itemSize(a.get(0)) * TRAVERSAL) : 1;
        return size(a.get(0)) * each;
    }

    private double replaced(List<CelExpr> a) {
        double size = size(a.get(0));
        CelExpr part = a.get(1);
        double least = part.getKind() == CelExpr.ExprKind.Kind.CONSTANT ? size(part) : 0;
        double by = size(a.get(2));
        if (least == 0) {
            return (size + 1) * by + size;
        }
        return by <= least ? size : Math.ceil(size / least) * by;
    }

    private double join(CelExpr expr, List<CelExpr> a) {
        double length = size(a.get(0));
        double size = length * itemSize(a.get(0));
        if (a.size() > 1) {
            size += size(a.get(1)) * Math.max(0, length - 1);
        }
        computed.put(expr.id(), size);
        return ceil(size * TRAVERSAL);
    }

    private double comprehension(CelExpr expr) {
        CelExpr.CelComprehension fold = expr.comprehension();
        double cost = cost(fold.iterRange()) + cost(fold.accuInit());
        CelExpr start = fold.accuInit();
        Map<String, Local> outer = new HashMap<>(locals);
        boolean isBinding = fold.iterRange().getKind() == CelExpr.ExprKind.Kind.LIST
                && fold.iterRange().list().elements().isEmpty();
        locals.put(fold.accuVar(), new Local(isBinding ? path(start) : null, size(start)));
        if (isBinding) {
            cost += cost(fold.result());
            computed.put(expr.id(), size(fold.result()));
            locals.clear();
            locals.putAll(outer);
            return cost;
        }
        boolean isList = kind(fold.iterRange()) == CelKind.LIST;
        if (fold.iterVar2().isEmpty()) {
            locals.put(fold.iterVar(), step(fold.iterRange(), isList ? "@items" : "@keys"));
        } else {
            locals.put(fold.iterVar(), step(fold.iterRange(), isList ? "@indices" : "@keys"));
            locals.put(fold.iterVar2(), step(fold.iterRange(), isList ? "@items" : "@values"));
        }
        double each = cost(fold.loopCondition()) + cost(fold.loopStep());
        double times = size(fold.iterRange());
        cost += cost(fold.result()) + Math.min(UNKNOWN, times * each);
        if (start.getKind() == CelExpr.ExprKind.Kind.CONSTANT) {
            computed.put(expr.id(), size(start));
        } else if (start.getKind() == CelExpr.ExprKind.Kind.LIST || start.getKind() == CelExpr.ExprKind.Kind.MAP) {
            computed.put(expr.id(), times);
        }
        locals.clear();
        locals.putAll(outer);
        return cost;
    }

    private Local step(CelExpr range, String step) {
        return new Local(longer(path(range), step), -1);
    }
}
