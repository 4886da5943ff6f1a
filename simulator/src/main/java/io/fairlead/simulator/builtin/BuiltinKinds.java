package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.wire.StatusException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The built-in kinds that the model knows. What is not here is served by nobody: 501.
public final class BuiltinKinds {
    private static final Map<String, TableKind> ALL = all();

    private BuiltinKinds() {}

    /// @param group empty for the core group
    public static Optional<BuiltinKind> find(String group, String version, String kind) {
        return Optional.ofNullable(ALL.get((group.isEmpty() ? version : group + "/" + version) + " " + kind));
    }

    /// The same object in another version of its kind (`v1` and `events.k8s.io/v1` Event share their storage). The
    /// argument is not changed.
    ///
    /// @param apiVersion `group/version`
    public static ObjectNode convert(ObjectNode object, String apiVersion) {
        String present = object.path("apiVersion").asText();
        String kind = object.path("kind").asText();
        if (present.equals(apiVersion)) {
            return object;
        }
        if (kind.equals("Event")) {
            return EventKinds.convert(object, apiVersion);
        }
        if (kind.equals("HorizontalPodAutoscaler")) {
            return AutoscalerVersions.convert(object, apiVersion);
        }
        throw StatusException.notModelled("conversion of " + kind + " to " + apiVersion);
    }

    /// `metadata` as a typed server reads and prints it: for objects whose other parts have no Go type.
    ///
    /// @param unknown gets the names of the fields that no metadata has
    /// @throws IllegalArgumentException with the decoder's message, where a value has the wrong type
    public static ObjectNode decodeMetadata(JsonNode metadata, List<String> unknown) {
        Decoding decoding = new Decoding(Map.of());
        try {
            ObjectNode read = decoding.read(GoTypes.struct("meta/v1.ObjectMeta"), metadata);
            unknown.addAll(decoding.strictErrors());
            return read;
        } catch (Decoding.DecodeException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Map<String, TableKind> all() {
        Map<String, TableKind> kinds = new LinkedHashMap<>();
        for (List<TableKind> some : List.of(
                List.of(PodKind.make()),
                CoreKinds.all(),
                EventKinds.all(),
                WorkloadKinds.all(),
                BatchKinds.all(),
                PolicyKinds.all(),
                RbacKinds.all(),
                NetworkKinds.all(),
                StorageKinds.all(),
                AdmissionKinds.all())) {
            for (TableKind kind : some) {
                kinds.put(kind.apiVersion() + " " + kind.kind(), kind);
            }
        }
        return kinds;
    }
}
