package io.fairlead.simulator.custom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.fairlead.simulator.wire.FieldError;
import io.fairlead.simulator.wire.GoText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Validates a value as kube-apiserver does by kube-openapi, with ratcheting (KEP-4008): what is wrong with a value
/// that has not changed is tolerated. One walk, one thread.
///
/// Errors come in the order of the schema's fields (the real server's order is random).
final class SchemaCheck {
    private final FieldPath path;
    private List<FieldError> errors = new ArrayList<>();
    // How many checks passed: of several alternatives that fail, the one with the most is reported.
    private int matches;
    private int junctorDepth;

    private SchemaCheck(String prefix) {
        path = new FieldPath(prefix);
    }

    /// @param prefix the field that the value stands in; empty for a whole object
    /// @param old the value before; null without one
    static List<FieldError> check(String prefix, SchemaNode schema, JsonNode value, @Nullable JsonNode old) {
        SchemaCheck check = new SchemaCheck(prefix);
        check.ratcheted(schema, schema, value, old);
        return check.errors;
    }

    // `spine` is the structural node that tells what of the old value belongs to what of the new one.
    private void ratcheted(SchemaNode schema, @Nullable SchemaNode spine, JsonNode value, @Nullable JsonNode old) {
        if (old == null) {
            validate(schema, spine, value, null);
            return;
        }
        // Whatever it finds would be tolerated.
        if (Sameness.isSameNode(value, old) && junctorDepth == 0 && spine != null && spine.isFullyKnown) {
            return;
        }
        int before = errors.size();
        validate(schema, spine, value, old);
        if (errors.size() > before && Sameness.ratchets(spine, value, old)) {
            errors.subList(before, errors.size()).clear();
        }
    }

    private void validate(SchemaNode schema, @Nullable SchemaNode spine, JsonNode value, @Nullable JsonNode old) {
        if (value.isNull()) {
            checkNull(schema);
            return;
        }
        if (!schema.types.isEmpty() || !schema.format.isEmpty()) {
            checkType(schema, value);
            matches++;
        }
        checkJunctors(schema, spine, value, old);
        matches += 2;
        if (value.isTextual()) {
            checkText(schema, value.textValue());
            matches += 1;
        } else if (value.isNumber()) {
            NumberCheck.check(schema, value, this);
            matches += 2;
        } else if (value.isArray()) {
            checkItems(schema, spine, value, old);
            matches += 2;
        }
        checkEnumeration(schema, value);
        matches++;
        if (value.isObject()) {
            checkFields(schema, spine, value, old);
            matches++;
        }
        matches++;
    }

    private void checkNull(SchemaNode schema) {
        if (!schema.types.isEmpty() && !schema.isNullable) {
            typeError(String.join(",", schema.types), "null");
        } else {
            matches++;
        }
        if (!schema.enumeration.isEmpty()) {
            checkEnumeration(schema, NullNode.instance);
        }
    }

    private void checkType(SchemaNode schema, JsonNode value) {
        String is = typeOf(value);
        boolean isNumeric = schema.types.contains("integer") || schema.types.contains("number");
        boolean isFitting = schema.types.contains(is)
                || (is.equals("integer") && schema.types.contains("number"))
                || (is.equals("number") && schema.types.contains("integer") && isWhole(value.doubleValue()));
        boolean isTextOrList = value.isTextual() || value.isArray();
        if (!schema.format.isEmpty() && !isTextOrList && !isFitting) {
            typeError(schema.format, is.equals("integer") ? "int64" : is.equals("number") ? "float64" : "");
            return;
        }
        if (!isNumeric && !schema.format.isEmpty() && isTextOrList) {
            matches++;
            return;
        }
        if (!isFitting) {
            typeError(String.join(",", schema.types), is);
            return;
        }
        matches++;
    }

    private static String typeOf(JsonNode value) {
        if (value.isTextual()) {
            return "string";
        }
        if (value.isBoolean()) {
            return "boolean";
        }
        if (value.isArray()) {
            return "array";
        }
        return value.isObject() ? "object" : value.isInt() || value.isLong() ? "integer" : "number";
    }

    static boolean isWhole(double value) {
        return Math.rint(value) == value && Math.abs(value) < (1L << 53);
    }

