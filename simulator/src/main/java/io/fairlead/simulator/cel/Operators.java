package io.fairlead.simulator.cel;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// `+`, `<`, `[]`, `in` and so on.
final class Operators {
    private Operators() {}

    static Object add(Object left, Object right) throws CelFault {
        if (left instanceof Long a && right instanceof Long b) {
            long sum = a + b;
            if (((a ^ sum) & (b ^ sum)) < 0) {
                throw CelFault.INTEGER_OVERFLOW;
            }
            return sum;
        }
        if (left instanceof Double a && right instanceof Double b) {
            return a + b;
        }
        if (left instanceof Unsigned a && right instanceof Unsigned b) {
            long sum = a.bits() + b.bits();
            if (Long.compareUnsigned(sum, a.bits()) < 0) {
                throw CelFault.UNSIGNED_OVERFLOW;
            }
            return new Unsigned(sum);
        }
        if (left instanceof String a && right instanceof String b) {
            return a + b;
        }
        if (left instanceof Bytes a && right instanceof Bytes b) {
            return a.plus(b);
        }
        if (left instanceof List<?> a && right instanceof List<?> b) {
            return concatenated(a, b);
        }
        if (left instanceof Instant a && right instanceof Duration b) {
            return a.plus(b);
        }
        if (left instanceof Duration a && right instanceof Instant b) {
            return b.plus(a);
        }
        if (left instanceof Duration a && right instanceof Duration b) {
            return a.plus(b);
        }
        throw CelFault.NO_SUCH_OVERLOAD;
    }

    private static Object concatenated(List<?> left, List<?> right) {
        if (left instanceof Associative associative) {
            return associative.plus(right);
        }
        List<Object> all = new ArrayList<>(left.size() + right.size());
        all.addAll(left);
        all.addAll(right);
        return all;
    }

    static Object subtract(Object left, Object right) throws CelFault {
        if (left instanceof Long a && right instanceof Long b) {
            long difference = a - b;
            if (((a ^ b) & (a ^ difference)) < 0) {
                throw CelFault.INTEGER_OVERFLOW;
            }
            return difference;
        }
        if (left instanceof Double a && right instanceof Double b) {
            return a - b;
        }
        if (left instanceof Unsigned a && right instanceof Unsigned b) {
            if (a.compareTo(b) < 0) {
                throw CelFault.UNSIGNED_OVERFLOW;
            }
            return new Unsigned(a.bits() - b.bits());
        }
        if (left instanceof Instant a && right instanceof Instant b) {
            return Duration.between(b, a);
        }
        if (left instanceof Instant a && right instanceof Duration b) {
            return a.minus(b);
        }
        if (left instanceof Duration a && right instanceof Duration b) {
            return a.minus(b);
        }
        throw CelFault.NO_SUCH_OVERLOAD;
    }

    static Object multiply(Object left, Object right) throws CelFault {
        if (left instanceof Long a && right instanceof Long b) {
            try {
                return Math.multiplyExact(a, b);
            } catch (ArithmeticException e) {
                throw CelFault.INTEGER_OVERFLOW;
            }
        }
        if (left instanceof Double a && right instanceof Double b) {
            return a * b;
        }
        if (left instanceof Unsigned a && right instanceof Unsigned b) {
            if (Math.unsignedMultiplyHigh(a.bits(), b.bits()) != 0) {
                throw CelFault.UNSIGNED_OVERFLOW;
            }
            return new Unsigned(a.bits() * b.bits());
        }
        throw CelFault.NO_SUCH_OVERLOAD;
    }

    static Object divide(Object left, Object right) throws CelFault {
        if (left instanceof Long a && right instanceof Long b) {
            if (b == 0) {
                throw new CelFault("division by zero");
            }
            if (a == Long.MIN_VALUE && b == -1) {
                throw CelFault.INTEGER_OVERFLOW;
            }
            return a / b;
        }
        if (left instanceof Double a && right instanceof Double b) {
            return a / b;
        }
        if (left instanceof Unsigned a && right instanceof Unsigned b) {
            if (b.bits() == 0) {
                throw new CelFault("division by zero");
            }
            return new Unsigned(Long.divideUnsigned(a.bits(), b.bits()));
        }
        throw CelFault.NO_SUCH_OVERLOAD;
    }

