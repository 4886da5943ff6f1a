package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.apply.FieldManagement;
import io.fairlead.simulator.patch.Patches;
import io.fairlead.simulator.wire.ApiReply;
import io.fairlead.simulator.wire.FieldError;
import io.fairlead.simulator.wire.Refusals;
import io.fairlead.simulator.wire.StatusException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The subresource `scale`: an `autoscaling/v1` Scale as a view of an object's replicas. Who changes it owns the
/// object's own field, under the subresource's name.
final class Scales {
    private static final String API_VERSION = "autoscaling/v1";
    private static final String KIND = "Scale";

    private final Model model;
    private final Updating updating;

    Scales(Model model, Updating updating) {
        this.model = model;
        this.updating = updating;
    }

    ApiReply handle(Request request) {
        ObjectNode existing = Reading.existing(request);
        ObjectNode live = request.kind().present(existing);
        return switch (request.call().verb()) {
            case GET -> ApiReply.of(200, view(request, live));
            case PUT -> replace(request, existing, live, replacement(request));
            case PATCH -> patch(request, existing, live);
            case POST, DELETE -> throw Refusals.methodNotAllowed();
        };
    }

    private static ObjectNode replacement(Request request) {
        if (!(request.call().body() instanceof ObjectNode body)) {
            throw StatusException.badRequest("the object provided is unrecognized (must be of type Scale)");
        }
        ObjectNode scale = Trees.withOwnMetadata(body);
        Metadata.fitName(request, scale);
        Metadata.fitNamespace(request, scale);
        return scale;
    }

    private ApiReply patch(Request request, ObjectNode existing, ObjectNode live) {
        JsonNode body = request.call().body();
        ObjectNode scale = view(request, live);
        return switch (request.call().contentType()) {
            case "application/json-patch+json" ->
                replace(request, existing, live, Patches.json(scale, orMissing(body)));
            case "application/merge-patch+json" ->
                replace(request, existing, live, Patches.merge(scale, orMissing(body)));
            case "application/strategic-merge-patch+json" -> {
                if (request.kind().isCustom()) {
                    throw Patching.unsupported(request.kind(), request.call().contentType());
                }
                // A Scale has no lists: both merge patches mean the same.
                yield replace(request, existing, live, Patches.merge(scale, orMissing(body)));
            }
            case "application/apply-patch+yaml" -> apply(request, existing, live);
            default -> throw Patching.unsupported(request.kind(), request.call().contentType());
        };
    }

    private static JsonNode orMissing(@Nullable JsonNode body) {
        return body == null ? Trees.object().path("none") : body;
    }

    private ApiReply replace(Request request, ObjectNode existing, ObjectNode live, ObjectNode scale) {
        ObjectNode object = live.deepCopy();
        set(object, paths(request.kind()).spec(), replicas(request.kind(), scale));
        takeVersion(object, scale);
        FieldManagement.Writer writer = request.writer();
        ObjectNode managed =
                FieldManagement.update(request.kind().served().schema(), live, object, writer, request.now());
        Trees.take(Trees.metadata(object), Trees.metadata(managed), "managedFields");
        return answer(request, updating.store(mainDoor(request), existing, object, reviews(request)));
    }

    private ApiReply apply(Request request, ObjectNode existing, ObjectNode live) {
        if (!(request.call().body() instanceof ObjectNode scale)) {
            throw StatusException.badRequest("error decoding YAML: object expected");
        }
        if (request.kind().isCustom()) {
            // The real server converts the applied Scale by the rules of the custom kind, which cannot work.
            throw StatusException.of(
                    500,
                    "",
                    "failed to convert new object (" + Trees.text(scale, "metadata", "namespace") + "/"
                            + Trees.text(scale, "metadata", "name") + "; " + API_VERSION + ", Kind=" + KIND
                            + ") to proper version: request to convert CR to an invalid group/version: " + API_VERSION,
                    Trees.object().path("none"));
        }
        ObjectNode applied = Trees.object();
        applied.put("apiVersion", request.kind().apiVersion())
                .put("kind", request.kind().kind());
        applied.putObject("metadata").put("name", request.name()).put("namespace", request.namespace());
        if (scale.path("spec").has("replicas")) {
            set(applied, paths(request.kind()).spec(), replicas(request.kind(), scale));
        }
        takeVersion(applied, scale);
        ObjectNode merged;
        try {
            merged = FieldManagement.apply(
                    request.kind().served().schema(),
                    live,
                    applied,
                    request.writer(),
                    request.options().isForced(),
                    request.now());
        } catch (StatusException e) {
            throw e.replacing("using " + request.kind().apiVersion(), "using " + API_VERSION);
        }
        ObjectNode object = Bodies.decodeApplied(request, merged);
        return answer(request, updating.store(mainDoor(request), existing, object, reviews(request)));
    }

    /// Webhooks see the Scale, not the object behind it.
    private Updating.Reviews reviews(Request request) {
        return new Updating.Reviews() {
            @Override
            public ObjectNode mutate(ObjectNode object, ObjectNode old) {
                ObjectNode scale = shown(request, object);
                ObjectNode changed =
                        model.admission.mutate(request.subresourceReview("UPDATE", scale, shown(request, old)));
                if (!changed.equals(scale)) {
                    set(object, paths(request.kind()).spec(), replicas(request.kind(), changed));
                }
                return object;
            }

            @Override
            public void validate(ObjectNode object, ObjectNode old) {
                model.admission.validate(
                        request.subresourceReview("UPDATE", shown(request, object), shown(request, old)));
            }
        };
    }

