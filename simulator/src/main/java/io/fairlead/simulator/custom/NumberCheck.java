package io.fairlead.simulator.custom;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.simulator.wire.GoText;

/// `minimum`, `maximum` and `multipleOf`: integers are compared as integers, as kube-openapi does.
final class NumberCheck {
    private NumberCheck() {}

    static void check(SchemaNode schema, JsonNode value, SchemaCheck into) {
        boolean isInteger = value.isInt() || value.isLong();
        String shown = GoText.value(value);
        if (schema.multipleOf.isPresent()) {
            double factor = schema.multipleOf.getAsDouble();
            if (!isMultiple(value, isInteger, factor)) {
                into.invalid(shown, "should be a multiple of " + limit(factor, isInteger));
            }
        }
        if (schema.minimum.isPresent()) {
            double min = schema.minimum.getAsDouble();
            int order =
                    isInteger ? Long.compare(value.longValue(), (long) min) : Double.compare(value.doubleValue(), min);
            if (order < 0 || (order == 0 && schema.isMinimumExclusive)) {
                into.invalid(
                        shown,
                        (schema.isMinimumExclusive ? "should be greater than " : "should be greater than or equal to ")
                                + limit(min, isInteger));
            }
        }
        if (schema.maximum.isPresent()) {
            double max = schema.maximum.getAsDouble();
            int order =
                    isInteger ? Long.compare(value.longValue(), (long) max) : Double.compare(value.doubleValue(), max);
            if (order > 0 || (order == 0 && schema.isMaximumExclusive)) {
                into.invalid(
                        shown,
                        (schema.isMaximumExclusive ? "should be less than " : "should be less than or equal to ")
                                + limit(max, isInteger));
            }
        }
    }

    private static boolean isMultiple(JsonNode value, boolean isInteger, double factor) {
        if (isInteger) {
            return (long) factor > 0 && value.longValue() % (long) factor == 0;
        }
        double quotient = factor < 1 ? 1 / factor * value.doubleValue() : value.doubleValue() / factor;
        return factor > 0 && SchemaCheck.isWhole(quotient);
    }

    private static String limit(double limit, boolean isInteger) {
        return isInteger ? String.valueOf((long) limit) : GoText.number(limit);
    }
}