    private void checkText(SchemaNode schema, String value) {
        if (schema.maxLength.isPresent() || schema.minLength.isPresent()) {
            int length = value.codePointCount(0, value.length());
            if (schema.maxLength.isPresent() && length > schema.maxLength.getAsLong()) {
                long max = schema.maxLength.getAsLong();
                add(FieldError.Type.TOO_LONG, null, "may not be more than " + max + (max == 1 ? " byte" : " bytes"));
                checkFormat(schema, value);
                return;
            }
            if (schema.minLength.isPresent() && length < schema.minLength.getAsLong()) {
                invalid(GoText.quoted(value), "should be at least " + schema.minLength.getAsLong() + " chars long");
                checkFormat(schema, value);
                return;
            }
        }
        if (schema.pattern != null && !schema.pattern.matcher(value).find()) {
            invalid(GoText.quoted(value), "should match '" + schema.patternText + "'");
        }
        checkFormat(schema, value);
    }

    private void checkFormat(SchemaNode schema, String value) {
        if (!schema.format.isEmpty()) {
            matches++;
            if (!Formats.matches(schema.format, value)) {
                typeError(schema.format, value);
            }
        }
    }

    private void checkItems(SchemaNode schema, @Nullable SchemaNode spine, JsonNode list, @Nullable JsonNode old) {
        if (schema.items != null) {
            SchemaNode below = spine == null ? null : spine.items;
            for (int i = 0; i < list.size(); i++) {
                path.index(i);
                ratcheted(schema.items, below, list.get(i), Sameness.counterpart(spine, list.get(i), old));
                path.pop();
            }
        }
        int size = list.size();
        if (schema.minItems.isPresent() && size < schema.minItems.getAsLong()) {
            invalid(String.valueOf(size), "should have at least " + schema.minItems.getAsLong() + " items");
        }
        if (schema.maxItems.isPresent() && size > schema.maxItems.getAsLong()) {
            tooMany(size, schema.maxItems.getAsLong());
        }
    }

    private void checkEnumeration(SchemaNode schema, JsonNode value) {
        if (schema.enumeration.isEmpty()) {
            return;
        }
        if (value.isTextual() ? schema.enumeratedTexts.contains(value.textValue()) : isEnumerated(schema, value)) {
            return;
        }
        List<String> texts = schema.enumeration.stream()
                .map(each -> GoText.quoted(each.isTextual() ? each.textValue() : GoText.json(each)))
                .toList();
        add(FieldError.Type.NOT_SUPPORTED, GoText.value(value), "supported values: " + String.join(", ", texts));
    }

    private static boolean isEnumerated(SchemaNode schema, JsonNode value) {
        for (JsonNode each : schema.enumeration) {
            boolean isSame = (each.isNumber() && value.isNumber())
                    ? each.doubleValue() == value.doubleValue()
                    : !each.isNull() && Sameness.same(each, value);
            if (isSame) {
                return true;
            }
        }
        return false;
    }