    /// The object is stored as if it had been updated itself.
    private static Request mainDoor(Request request) {
        Route route = request.route();
        return new Request(
                request.call(),
                route.to(route.namespace(), route.name()),
                request.kind(),
                request.options(),
                request.now(),
                request.warnings());
    }

    private static ApiReply answer(Request request, ApiReply stored) {
        return ApiReply.of(stored.status(), view(request, (ObjectNode) stored.body()));
    }

    private static void takeVersion(ObjectNode object, ObjectNode scale) {
        String version = Trees.text(scale, "metadata", "resourceVersion");
        if (!version.isEmpty()) {
            Trees.metadata(object).put("resourceVersion", version);
        }
    }

    private static int replicas(Registration kind, ObjectNode scale) {
        JsonNode value = scale.path("spec").path("replicas");
        if (!value.isMissingNode() && !value.isNull() && !value.isIntegralNumber()) {
            throw StatusException.badRequest(
                    "Scale in version \"v1\" cannot be handled as a Scale: json: cannot unmarshal "
                            + value.getNodeType().name().toLowerCase(Locale.ROOT)
                            + " into Go struct field ScaleSpec.spec.replicas of type int32");
        }
        int replicas = value.asInt(0);
        if (replicas < 0 && kind.isCustom()) {
            throw StatusException.invalid(
                    kind.group(),
                    kind.kind(),
                    Trees.text(scale, "metadata", "name"),
                    List.of(new FieldError(
                            FieldError.Type.INVALID,
                            "." + paths(kind).spec(),
                            Integer.toString(replicas),
                            "should be a non-negative integer")));
        }
        if (replicas < 0) {
            throw StatusException.invalid(
                    "autoscaling",
                    KIND,
                    Trees.text(scale, "metadata", "name"),
                    List.of(new FieldError(
                            FieldError.Type.INVALID,
                            "spec.replicas",
                            Integer.toString(replicas),
                            "must be greater than or equal to 0")));
        }
        return replicas;
    }

    /// Where an object keeps what a Scale shows; without dots at the front.
    private record Paths(String spec, String status, String selector) {}

    private static Paths paths(Registration kind) {
        if (kind.definition() == null) {
            return new Paths("spec.replicas", "status.replicas", "");
        }
        JsonNode scale = kind.definition().scale();
        return new Paths(
                plain(scale.path("specReplicasPath").asText()),
                plain(scale.path("statusReplicasPath").asText()),
                plain(scale.path("labelSelectorPath").asText("")));
    }

    private static String plain(String path) {
        return path.startsWith(".") ? path.substring(1) : path;
    }

    private static JsonNode read(JsonNode object, String path) {
        JsonNode node = object;
        for (String step : path.split("\\.")) {
            node = node.path(step);
        }
        return node;
    }

    private static void set(ObjectNode object, String path, int value) {
        String[] steps = path.split("\\.");
        ObjectNode node = object;
        for (int i = 0; i < steps.length - 1; i++) {
            node = node.get(steps[i]) instanceof ObjectNode child ? child : node.putObject(steps[i]);
        }
        node.put(steps[steps.length - 1], value);
    }

    private static ObjectNode view(Request request, ObjectNode object) {
        String path = paths(request.kind()).spec();
        if (read(object, path).isMissingNode() && request.kind().isCustom()) {
            throw Refusals.internal("the spec replicas field \"." + path + "\" does not exist");
        }
        return shown(request, object);
    }

    private static ObjectNode shown(Request request, ObjectNode object) {
        Paths paths = paths(request.kind());
        JsonNode replicas = read(object, paths.spec());
        ObjectNode scale = Trees.object();
        scale.put("kind", KIND).put("apiVersion", API_VERSION);
        ObjectNode metadata = scale.putObject("metadata");
        for (String field : new String[] {"name", "namespace", "uid", "resourceVersion", "creationTimestamp"}) {
            Trees.take(metadata, Trees.metadata(object), field);
        }
        ObjectNode spec = scale.putObject("spec");
        if (replicas.asInt(0) != 0) {
            spec.put("replicas", replicas.asInt());
        }
        ObjectNode status = scale.putObject("status");
        status.put("replicas", read(object, paths.status()).asInt(0));
        String selector = selector(request.kind(), object, paths);
        if (!selector.isEmpty()) {
            status.put("selector", selector);
        }
        return scale;
    }

    private static String selector(Registration kind, ObjectNode object, Paths paths) {
        if (kind.isCustom()) {
            return paths.selector().isEmpty()
                    ? ""
                    : read(object, paths.selector()).asText("");
        }
        JsonNode selector = object.path("spec").path("selector");
        // A ReplicationController's selector is a plain map.
        return kind.is("replicationcontrollers")
                ? ObjectSelector.ofMap(selector).text()
                : ObjectSelector.of(selector).text();
    }
}
