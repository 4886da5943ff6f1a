package io.fairlead.simulator.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Turns a checked expression into closures.
final class Planner {
    private static final int LIST_COST = 10;
    private static final int MAP_COST = 30;
    private static final Set<String> NAMESPACES = Set.of("optional", "sets", "ip", "lists");
    private static final Set<String> TYPES = Set.of(
            "bool", "int", "uint", "double", "string", "bytes", "list", "map", "null_type", "type", "optional_type");

    private final Map<String, Integer> slots = new HashMap<>();
    private int slotCount;

    private Planner(List<String> variables) {
        variables.forEach(this::slot);
    }

    /// @param variables their values are the first slots of a frame
    /// @throws CelFault if a constant part of the expression cannot be evaluated
    static Plan plan(CelAbstractSyntaxTree tree, List<String> variables) throws CelFault {
        Planner planner = new Planner(variables);
        Code code = planner.code(tree.getExpr());
        return new Plan(code, planner.slotCount);
    }

    record Plan(Code code, int slots) {}

    private int slot(String variable) {
        int slot = slotCount++;
        slots.put(variable, slot);
        return slot;
    }

    private Code code(CelExpr expr) throws CelFault {
        return switch (expr.getKind()) {
            case CONSTANT -> {
                Object value = constant(expr.constant());
                yield frame -> value;
            }
            case IDENT -> identifier(expr.ident().name());
            case SELECT -> select(expr.select());
            case CALL -> call(expr.call());
            case LIST -> list(expr.list());
            case MAP -> map(expr.map());
            case COMPREHENSION -> comprehension(expr.comprehension());
            case STRUCT, NOT_SET -> throw new CelFault("unsupported expression");
        };
    }

    private static Object constant(CelConstant constant) {
        return switch (constant.getKind()) {
            case NULL_VALUE -> Null.VALUE;
            case BOOLEAN_VALUE -> constant.booleanValue();
            case INT64_VALUE -> constant.int64Value();
            case UINT64_VALUE -> new Unsigned(constant.uint64Value().longValue());
            case DOUBLE_VALUE -> constant.doubleValue();
            case STRING_VALUE -> constant.stringValue();
            case BYTES_VALUE -> Bytes.of(constant.bytesValue().toByteArray());
            case DURATION_VALUE, TIMESTAMP_VALUE, NOT_SET -> throw new IllegalArgumentException("no CEL literal");
        };
    }

    private Code identifier(String name) {
        Integer slot = slots.get(name);
        if (slot == null) {
            TypeValue type = new TypeValue(name);
            return frame -> type;
        }
        int index = slot;
        return frame -> {
            frame.charge(1);
            Object value = frame.slots[index];
            if (value instanceof Pending pending) {
                throw pending.fault();
            }
            return value;
        };
    }

    /// What an accumulator holds after a step failed: it counts only if it is still there at the end.
    private record Pending(CelFault fault) {}

    private Code select(CelExpr.CelSelect select) throws CelFault {
        Code operand = code(select.operand());
        String field = select.field();
        if (select.testOnly()) {
            return frame -> Operators.has(operand.run(frame), field);
        }
        return frame -> {
            Object container = operand.run(frame);
            frame.charge(1);
            return Operators.index(container, field);
        };
    }

    private Code call(CelExpr.CelCall call) throws CelFault {
        List<CelExpr> arguments = new ArrayList<>(call.args());
        String function = call.function();
        if (call.target().isPresent()) {
            CelExpr target = call.target().get();
            if (isNamespace(target)) {
                function = target.ident().name() + "." + function;
            } else {
                arguments.addFirst(target);
            }
        }
        Code[] codes = new Code[arguments.size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = code(arguments.get(i));
        }
        Code logic = Logic.find(function, codes);
        if (logic != null) {
            return logic;
        }
        Functions.Function body = Functions.find(function, codes.length);
        Code code = apply(body, codes);
        boolean isConstant = arguments.stream().allMatch(a -> a.getKind() == CelExpr.ExprKind.Kind.CONSTANT);
        if (isConstant && Functions.isConversion(function)) {
            Object value = code.run(new Frame(0, Long.MAX_VALUE));
            return frame -> value;
        }
        return code;
    }

    private boolean isNamespace(CelExpr target) {
        return target.getKind() == CelExpr.ExprKind.Kind.IDENT
                && NAMESPACES.contains(target.ident().name())
                && !slots.containsKey(target.ident().name());
    }

