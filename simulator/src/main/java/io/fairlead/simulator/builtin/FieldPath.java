package io.fairlead.simulator.builtin;

import org.jspecify.annotations.Nullable;

/// Where a value stands in an object. Its text is only made for messages.
///
/// @param parent null for the first step
/// @param step with its separator: `.spec`, `[0]`
public record FieldPath(@Nullable FieldPath parent, String step) {
    /// Of a field of the object itself.
    public static FieldPath of(String field) {
        return new FieldPath(null, field);
    }

    public FieldPath child(String field) {
        return new FieldPath(this, "." + field);
    }

    public FieldPath child(String field, String next) {
        return child(field).child(next);
    }

    public FieldPath index(int index) {
        return new FieldPath(this, "[" + index + "]");
    }

    /// Of an entry of a map.
    public FieldPath key(String key) {
        return new FieldPath(this, "[" + key + "]");
    }

    @Override
    public String toString() {
        return parent == null ? step : parent + step;
    }
}
