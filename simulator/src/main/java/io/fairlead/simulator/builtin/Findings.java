package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.simulator.wire.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What validation has found, in order. Values are worded as apimachinery's `field` package words them.
public final class Findings {
    private static final String IMMUTABLE = "field is immutable";

    private final List<FieldError> all = new ArrayList<>();

    public List<FieldError> all() {
        return List.copyOf(all);
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    int size() {
        return all.size();
    }

    private void add(FieldError.Type type, @Nullable FieldPath path, @Nullable String value, String detail) {
        all.add(new FieldError(type, path == null ? "<nil>" : path.toString(), value, detail));
    }

    public void required(FieldPath path, String detail) {
        add(FieldError.Type.REQUIRED, path, null, detail);
    }

    public void invalid(FieldPath path, String value, String detail) {
        add(FieldError.Type.INVALID, path, GoText.quote(value), detail);
    }

    public void invalid(FieldPath path, long value, String detail) {
        add(FieldError.Type.INVALID, path, Long.toString(value), detail);
    }

    public void invalid(FieldPath path, JsonNode value, String detail) {
        add(FieldError.Type.INVALID, path, GoText.value(value), detail);
    }

    /// One finding for each text.
    public void invalidEach(FieldPath path, String value, List<String> details) {
        for (String detail : details) {
            invalid(path, value, detail);
        }
    }

    public void invalidEach(FieldPath path, long value, List<String> details) {
        for (String detail : details) {
            invalid(path, value, detail);
        }
    }

    /// @param value as it is to be printed
    void invalidAs(FieldPath path, String value, String detail) {
        add(FieldError.Type.INVALID, path, value, detail);
    }

    public void notSupported(FieldPath path, String value, List<String> supported) {
        List<String> quoted = supported.stream().map(GoText::quote).toList();
        String detail = quoted.isEmpty() ? "" : "supported values: " + String.join(", ", quoted);
        add(FieldError.Type.NOT_SUPPORTED, path, GoText.quote(value), detail);
    }

    /// @param value as it is to be printed
    void notSupportedAs(FieldPath path, String value, List<String> supported) {
        List<String> quoted = supported.stream().map(GoText::quote).toList();
        add(FieldError.Type.NOT_SUPPORTED, path, value, "supported values: " + String.join(", ", quoted));
    }

    public void forbidden(FieldPath path, String detail) {
        add(FieldError.Type.FORBIDDEN, path, null, detail);
    }

    public void duplicate(FieldPath path, String value) {
        add(FieldError.Type.DUPLICATE, path, GoText.quote(value), "");
    }

    /// @param value as it is to be printed
    void duplicateAs(FieldPath path, String value, String detail) {
        add(FieldError.Type.DUPLICATE, path, value, detail);
    }

    public void notFound(FieldPath path, String value) {
        add(FieldError.Type.NOT_FOUND, path, GoText.quote(value), "");
    }

    public void tooLong(FieldPath path, int max) {
        add(FieldError.Type.TOO_LONG, path, null, "may not be more than " + max + (max == 1 ? " byte" : " bytes"));
    }

    public void tooMany(FieldPath path, int actual, int max) {
        String detail = "must have at most " + max + (max == 1 ? " item" : " items");
        add(FieldError.Type.TOO_MANY, path, Integer.toString(actual), detail);
    }

    /// @param value as Go prints it in JSON
    public void immutable(FieldPath path, JsonNode value, JsonNode old) {
        if (!Trees.isSame(value, old)) {
            invalid(path, value, IMMUTABLE);
        }
    }

    /// Whether the value is one of those that are allowed; an empty one is required.
    void oneOf(FieldPath path, String value, List<String> allowed) {
        if (value.isEmpty()) {
            required(path, "");
        } else {
            oneOfOrEmpty(path, value, allowed);
        }
    }

    void oneOfOrEmpty(FieldPath path, String value, List<String> allowed) {
        if (!value.isEmpty() && !allowed.contains(value)) {
            notSupported(path, value, allowed);
        }
    }

    void nonNegative(FieldPath path, JsonNode value) {
        if (value.isNumber() && value.longValue() < 0) {
            invalid(path, value.longValue(), "must be greater than or equal to 0");
        }
    }
}
