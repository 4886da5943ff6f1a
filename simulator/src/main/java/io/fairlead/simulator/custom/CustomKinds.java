package io.fairlead.simulator.custom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.wire.FieldError;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Reads CustomResourceDefinitions. What it made of one it remembers, as many clusters in one JVM install the same:
/// compiling the rules of a large kind takes tens of milliseconds.
///
/// Who writes a definition's status: NamesAccepted (NoConflicts), Established (InitialNamesAccepted),
/// acceptedNames and
/// storedVersions are the server's own, see its class Definitions.
public final class CustomKinds {
    private static final int REMEMBERED_MAX = 128;

    // Looked up by key only; never iterated.
    private static final Map<KindKey, CustomKind> KINDS = new ConcurrentHashMap<>();
    private static final Map<DefinitionKey, List<FieldError>> DEFECTS = new ConcurrentHashMap<>();

    private record KindKey(JsonNode version, boolean preservesUnknown) {}

    private record DefinitionKey(JsonNode name, JsonNode annotations, JsonNode spec) {}

    private CustomKinds() {}

    /// What is wrong with a new definition, as kube-apiserver says it: names, versions, structural schema rules,
    /// defaults that do not validate, CEL that does not compile or may cost too much.
    ///
    /// @param definition with the defaults of its own kind (`singular`, `listKind`)
    public static List<FieldError> defects(ObjectNode definition) {
        DefinitionKey key = new DefinitionKey(
                definition.at("/metadata/name"), definition.at("/metadata/annotations"), definition.path("spec"));
        List<FieldError> known = DEFECTS.get(key);
        if (known != null) {
            return known;
        }
        List<FieldError> found = List.copyOf(DefinitionDefects.of(definition));
        if (DEFECTS.size() < REMEMBERED_MAX) {
            DEFECTS.put(key, found);
        }
        return found;
    }

    /// @param definition without defects
    /// @param version one of `spec.versions[*].name`
    public static CustomKind of(ObjectNode definition, String version) {
        for (JsonNode each : definition.path("spec").path("versions")) {
            if (each.path("name").asText().equals(version)) {
                return of(new KindKey(
                        each,
                        definition.path("spec").path("preserveUnknownFields").asBoolean()));
            }
        }
        throw new IllegalArgumentException("no version " + version + " in "
                + definition.at("/metadata/name").asText());
    }

    private static CustomKind of(KindKey key) {
        CustomKind known = KINDS.get(key);
        if (known != null) {
            return known;
        }
        CustomKind made = new CustomSchema(key.version(), key.preservesUnknown());
        if (KINDS.size() < REMEMBERED_MAX) {
            KINDS.put(key, made);
        }
        return made;
    }
}
