package io.fairlead.simulator.cel;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All functions, by name; a receiver is the first argument. Which overload is meant, the values tell.
final class Functions {
    private static final double TRAVERSAL = 0.1;
    private static final double REGEX_LENGTH = 0.25;
    private static final Set<String> CONVERSIONS =
            Set.of("int", "uint", "double", "string", "bytes", "bool", "timestamp", "duration");

    // Looked up by name only; never iterated.
    private static final Map<String, Function> ALL = all();

    private Functions() {}

    interface Body {
        Object apply(Object[] arguments) throws CelFault;
    }

    interface Cost {
        long of(Object[] arguments);
    }

    record Function(Body body, Cost price) {
        Object apply(Object[] arguments) throws CelFault {
            try {
                return body.apply(arguments);
            } catch (ArrayIndexOutOfBoundsException | ClassCastException e) {
                throw CelFault.NO_SUCH_OVERLOAD;
            }
        }

        long cost(Object[] arguments) {
            return price.of(arguments);
        }
    }

    /// Constants are converted once, and what cannot be converted is an error of the expression.
    static boolean isConversion(String function) {
        return CONVERSIONS.contains(function);
    }

    static Function find(String name, int arguments) throws CelFault {
        Function found = ALL.get(name);
        if (found == null) {
            throw new CelFault("the embedded cluster does not model the CEL function " + name + " with " + arguments
                    + " arguments");
        }
        return found;
    }

    /// The name that cel-go's own errors use.
    static String goType(Object value) {
        return "types."
                + switch (value) {
                    case Long _ -> "Int";
                    case Unsigned _ -> "Uint";
                    case Double _ -> "Double";
                    case Boolean _ -> "Bool";
                    case String _ -> "String";
                    case Bytes _ -> "Bytes";
                    case Null _ -> "Null";
                    case Instant _ -> "Timestamp";
                    case Duration _ -> "Duration";
                    default -> "Val";
                };
    }

    private static void add(Map<String, Function> all, String name, Body body) {
        add(all, name, body, arguments -> 1);
    }

    private static void add(Map<String, Function> all, String name, Body body, Cost cost) {
        all.put(name, new Function(body, cost));
    }

    private static Map<String, Function> all() {
        Map<String, Function> all = new HashMap<>();
        operators(all);
        conversions(all);
        optionals(all);
        TextFunctions.ALL.forEach((name, body) -> add(all, name, body, Functions::traversal));
        ListFunctions.ALL.forEach((name, body) -> add(all, name, body, Functions::traversal));
        TimeFunctions.ALL.forEach((name, body) -> add(all, name, body));
        KubernetesFunctions.ALL.forEach((name, body) -> add(all, name, body, Functions::parsing));
        for (String name : List.of("matches", "find", "findAll")) {
            add(all, name, TextFunctions.body(name), Functions::regex);
        }
        // Lists have these, too.
        for (String name : List.of("indexOf", "lastIndexOf", "reverse")) {
            Body texts = TextFunctions.body(name);
            Body lists = ListFunctions.body(name);
            add(all, name, a -> a[0] instanceof List<?> ? lists.apply(a) : texts.apply(a), Functions::traversal);
        }
        return Map.copyOf(all);
    }