    private void checkFields(SchemaNode schema, @Nullable SchemaNode spine, JsonNode object, @Nullable JsonNode old) {
        int size = object.size();
        if (schema.minProperties.isPresent() && size < schema.minProperties.getAsLong()) {
            invalid(String.valueOf(size), "should have at least " + schema.minProperties.getAsLong() + " properties");
        }
        if (schema.maxProperties.isPresent() && size > schema.maxProperties.getAsLong()) {
            tooMany(size, schema.maxProperties.getAsLong());
        }
        if (schema.forbidsAdditional || schema.additional != null) {
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                if (schema.properties.containsKey(entry.getKey())) {
                    continue;
                }
                if (schema.additional != null) {
                    field(schema.additional, spine, entry.getKey(), entry.getValue(), old);
                } else {
                    String name = path.dotted() + "." + entry.getKey();
                    add(
                            FieldError.Type.INVALID,
                            GoText.quoted(entry.getKey()),
                            name + " in body is a forbidden property");
                }
            }
        }
        for (Map.Entry<String, SchemaNode> entry : schema.properties.entrySet()) {
            JsonNode value = object.get(entry.getKey());
            if (value != null) {
                field(entry.getValue(), spine, entry.getKey(), value, old);
            }
        }
        for (String name : schema.required) {
            if (!object.has(name)) {
                path.property(name);
                add(FieldError.Type.REQUIRED, null, "");
                path.pop();
            }
        }
    }

    private void field(
            SchemaNode schema, @Nullable SchemaNode spine, String name, JsonNode value, @Nullable JsonNode old) {
        SchemaNode below = spine == null ? null : spine.field(name);
        JsonNode before = old == null || below == null || !old.isObject() ? null : old.get(name);
        // Both versions carry the version of the request: that it changed cannot be seen.
        if (path.isRoot() && (name.equals("kind") || name.equals("apiVersion"))) {
            before = null;
        }
        path.property(name);
        ratcheted(schema, below, value, before);
        path.pop();
    }

    private void checkJunctors(SchemaNode schema, @Nullable SchemaNode spine, JsonNode value, @Nullable JsonNode old) {
        if (!schema.anyOf.isEmpty()) {
            checkAnyOf(schema, spine, value, old);
        }
        if (!schema.oneOf.isEmpty()) {
            checkOneOf(schema, spine, value, old);
        }
        if (!schema.allOf.isEmpty()) {
            checkAllOf(schema, spine, value, old);
        }
        if (schema.not != null
                && attempt(schema.not, spine, value, old).errors().isEmpty()) {
            junctor("must not validate the schema (not)");
        }
    }

    private record Attempt(List<FieldError> errors, int matches) {}

    private Attempt attempt(SchemaNode schema, @Nullable SchemaNode spine, JsonNode value, @Nullable JsonNode old) {
        List<FieldError> outer = errors;
        int outerMatches = matches;
        errors = new ArrayList<>();
        matches = 0;
        junctorDepth++;
        validate(schema, spine, value, old);
        junctorDepth--;
        Attempt attempt = new Attempt(errors, matches);
        errors = outer;
        matches = outerMatches;
        return attempt;
    }

    private void merge(@Nullable Attempt attempt) {
        if (attempt != null) {
            attempt.errors().forEach(this::addOnce);
            matches += attempt.matches();
        }
    }

    private void checkAnyOf(SchemaNode schema, @Nullable SchemaNode spine, JsonNode value, @Nullable JsonNode old) {
        Attempt best = null;
        for (SchemaNode each : schema.anyOf) {
            Attempt attempt = attempt(each, spine, value, old);
            if (attempt.errors().isEmpty()) {
                matches += attempt.matches();
                return;
            }
            best = best == null || attempt.matches() > best.matches() ? attempt : best;
        }
        junctor("must validate at least one schema (anyOf)");
        merge(best);
    }

    private void checkOneOf(SchemaNode schema, @Nullable SchemaNode spine, JsonNode value, @Nullable JsonNode old) {
        Attempt best = null;
        Attempt success = null;
        int valid = 0;
        for (SchemaNode each : schema.oneOf) {
            Attempt attempt = attempt(each, spine, value, old);
            if (attempt.errors().isEmpty()) {
                valid++;
                best = null;
                success = success == null ? attempt : success;
            } else if (valid == 0 && (best == null || attempt.matches() > best.matches())) {
                best = attempt;
            }
        }
        if (valid == 1) {
            merge(success);
            return;
        }
        junctor("must validate one and only one schema (oneOf). "
                + (valid == 0 ? "Found none valid" : "Found " + valid + " valid alternatives"));
        merge(best);
    }

    private void checkAllOf(SchemaNode schema, @Nullable SchemaNode spine, JsonNode value, @Nullable JsonNode old) {
        int valid = 0;
        for (SchemaNode each : schema.allOf) {
            Attempt attempt = attempt(each, spine, value, old);
            valid += attempt.errors().isEmpty() ? 1 : 0;
            merge(attempt);
        }
        if (valid != schema.allOf.size()) {
            junctor("must validate all the schemas (allOf)" + (valid == 0 ? ". None validated" : ""));
        }
    }

    // These errors know where they are only in their text.
    private void junctor(String text) {
        addOnce(new FieldError(
                FieldError.Type.INVALID, path.start(), "\"\"", GoText.quoted(path.dotted()) + " " + text));
    }

    private void tooMany(int size, long max) {
        add(
                FieldError.Type.TOO_MANY,
                String.valueOf(size),
                "must have at most " + max + (max == 1 ? " item" : " items"));
    }

    private void typeError(String expected, String actual) {
        add(
                FieldError.Type.TYPE_INVALID,
                GoText.quoted(actual),
                path.dotted() + " in body must be of type " + expected + ": " + GoText.quoted(actual));
    }

    /// @param text what stands behind `<path> in body`
    void invalid(String value, String text) {
        add(FieldError.Type.INVALID, value, path.dotted() + " in body " + text);
    }

    private void add(FieldError.Type type, @Nullable String value, String detail) {
        addOnce(new FieldError(type, path.dottedField(), value, detail));
    }

    // Alternatives often find the same fault.
    private void addOnce(FieldError error) {
        if (!errors.contains(error)) {
            errors.add(error);
        }
    }
}
