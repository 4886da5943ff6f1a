package io.fairlead.simulator.cel;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Operators that do not evaluate all of their operands, or bear that one fails.
final class Logic {
    private Logic() {}

    static @Nullable Code find(String function, Code[] codes) {
        return switch (function) {
            case "_&&_" -> junction(codes[0], codes[1], false);
            case "_||_" -> junction(codes[0], codes[1], true);
            case "_?_:_" -> conditional(codes[0], codes[1], codes[2]);
            case "@not_strictly_false", "__not_strictly_false__" -> notStrictlyFalse(codes[0]);
            case "or" -> alternative(codes[0], codes[1], false);
            case "orValue" -> alternative(codes[0], codes[1], true);
            default -> null;
        };
    }

    // One operand that decides is enough, whatever is wrong with the other.
    private static Code junction(Code left, Code right, boolean deciding) {
        return frame -> {
            Object first;
            CelFault failure = null;
            try {
                first = left.run(frame);
            } catch (CelFault fault) {
                if (fault.isCostExceeded()) {
                    throw fault;
                }
                first = fault;
                failure = fault;
            }
            if (first instanceof Boolean bool && bool == deciding) {
                return deciding;
            }
            Object second;
            try {
                second = right.run(frame);
            } catch (CelFault fault) {
                throw failure != null && !fault.isCostExceeded() ? failure : fault;
            }
            if (second instanceof Boolean bool && bool == deciding) {
                return deciding;
            }
            if (failure != null) {
                throw failure;
            }
            if (first instanceof Boolean && second instanceof Boolean) {
                return !deciding;
            }
            throw CelFault.NO_SUCH_OVERLOAD;
        };
    }

    private static Code conditional(Code condition, Code yes, Code no) {
        return frame -> {
            if (condition.run(frame) instanceof Boolean bool) {
                return bool ? yes.run(frame) : no.run(frame);
            }
            throw CelFault.NO_SUCH_OVERLOAD;
        };
    }

    private static Code notStrictlyFalse(Code operand) {
        return frame -> {
            try {
                return !Boolean.FALSE.equals(operand.run(frame));
            } catch (CelFault fault) {
                if (fault.isCostExceeded()) {
                    throw fault;
                }
                return true;
            }
        };
    }

    private static Code alternative(Code optional, Code other, boolean isUnwrapped) {
        return frame -> {
            if (!(optional.run(frame) instanceof Optional<?> value)) {
                throw CelFault.NO_SUCH_OVERLOAD;
            }
            if (value.isEmpty()) {
                return other.run(frame);
            }
            return isUnwrapped ? value.get() : value;
        };
    }
}
