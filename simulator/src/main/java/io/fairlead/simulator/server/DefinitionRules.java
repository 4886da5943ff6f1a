package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.builtin.BuiltinKind;
import io.fairlead.simulator.custom.CustomKinds;
import io.fairlead.simulator.wire.FieldError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The strategy of CustomResourceDefinitions: what holds for any built-in kind, and whether the definition is sound.
///
/// @param base the rules of the kind as of any other
record DefinitionRules(BuiltinKind base) implements BuiltinKind {
    @Override
    public Decoded decode(JsonNode body) {
        Decoded decoded = base.decode(body);
        if (decoded.object().get("spec") instanceof ObjectNode spec && spec.get("names") instanceof ObjectNode names) {
            String kind = Trees.text(names, "kind");
            if (Trees.text(names, "singular").isEmpty()) {
                names.put("singular", kind.toLowerCase(Locale.ROOT));
            }
            if (Trees.text(names, "listKind").isEmpty() && !kind.isEmpty()) {
                names.put("listKind", kind + "List");
            }
            if (!spec.has("conversion")) {
                spec.putObject("conversion").put("strategy", "None");
            }
        }
        return decoded;
    }

    @Override
    public void prepare(ObjectNode object, Optional<ObjectNode> old, String subresource, Instant now) {
        base.prepare(object, old, subresource, now);
        if (old.isEmpty()) {
            ObjectNode status = object.putObject("status");
            status.putNull("conditions");
            status.putObject("acceptedNames").put("plural", "").put("kind", "");
            status.putArray("storedVersions").add(storageVersion(object));
        } else if (subresource.isEmpty()) {
            remember(object);
        }
    }

    /// Objects may be stored in the storage version from now on.
    private static void remember(ObjectNode object) {
        String storage = storageVersion(object);
        if (!(object.get("status") instanceof ObjectNode status)) {
            return;
        }
        ArrayNode versions = object.arrayNode();
        for (JsonNode version : status.path("storedVersions")) {
            if (version.asText().equals(storage)) {
                return;
            }
            versions.add(version);
        }
        ObjectNode changed = Trees.shallow(status);
        changed.set("storedVersions", versions.add(storage));
        object.set("status", changed);
    }

    private static String storageVersion(ObjectNode object) {
        for (JsonNode version : object.path("spec").path("versions")) {
            if (version.path("storage").asBoolean()) {
                return version.path("name").asText();
            }
        }
        return "";
    }

    @Override
    public List<FieldError> validate(ObjectNode object, Optional<ObjectNode> old, String subresource) {
        List<FieldError> errors = new ArrayList<>(base.validate(object, old, subresource));
        if (old.isEmpty()) {
            errors.addAll(CustomKinds.defects(object));
        } else if (!object.path("spec").equals(old.get().path("spec"))) {
            errors.addAll(CustomKinds.defects(object));
            checkChange(object, old.get(), errors);
        }
        return errors.stream().distinct().toList();
    }

    private static void checkChange(ObjectNode object, ObjectNode old, List<FieldError> errors) {
        checkStoredVersions(object, errors);
        if (isEstablished(old)) {
            immutable(object, old, "spec.scope", errors);
            immutable(object, old, "spec.names.kind", errors);
        }
        immutable(object, old, "spec.group", errors);
        immutable(object, old, "spec.names.plural", errors);
    }

    private static boolean isEstablished(ObjectNode definition) {
        for (JsonNode condition : definition.path("status").path("conditions")) {
            if (condition.path("type").asText().equals("Established")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    private static void immutable(ObjectNode object, ObjectNode old, String field, List<FieldError> errors) {
        JsonNode now = object;
        JsonNode before = old;
        for (String step : field.split("\\.")) {
            now = now.path(step);
            before = before.path(step);
        }
        if (!now.equals(before)) {
            errors.add(new FieldError(FieldError.Type.INVALID, field, now.toString(), "field is immutable"));
        }
    }

    private static void checkStoredVersions(ObjectNode object, List<FieldError> errors) {
        int index = 0;
        for (JsonNode stored : object.path("status").path("storedVersions")) {
            String name = stored.asText();
            boolean isThere = false;
            for (JsonNode version : object.path("spec").path("versions")) {
                isThere |= version.path("name").asText().equals(name);
            }
            if (!isThere) {
                errors.add(new FieldError(
                        FieldError.Type.INVALID,
                        "status.storedVersions[" + index + "]",
                        stored.toString(),
                        "missing from spec.versions; " + name + " was previously a storage version, and must remain in"
                                + " spec.versions until a storage migration ensures no data remains persisted in "
                                + name + " and removes " + name + " from status.storedVersions"));
            }
            index++;
        }
    }

    @Override
    public boolean raisesGeneration(ObjectNode object, ObjectNode old) {
        return base.raisesGeneration(object, old);
    }

    @Override
    public boolean hasGeneration() {
        return true;
    }

    @Override
    public List<String> resetFields(String subresource) {
        return base.resetFields(subresource);
    }

    @Override
    public List<String> warnings(ObjectNode object, Optional<ObjectNode> old) {
        return base.warnings(object, old);
    }
}