    private static void operators(Map<String, Function> all) {
        add(all, "_+_", a -> Operators.add(a[0], a[1]), Functions::concatenation);
        add(all, "_-_", a -> Operators.subtract(a[0], a[1]));
        add(all, "_*_", a -> Operators.multiply(a[0], a[1]));
        add(all, "_/_", a -> Operators.divide(a[0], a[1]));
        add(all, "_%_", a -> Operators.modulo(a[0], a[1]));
        add(all, "-_", a -> Operators.negate(a[0]));
        add(all, "!_", a -> Operators.not(a[0]));
        add(all, "_==_", a -> Values.equal(a[0], a[1]), Functions::comparison);
        add(all, "_!=_", a -> !Values.equal(a[0], a[1]), Functions::comparison);
        add(all, "_<_", a -> Operators.less(a[0], a[1]), Functions::comparison);
        add(all, "_<=_", a -> Operators.lessOrEqual(a[0], a[1]), Functions::comparison);
        add(all, "_>_", a -> Operators.less(a[1], a[0]), Functions::comparison);
        add(all, "_>=_", a -> Operators.lessOrEqual(a[1], a[0]), Functions::comparison);
        add(all, "@in", a -> Operators.in(a[0], a[1]), a -> a[1] instanceof List<?> list ? list.size() : 1);
        add(all, "_[_]", a -> Operators.index(a[0], a[1]));
        add(all, "_?._", a -> Operators.optionalIndex(a[0], a[1]));
        add(all, "_[?_]", a -> Operators.optionalIndex(a[0], a[1]));
        add(all, "size", a -> Operators.size(a[0]));
    }

    private static void conversions(Map<String, Function> all) {
        add(all, "int", a -> Conversions.toInt(a[0]));
        add(all, "uint", a -> Conversions.toUint(a[0]));
        add(all, "double", a -> Conversions.toDouble(a[0]));
        add(all, "string", a -> Conversions.toText(a[0]));
        add(all, "bytes", a -> Conversions.toBytes(a[0]));
        add(all, "bool", a -> Conversions.toBool(a[0]));
        add(all, "timestamp", a -> Conversions.toTimestamp(a[0]));
        add(all, "duration", a -> Conversions.toDuration(a[0]));
        add(all, "dyn", a -> a[0]);
        add(all, "type", a -> new TypeValue(Values.typeName(a[0])));
    }

    private static void optionals(Map<String, Function> all) {
        add(all, "optional.none", a -> Optional.empty());
        add(all, "optional.of", a -> Optional.of(a[0]));
        add(all, "optional.ofNonZeroValue", a -> isZero(a[0]) ? Optional.empty() : Optional.of(a[0]));
        add(all, "hasValue", a -> ((Optional<?>) a[0]).isPresent());
        add(all, "value", a -> {
            Optional<?> optional = (Optional<?>) a[0];
            if (optional.isEmpty()) {
                throw new CelFault("optional.none() dereference");
            }
            return optional.get();
        });
    }

    private static boolean isZero(Object value) {
        return switch (value) {
            case Null _ -> true;
            case Boolean bool -> !bool;
            case Long number -> number == 0;
            case Unsigned number -> number.bits() == 0;
            case Double number -> number == 0;
            case String text -> text.isEmpty();
            case Bytes bytes -> bytes.size() == 0;
            case List<?> list -> list.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            case Duration length -> length.isZero();
            case Instant time -> time.equals(Instant.EPOCH);
            default -> false;
        };
    }

    private static long size(Object value) {
        return switch (value) {
            case String text -> text.length();
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case Bytes bytes -> bytes.size();
            default -> 1;
        };
    }

    private static long traversal(Object[] arguments) {
        return arguments.length == 0 ? 1 : Math.max(1, (long) Math.ceil(size(arguments[0]) * TRAVERSAL));
    }

    private static long parsing(Object[] arguments) {
        return arguments.length == 0 ? 1 : (long) Math.ceil(size(arguments[0]) * TRAVERSAL);
    }

    private static long comparison(Object[] arguments) {
        return (long) Math.ceil(Math.min(size(arguments[0]), size(arguments[1])) * TRAVERSAL);
    }

    private static long concatenation(Object[] arguments) {
        return arguments[0] instanceof List<?>
                ? 1
                : (long) Math.ceil((size(arguments[0]) + size(arguments[1])) * TRAVERSAL);
    }

    private static long regex(Object[] arguments) {
        return (long) (Math.ceil((1 + size(arguments[0])) * TRAVERSAL) * Math.ceil(size(arguments[1]) * REGEX_LENGTH));
    }
}
