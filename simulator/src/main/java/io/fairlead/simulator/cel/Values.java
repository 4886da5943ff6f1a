package io.fairlead.simulator.cel;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What all values have: a type, equality, an order.
final class Values {
    private Values() {}

    static String typeName(Object value) {
        return switch (value) {
            case Boolean _ -> "bool";
            case Long _ -> "int";
            case Unsigned _ -> "uint";
            case Double _ -> "double";
            case String _ -> "string";
            case Bytes _ -> "bytes";
            case Instant _ -> "google.protobuf.Timestamp";
            case Duration _ -> "google.protobuf.Duration";
            case Null _ -> "null_type";
            case List<?> _ -> "list";
            case Map<?, ?> _ -> "map";
            case Optional<?> _ -> "optional_type";
            case TypeValue _ -> "type";
            case Quantity _ -> "kubernetes.Quantity";
            case Url _ -> "kubernetes.URL";
            case IpAddress _ -> "net.IP";
            case Cidr _ -> "net.CIDR";
            default -> value.getClass().getSimpleName();
        };
    }

    /// How messages show a value.
    static String text(Object value) {
        return value instanceof Double number ? Conversions.text(number) : String.valueOf(value);
    }

    static boolean equal(Object left, Object right) {
        if (left instanceof String text) {
            return text.equals(right);
        }
        if (isNumber(left) && isNumber(right)) {
            OptionalInt order = compareNumbers(left, right);
            return order.isPresent() && order.getAsInt() == 0;
        }
        if (left instanceof List<?> list && right instanceof List<?> other) {
            return equalLists(list, other);
        }
        if (left instanceof Map<?, ?> map && right instanceof Map<?, ?> other) {
            return equalMaps(map, other);
        }
        if (left instanceof Optional<?> optional && right instanceof Optional<?> other) {
            if (optional.isEmpty() || other.isEmpty()) {
                return optional.isEmpty() == other.isEmpty();
            }
            return equal(optional.get(), other.get());
        }
        return left.equals(right);
    }

    private static boolean equalLists(List<?> left, List<?> right) {
        if (left.size() != right.size()) {
            return false;
        }
        if (left instanceof Associative associative) {
            return associative.isEqualTo(right);
        }
        Iterator<?> others = right.iterator();
        for (Object each : left) {
            if (!equal(each, others.next())) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalMaps(Map<?, ?> left, Map<?, ?> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (Map.Entry<?, ?> entry : left.entrySet()) {
            Optional<Object> other = find(right, entry.getKey());
            if (other.isEmpty() || !equal(entry.getValue(), other.get())) {
                return false;
            }
        }
        return true;
    }

    /// A map's value; keys that are equal as numbers are the same key.
    static Optional<Object> find(Map<?, ?> map, Object key) {
        Object found = map.get(key);
        if (found == null && isNumber(key)) {
            found = switch (key) {
                case Long number -> number >= 0 ? map.get(new Unsigned(number)) : null;
                case Unsigned number -> number.bits() >= 0 ? map.get(number.bits()) : null;
                case Double number ->
                    number == Math.rint(number) && Math.abs(number) < 0x1p63
                            ? find(map, number.longValue()).orElse(null)
                            : null;
                default -> null;
            };
        }
        return Optional.ofNullable(found);
    }

    static boolean isNumber(Object value) {
        return value instanceof Long || value instanceof Double || value instanceof Unsigned;
    }

    /// Empty for NaN.
    static OptionalInt compareNumbers(Object left, Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            return OptionalInt.of(Long.compare(a, b));
        }
        if (left instanceof Double a && right instanceof Double b) {
            return a.isNaN() || b.isNaN() ? OptionalInt.empty() : OptionalInt.of(a < b ? -1 : a > b ? 1 : 0);
        }
        if ((left instanceof Double a && (a.isNaN() || a.isInfinite()))
                || (right instanceof Double b && (b.isNaN() || b.isInfinite()))) {
            return compareNumbers((Object) toDouble(left), (Object) toDouble(right));
        }
        return OptionalInt.of(decimal(left).compareTo(decimal(right)));
    }

    private static double toDouble(Object number) {
        return switch (number) {
            case Long value -> value;
            case Unsigned value -> value.toDouble();
            case Double value -> value;
            default -> Double.NaN;
        };
    }

    private static BigDecimal decimal(Object number) {
        return number instanceof Double value ? new BigDecimal(value) : new BigDecimal(number.toString());
    }

    /// Empty where an operand is not a number.
    static OptionalInt compare(Object left, Object right) throws CelFault {
        if (isNumber(left) && isNumber(right)) {
            return compareNumbers(left, right);
        }
        if (left instanceof String a && right instanceof String b) {
            return OptionalInt.of(compareTexts(a, b));
        }
        if (left instanceof Boolean a && right instanceof Boolean b) {
            return OptionalInt.of(Boolean.compare(a, b));
        }
        if (left instanceof Instant a && right instanceof Instant b) {
            return OptionalInt.of(a.compareTo(b));
        }
        if (left instanceof Duration a && right instanceof Duration b) {
            return OptionalInt.of(a.compareTo(b));
        }
        if (left instanceof Bytes a && right instanceof Bytes b) {
            return OptionalInt.of(a.compareTo(b));
        }
        throw CelFault.NO_SUCH_OVERLOAD;
    }

    // Go compares UTF-8 bytes, which is the order of code points, not of Java's chars.
    private static int compareTexts(String left, String right) {
        int end = Math.min(left.length(), right.length());
        for (int i = 0; i < end; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean isSurrogateA = Character.isSurrogate(a);
                boolean isSurrogateB = Character.isSurrogate(b);
                return isSurrogateA == isSurrogateB ? Character.compare(a, b) : isSurrogateA ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
