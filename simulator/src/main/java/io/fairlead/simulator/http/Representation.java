package io.fairlead.simulator.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fairlead.simulator.wire.ApiCall;
import io.fairlead.simulator.wire.StatusException;
import java.util.Locale;

/// In which form a client wants an answer, by its `Accept` header: the first form in the list that is known here wins.
public enum Representation {
    /// Objects as they are.
    OBJECTS,
    /// What `kubectl get` shows.
    TABLE,
    /// `PartialObjectMetadata` or a list of it.
    METADATA,
    METADATA_LIST;

    private static final String META = "meta.k8s.io";

    /// @throws StatusException 406 where the client takes none of what can be served: protobuf, CBOR and YAML cannot
    public static Representation of(ApiCall call) {
        String accept = call.header("accept");
        if (accept.isBlank()) {
            return OBJECTS;
        }
        for (String range : accept.split(",")) {
            String[] parts = range.split(";");
            String type = parts[0].strip().toLowerCase(Locale.ROOT);
            if (!type.equals("application/json") && !type.equals("*/*") && !type.equals("application/*")) {
                continue;
            }
            String as = parameter(parts, "as");
            if (as.isEmpty() || as.equals("APIGroupDiscoveryList")) {
                return OBJECTS;
            }
            if (parameter(parts, "g").equals(META) && parameter(parts, "v").equals("v1")) {
                switch (as) {
                    case "Table" -> {
                        return TABLE;
                    }
                    case "PartialObjectMetadata" -> {
                        return METADATA;
                    }
                    case "PartialObjectMetadataList" -> {
                        return METADATA_LIST;
                    }
                    default -> {}
                }
            }
        }
        throw notAcceptable("only the following media types are accepted: application/json");
    }

    static StatusException notAcceptable(String message) {
        return StatusException.of(406, "NotAcceptable", message, JsonNodeFactory.instance.missingNode());
    }

    private static String parameter(String[] parts, String name) {
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip();
            if (part.startsWith(name + "=")) {
                return part.substring(name.length() + 1);
            }
        }
        return "";
    }
}
