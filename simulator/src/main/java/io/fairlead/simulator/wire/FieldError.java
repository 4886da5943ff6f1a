package io.fairlead.simulator.wire;

import org.jspecify.annotations.Nullable;

/// One thing that is wrong with a field, as k8s.io/apimachinery `validation/field` words it.
///
/// @param field path as in messages: `spec.template.spec.containers[0].image`; empty for the whole object
/// @param value as printed in the message; null where the message shows none
public record FieldError(Type type, String field, @Nullable String value, String detail) {
    /// The types, with the words that messages begin with and the `reason` of a cause.
    public enum Type {
        NOT_FOUND("Not found", "FieldValueNotFound"),
        REQUIRED("Required value", "FieldValueRequired"),
        DUPLICATE("Duplicate value", "FieldValueDuplicate"),
        INVALID("Invalid value", "FieldValueInvalid"),
        NOT_SUPPORTED("Unsupported value", "FieldValueNotSupported"),
        FORBIDDEN("Forbidden", "FieldValueForbidden"),
        TOO_LONG("Too long", "FieldValueTooLong"),
        TOO_MANY("Too many", "FieldValueTooMany"),
        INTERNAL("Internal error", "InternalError"),
        TYPE_INVALID("Invalid value", "FieldValueTypeInvalid");

        private final String words;
        private final String reason;

        Type(String words, String reason) {
            this.words = words;
            this.reason = reason;
        }

        public String reason() {
            return reason;
        }
    }

    /// Without the field: what stands in a cause's `message`.
    public String body() {
        StringBuilder text = new StringBuilder(type.words);
        if (value != null) {
            text.append(": ").append(value);
        }
        if (!detail.isEmpty()) {
            text.append(": ").append(detail);
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return field.isEmpty() ? body() : field + ": " + body();
    }
}
