package io.fairlead.simulator.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fairlead.kube.ApiRequest.Verb;
import io.fairlead.simulator.wire.ApiCall;
import io.fairlead.simulator.wire.StatusException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
    private static final String JSON = "application/json";
    private static final String TYPES = "application/json, application/yaml, application/vnd.kubernetes.protobuf";
    private static final String WATCHED =
            ", application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch";

    /// What the real server can answer in, too; the model cannot.
    private static final List<String> UNSERVED =
            List.of("application/yaml", "application/vnd.kubernetes.protobuf", "application/cbor");

    /// @throws StatusException 406 where the client takes none of what can be served: protobuf, CBOR and YAML cannot
    public static Representation of(ApiCall call) {
        String accept = call.header("accept");
        if (accept.isBlank()) {
            return OBJECTS;
        }
        boolean takesJson = false;
        boolean takesUnserved = false;
        for (String range : accept.split(",")) {
            String type = type(range);
            takesUnserved |= UNSERVED.contains(type);
            if (!isJson(call, type)) {
                continue;
            }
            takesJson = true;
            Optional<Representation> form = form(range);
            if (form.isPresent()) {
                return form.get();
            }
        }
        if (takesUnserved) {
            throw notAcceptable("only the following media types are accepted: " + JSON);
        }
        throw isCustom(call) || takesJson
                ? notAcceptable("only the following media types are accepted: " + TYPES)
                : unknownType(call);
    }

    /// `meta.k8s.io/v1`, or the older version where the form is asked for in it.
    static String metaVersion(ApiCall call) {
        for (String range : call.header("accept").split(",")) {
            if (isJson(call, type(range)) && form(range).isPresent()) {
                String version = parameter(range, "v");
                return META + "/" + (version.isEmpty() ? "v1" : version);
            }
        }
        return META + "/v1";
    }

    private static Optional<Representation> form(String range) {
        String as = parameter(range, "as");
        if (as.isEmpty() || as.equals("APIGroupDiscoveryList")) {
            return Optional.of(OBJECTS);
        }
        boolean isKnown =
                parameter(range, "g").equals(META) && List.of("v1", "v1beta1").contains(parameter(range, "v"));
        if (!isKnown) {
            return Optional.empty();
        }
        return switch (as) {
            case "Table" -> Optional.of(TABLE);
            case "PartialObjectMetadata" -> Optional.of(METADATA);
            case "PartialObjectMetadataList" -> Optional.of(METADATA_LIST);
            default -> Optional.empty();
        };
    }

    private static String type(String range) {
        return range.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /// The router of the server's own kinds takes no half of a type.
    private static boolean isJson(ApiCall call, String type) {
        return type.equals(JSON) || type.equals("*/*") || (type.equals("application/*") && isCustom(call));
    }

    /// The server's own groups have no dot in their names, or are Kubernetes'.
    private static boolean isCustom(ApiCall call) {
        String[] parts = call.path().split("/");
        return parts.length > 2 && parts[1].equals("apis") && parts[2].contains(".") && !parts[2].endsWith(".k8s.io");
    }

    /// What the server's router says before a handler is asked.
    private static StatusException unknownType(ApiCall call) {
        int depth = call.path().startsWith("/apis/") ? 4 : 3;
        int parts = call.path().split("/").length - depth;
        boolean isList = call.verb() == Verb.GET && (parts == 1 || parts == 3);
        return StatusException.of(
                406,
                "NotAcceptable",
                "406: Not Acceptable\n\nAvailable representations: " + TYPES + (isList ? WATCHED : ""),
                JsonNodeFactory.instance.objectNode());
    }

    static StatusException notAcceptable(String message) {
        return StatusException.of(406, "NotAcceptable", message, JsonNodeFactory.instance.missingNode());
    }

    private static String parameter(String range, String name) {
        String[] parts = range.split(";");
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip();
            if (part.startsWith(name + "=")) {
                return part.substring(name.length() + 1);
            }
        }
        return "";
    }
}
