package io.fairlead.simulator.custom;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.simulator.wire.FieldError;
import io.fairlead.simulator.wire.GoText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects what is wrong with a definition.
final class Defects {
    private final List<FieldError> found = new ArrayList<>();

    void invalid(String field, String value, String detail) {
        found.add(new FieldError(FieldError.Type.INVALID, field, value, detail));
    }

    void invalid(String field, JsonNode value, String detail) {
        invalid(field, GoText.value(value), detail);
    }

    void invalidText(String field, String value, String detail) {
        invalid(field, GoText.quoted(value), detail);
    }

    void required(String field, String detail) {
        found.add(new FieldError(FieldError.Type.REQUIRED, field, null, detail));
    }

    void forbidden(String field, String detail) {
        found.add(new FieldError(FieldError.Type.FORBIDDEN, field, null, detail));
    }

    void unsupported(String field, String value, List<String> supported) {
        String texts = String.join(", ", supported.stream().map(GoText::quoted).toList());
        found.add(new FieldError(
                FieldError.Type.NOT_SUPPORTED, field, GoText.quoted(value), "supported values: " + texts));
    }

    void addAll(List<FieldError> errors) {
        found.addAll(errors);
    }

    int count() {
        return found.size();
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<FieldError> list() {
        return found;
    }

    /// In the order of their texts.
    List<FieldError> sorted() {
        return found.stream().sorted(Comparator.comparing(FieldError::toString)).toList();
    }
}