    static Object modulo(Object left, Object right) throws CelFault {
        if (left instanceof Long a && right instanceof Long b) {
            if (b == 0) {
                throw new CelFault("modulus by zero");
            }
            return a % b;
        }
        if (left instanceof Unsigned a && right instanceof Unsigned b) {
            if (b.bits() == 0) {
                throw new CelFault("modulus by zero");
            }
            return new Unsigned(Long.remainderUnsigned(a.bits(), b.bits()));
        }
        throw CelFault.NO_SUCH_OVERLOAD;
    }

    static Object negate(Object value) throws CelFault {
        return switch (value) {
            case Long number -> {
                if (number == Long.MIN_VALUE) {
                    throw CelFault.INTEGER_OVERFLOW;
                }
                yield -number;
            }
            case Double number -> -number;
            case Duration length -> length.negated();
            default -> throw CelFault.NO_SUCH_OVERLOAD;
        };
    }

    static Object not(Object value) throws CelFault {
        if (value instanceof Boolean bool) {
            return !bool;
        }
        throw CelFault.NO_SUCH_OVERLOAD;
    }

    static Object less(Object left, Object right) throws CelFault {
        OptionalInt order = Values.compare(left, right);
        return order.isPresent() && order.getAsInt() < 0;
    }

    static Object lessOrEqual(Object left, Object right) throws CelFault {
        OptionalInt order = Values.compare(left, right);
        return order.isPresent() && order.getAsInt() <= 0;
    }

    static Object in(Object value, Object container) throws CelFault {
        if (container instanceof Map<?, ?> map) {
            return Values.find(map, value).isPresent();
        }
        if (container instanceof List<?> list) {
            for (Object each : list) {
                if (Values.equal(each, value)) {
                    return true;
                }
            }
            return false;
        }
        throw CelFault.NO_SUCH_OVERLOAD;
    }

    /// The value of a field, an index or a key.
    static Object index(Object container, Object key) throws CelFault {
        if (container instanceof Map<?, ?> map) {
            Object found = map.get(key);
            if (found != null) {
                return found;
            }
            Optional<Object> other = Values.find(map, key);
            if (other.isPresent()) {
                return other.get();
            }
            throw CelFault.noSuchKey(key);
        }
        if (container instanceof List<?> list) {
            return list.get(position(list, key));
        }
        if (container instanceof Optional<?> optional) {
            return optional.isEmpty() ? optional : optionalIndex(optional.get(), key);
        }
        throw CelFault.noSuchKey(key);
    }

    private static int position(List<?> list, Object key) throws CelFault {
        long index = switch (key) {
            case Long number -> number;
            case Unsigned number -> number.bits();
            case Double number -> {
                if (number != Math.rint(number)) {
                    throw new CelFault("unsupported index value " + Values.text(key) + " in list");
                }
                yield number.longValue();
            }
            default -> throw new CelFault("unsupported index type '" + Values.typeName(key) + "' in list");
        };
        if (index < 0 || index >= list.size()) {
            throw new CelFault("index out of bounds: " + index);
        }
        return (int) index;
    }

    /// `x.?field`, `x[?key]`: none where it is not there.
    static Object optionalIndex(Object container, Object key) throws CelFault {
        return switch (container) {
            case Optional<?> optional -> optional.isEmpty() ? optional : optionalIndex(optional.get(), key);
            case Map<?, ?> map -> Values.find(map, key);
            case List<?> list ->
                key instanceof Long number && (number < 0 || number >= list.size())
                        ? Optional.empty()
                        : Optional.of(list.get(position(list, key)));
            default -> throw CelFault.noSuchKey(key);
        };
    }

    static boolean has(Object container, String field) throws CelFault {
        return switch (container) {
            case Map<?, ?> map -> map.containsKey(field);
            case Optional<?> optional -> optional.isPresent() && has(optional.get(), field);
            default -> throw CelFault.NO_SUCH_OVERLOAD;
        };
    }

    static Object size(Object value) throws CelFault {
        return switch (value) {
            case String text -> (long) text.codePointCount(0, text.length());
            case List<?> list -> (long) list.size();
            case Map<?, ?> map -> (long) map.size();
            case Bytes bytes -> (long) bytes.size();
            default -> throw new CelFault("no such overload: size");
        };
    }
}
