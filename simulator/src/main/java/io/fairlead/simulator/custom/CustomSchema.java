package io.fairlead.simulator.custom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.wire.FieldError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// [CustomKind] by a structural schema.
final class CustomSchema implements CustomKind {
    // After one of these the types that rules rely on are not certain.
    private static final Set<FieldError.Type> BLOCKING = Set.of(
            FieldError.Type.NOT_SUPPORTED,
            FieldError.Type.REQUIRED,
            FieldError.Type.TOO_LONG,
            FieldError.Type.TOO_MANY,
            FieldError.Type.TYPE_INVALID);
    private static final FieldError RULES_NOT_CHECKED = new FieldError(
            FieldError.Type.INVALID,
            FieldPath.NONE,
            "null",
            "some validation rules were not checked because the object was invalid; correct the existing errors to"
                    + " complete validation");

    private final SchemaNode schema;
    private final ScaleCheck scale;
    private final boolean preservesUnknown;
    private final @Nullable RuleTree rules;

    /// @param version one of `spec.versions`
    /// @param preservesUnknown `spec.preserveUnknownFields`
    CustomSchema(JsonNode version, boolean preservesUnknown) {
        schema = SchemaNode.of(version.path("schema").path("openAPIV3Schema"));
        scale = ScaleCheck.of(version.path("subresources"));
        this.preservesUnknown = preservesUnknown;
        rules = RuleTree.of(schema);
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        Defaulting.apply(object, schema);
    }

    @Override
    public List<String> prune(ObjectNode object) {
        List<String> unknown = new ArrayList<>();
        if (!preservesUnknown) {
            unknown.addAll(Pruning.apply(object, schema, true));
        }
        EmbeddedMeta.coerce(object, schema, unknown);
        Collections.sort(unknown);
        return unknown;
    }

    @Override
    public List<FieldError> unreadable(ObjectNode object) {
        return schema.hasEmbedded ? EmbeddedMeta.coerce(object.deepCopy(), schema, new ArrayList<>()) : List.of();
    }

    @Override
    public List<FieldError> validate(ObjectNode object, @Nullable ObjectNode old) {
        List<FieldError> errors = new ArrayList<>(SchemaCheck.check("", schema, object, old));
        scale.checkSpec(object, errors);
        scale.checkStatus(object, errors);
        errors.addAll(EmbeddedMeta.check(object, schema));
        checkLists(object, old, errors);
        checkRules(object, old, errors);
        return errors;
    }

    @Override
    public List<FieldError> validateStatus(ObjectNode object, ObjectNode old) {
        List<FieldError> errors = new ArrayList<>();
        SchemaNode status = schema.properties.get("status");
        JsonNode value = object.get("status");
        if (value != null && status != null) {
            errors.addAll(SchemaCheck.check("status", status, value, old.get("status")));
        }
        scale.checkStatus(object, errors);
        checkLists(object, old, errors);
        checkRules(object, old, errors);
        return errors;
    }

    // What is wrong already may stay wrong.
    private void checkLists(ObjectNode object, @Nullable ObjectNode old, List<FieldError> errors) {
        List<FieldError> found = ListUniqueness.check(object, schema);
        if (!found.isEmpty()
                && (old == null || ListUniqueness.check(old, schema).isEmpty())) {
            errors.addAll(found);
        }
    }

    private void checkRules(ObjectNode object, @Nullable ObjectNode old, List<FieldError> errors) {
        if (rules == null) {
            return;
        }
        for (FieldError error : errors) {
            if (BLOCKING.contains(error.type())) {
                errors.add(RULES_NOT_CHECKED);
                return;
            }
        }
        errors.addAll(rules.check(object, old));
    }
}