    private static Code apply(Functions.Function body, Code[] codes) {
        return switch (codes.length) {
            case 1 -> {
                Code first = codes[0];
                yield frame -> {
                    Object[] values = {first.run(frame)};
                    frame.charge(body.cost(values));
                    return body.apply(values);
                };
            }
            case 2 -> {
                Code first = codes[0];
                Code second = codes[1];
                yield frame -> {
                    Object[] values = {first.run(frame), second.run(frame)};
                    frame.charge(body.cost(values));
                    return body.apply(values);
                };
            }
            default ->
                frame -> {
                    Object[] values = new Object[codes.length];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = codes[i].run(frame);
                    }
                    frame.charge(body.cost(values));
                    return body.apply(values);
                };
        };
    }

    private Code list(CelExpr.CelList list) throws CelFault {
        List<Code> elements = new ArrayList<>();
        for (CelExpr element : list.elements()) {
            elements.add(code(element));
        }
        List<Integer> optional = list.optionalIndices();
        return frame -> {
            frame.charge(LIST_COST);
            List<Object> all = new ArrayList<>(elements.size());
            for (int i = 0; i < elements.size(); i++) {
                Object value = elements.get(i).run(frame);
                if (!optional.contains(i)) {
                    all.add(value);
                } else if (value instanceof Optional<?> present && present.isPresent()) {
                    all.add(present.get());
                }
            }
            return all;
        };
    }

    private Code map(CelExpr.CelMap map) throws CelFault {
        record Entry(Code key, Code value, boolean isOptional) {}
        List<Entry> entries = new ArrayList<>();
        for (CelExpr.CelMap.Entry entry : map.entries()) {
            entries.add(new Entry(code(entry.key()), code(entry.value()), entry.optionalEntry()));
        }
        return frame -> {
            frame.charge(MAP_COST);
            Map<Object, Object> all = LinkedHashMap.newLinkedHashMap(entries.size());
            for (Entry entry : entries) {
                Object key = entry.key().run(frame);
                Object value = entry.value().run(frame);
                if (!entry.isOptional()) {
                    all.put(key, value);
                } else if (value instanceof Optional<?> present && present.isPresent()) {
                    all.put(key, present.get());
                }
            }
            return all;
        };
    }

    private Code comprehension(CelExpr.CelComprehension fold) throws CelFault {
        Code range = code(fold.iterRange());
        Code start = code(fold.accuInit());
        Map<String, Integer> outer = new HashMap<>(slots);
        int accumulator = slot(fold.accuVar());
        int first = slot(fold.iterVar());
        int second = fold.iterVar2().isEmpty() ? -1 : slot(fold.iterVar2());
        Code condition = code(fold.loopCondition());
        Code step = code(fold.loopStep());
        slots.remove(fold.iterVar());
        Code result = code(fold.result());
        slots.clear();
        slots.putAll(outer);
        return frame -> {
            Object values = range.run(frame);
            frame.slots[accumulator] = start.run(frame);
            if (values instanceof Map<?, ?> map) {
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    frame.slots[first] = entry.getKey();
                    if (second >= 0) {
                        frame.slots[second] = entry.getValue();
                    }
                    if (!step(frame, accumulator, condition, step)) {
                        break;
                    }
                }
            } else if (values instanceof List<?> list) {
                long index = 0;
                for (Object item : list) {
                    frame.slots[first] = second >= 0 ? (Object) index++ : item;
                    if (second >= 0) {
                        frame.slots[second] = item;
                    }
                    if (!step(frame, accumulator, condition, step)) {
                        break;
                    }
                }
            } else {
                throw new CelFault("got '" + Functions.goType(values) + "', expected iterable type");
            }
            return result.run(frame);
        };
    }

    private static boolean step(Frame frame, int accumulator, Code condition, Code step) throws CelFault {
        if (Boolean.FALSE.equals(condition.run(frame))) {
            return false;
        }
        try {
            frame.slots[accumulator] = step.run(frame);
        } catch (CelFault fault) {
            if (fault.isCostExceeded()) {
                throw fault;
            }
            frame.slots[accumulator] = new Pending(fault);
        }
        return true;
    }

    static boolean isType(String name) {
        return TYPES.contains(name);
    }
}
