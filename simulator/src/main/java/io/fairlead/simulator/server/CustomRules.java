package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.builtin.BuiltinKind;
import io.fairlead.simulator.builtin.BuiltinKinds;
import io.fairlead.simulator.builtin.ObjectMetaRules;
import io.fairlead.simulator.custom.CustomKind;
import io.fairlead.simulator.wire.FieldError;
import io.fairlead.simulator.wire.StatusException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The strategy of custom resources (apiextensions-apiserver 1.35, `pkg/registry/customresource`), for one version.
record CustomRules(CustomKind kind, boolean isNamespaced, boolean hasStatus) implements BuiltinKind {
    private static final String STATUS = "status";
    private static final String METADATA = "metadata";
    private static final List<String> STANDARD_FINALIZERS = List.of("kubernetes", "orphan", "foregroundDeletion");

    @Override
    public Decoded decode(JsonNode body) {
        if (!(body instanceof ObjectNode object)) {
            throw StatusException.badRequest("the object provided is unrecognized");
        }
        ObjectNode copy = object.deepCopy();
        List<String> strictErrors = new ArrayList<>();
        readMetadata(copy, strictErrors);
        kind.applyDefaults(copy);
        List<String> unknown = kind.prune(copy);
        List<FieldError> unreadable = kind.unreadable(copy);
        if (!unreadable.isEmpty()) {
            throw StatusException.badRequest(unreadable.getFirst().toString());
        }
        unknown.forEach(path -> strictErrors.add("unknown field \"" + path + "\""));
        return new Decoded(copy, strictErrors);
    }

    /// Metadata has a type of its own, whatever the schema says.
    private static void readMetadata(ObjectNode object, List<String> unknown) {
        if (!object.hasNonNull(METADATA)) {
            return;
        }
        List<String> fields = new ArrayList<>();
        try {
            object.set(METADATA, BuiltinKinds.decodeMetadata(object.path(METADATA), fields));
        } catch (IllegalArgumentException e) {
            String name = Trees.text(object, "kind");
            String apiVersion = Trees.text(object, "apiVersion");
            throw StatusException.badRequest(name + " in version \"" + apiVersion.substring(apiVersion.indexOf('/') + 1)
                    + "\" cannot be handled as a " + name + ": " + e.getMessage());
        }
        fields.forEach(each -> unknown.add(each.replaceFirst("\"", "\"" + METADATA + ".")));
    }

    @Override
    public void prepare(ObjectNode object, Optional<ObjectNode> old, String subresource, Instant now) {
        ObjectNode metadata = Trees.metadata(object);
        if (old.isEmpty()) {
            if (hasStatus) {
                object.remove(STATUS);
            }
            metadata.put("generation", 1);
            return;
        }
        if (subresource.equals(STATUS)) {
            keepAllButStatus(object, old.get());
        } else if (hasStatus) {
            Trees.take(object, old.get(), STATUS);
        }
        int generation = old.get().path("metadata").path("generation").asInt();
        metadata.put("generation", raisesGeneration(object, old.get()) ? generation + 1 : generation);
    }

    private static void keepAllButStatus(ObjectNode object, ObjectNode old) {
        JsonNode status = object.get(STATUS);
        ObjectNode metadata = Trees.shallow(Trees.metadata(Trees.shallow(old)));
        Trees.take(metadata, Trees.metadata(object), "managedFields");
        object.removeAll();
        object.setAll(old);
        object.set("metadata", metadata);
        if (status == null) {
            object.remove(STATUS);
        } else {
            object.set(STATUS, status);
        }
    }

    @Override
    public List<FieldError> validate(ObjectNode object, Optional<ObjectNode> old, String subresource) {
        List<FieldError> errors = new ArrayList<>(ObjectMetaRules.checkAll(
                object.path(METADATA),
                old.<JsonNode>map(each -> each.path(METADATA)).orElse(MissingNode.getInstance()),
                old.isPresent(),
                isNamespaced));
        errors.addAll(
                subresource.equals(STATUS) && old.isPresent()
                        ? kind.validateStatus(object, old.get())
                        : kind.validate(object, old.orElse(null)));
        return errors;
    }

    @Override
    public List<String> warnings(ObjectNode object, Optional<ObjectNode> old) {
        List<String> warnings = new ArrayList<>();
        for (JsonNode finalizer : object.path(METADATA).path("finalizers")) {
            String name = finalizer.asText();
            boolean isPlain = name.indexOf('/') < 0 && !STANDARD_FINALIZERS.contains(name);
            boolean isNew = old.isEmpty() || !has(old.get().path(METADATA).path("finalizers"), finalizer);
            if (isPlain && isNew) {
                warnings.add("metadata.finalizers: \"" + name + "\": prefer a domain-qualified finalizer name to avoid"
                        + " accidental conflicts with other finalizer writers");
            }
        }
        return warnings;
    }

    private static boolean has(JsonNode list, JsonNode wanted) {
        return list.valueStream().anyMatch(wanted::equals);
    }

    /// Anything but metadata, and status where it is a subresource.
    @Override
    public boolean raisesGeneration(ObjectNode object, ObjectNode old) {
        return !covers(object, old) || !covers(old, object);
    }

    private boolean covers(ObjectNode one, ObjectNode other) {
        for (Map.Entry<String, JsonNode> field : one.properties()) {
            boolean counts = switch (field.getKey()) {
                case "metadata", "apiVersion", "kind" -> false;
                case STATUS -> !hasStatus;
                default -> true;
            };
            if (counts && !field.getValue().equals(other.get(field.getKey()))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean hasGeneration() {
        return true;
    }

    @Override
    public List<String> resetFields(String subresource) {
        if (subresource.equals(STATUS)) {
            return List.of("metadata", "spec");
        }
        return hasStatus ? List.of(STATUS) : List.of();
    }
}
