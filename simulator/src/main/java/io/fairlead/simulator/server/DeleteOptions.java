package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.wire.ApiCall;
import io.fairlead.simulator.wire.FieldError;
import io.fairlead.simulator.wire.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// How objects are to be deleted; from the body, or from the query where there is none.
///
/// @param graceSeconds empty for the object's own
/// @param orphanDependents empty, `true` or `false`: the old way to say `Orphan` or `Background`
/// @param propagation empty, `Orphan`, `Background` or `Foreground`
/// @param sent as they came
record DeleteOptions(
        OptionalLong graceSeconds,
        String orphanDependents,
        String propagation,
        Preconditions preconditions,
        boolean isDryRun,
        JsonNode sent) {

    /// @throws StatusException 400 or 422
    static DeleteOptions of(ApiCall call) {
        JsonNode source = call.body() instanceof ObjectNode body && !body.isEmpty() ? body : fromQuery(call);
        String kind = Trees.text(source, "kind");
        if (!kind.isEmpty() && !kind.equals("DeleteOptions")) {
            throw StatusException.badRequest("no kind \"" + kind + "\" is registered for version \""
                    + Trees.text(source, "apiVersion") + "\" in scheme \"pkg/runtime/scheme.go:111\"");
        }
        return of(source, call.query("dryRun").equals("All"));
    }

    /// @param source a `DeleteOptions`; a missing node for none
    static DeleteOptions of(JsonNode source, boolean isDryRun) {
        JsonNode grace = source.path("gracePeriodSeconds");
        DeleteOptions options = new DeleteOptions(
                grace.isMissingNode() || grace.isNull() ? OptionalLong.empty() : OptionalLong.of(grace.asLong()),
                source.path("orphanDependents").asText(""),
                source.path("propagationPolicy").asText(""),
                Preconditions.of(source),
                isDryRun || !source.path("dryRun").isEmpty(),
                source);
        options.check(source);
        return options;
    }

    private static ObjectNode fromQuery(ApiCall call) {
        ObjectNode options = Trees.object();
        String grace = call.query("gracePeriodSeconds");
        if (!grace.isEmpty()) {
            try {
                options.put("gracePeriodSeconds", Long.parseLong(grace));
            } catch (NumberFormatException e) {
                throw StatusException.badRequest("strconv.ParseInt: parsing \"" + grace + "\": invalid syntax");
            }
        }
        for (String field : List.of("orphanDependents", "propagationPolicy")) {
            if (!call.query(field).isEmpty()) {
                options.put(field, call.query(field));
            }
        }
        if (!call.query("dryRun").isEmpty()) {
            options.putArray("dryRun").add(call.query("dryRun"));
        }
        return options;
    }

    private void check(JsonNode source) {
        List<FieldError> errors = new ArrayList<>();
        if (!propagation.isEmpty() && !orphanDependents.isEmpty()) {
            errors.add(new FieldError(
                    FieldError.Type.INVALID,
                    "propagationPolicy",
                    "\"" + propagation + "\"",
                    "orphanDependents and deletionPropagation cannot be both set"));
        }
        boolean isKnown = switch (propagation) {
            case "", "Orphan", "Background", "Foreground" -> true;
            default -> false;
        };
        if (!isKnown) {
            errors.add(new FieldError(
                    FieldError.Type.NOT_SUPPORTED,
                    "propagationPolicy",
                    "\"" + propagation + "\"",
                    "supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\""));
        }
        for (JsonNode dryRun : source.path("dryRun")) {
            if (!dryRun.asText().equals("All")) {
                errors.add(new FieldError(
                        FieldError.Type.NOT_SUPPORTED,
                        "dryRun",
                        source.path("dryRun").toString(),
                        "supported values: \"All\""));
            }
        }
        if (!errors.isEmpty()) {
            throw StatusException.invalid("meta.k8s.io", "DeleteOptions", "", errors);
        }
    }

    DeleteOptions withoutPreconditions() {
        return new DeleteOptions(
                graceSeconds, orphanDependents, propagation, new Preconditions("", ""), isDryRun, sent);
    }

    /// The same for another object of the same request.
    DeleteOptions forAny() {
        return new DeleteOptions(
                graceSeconds,
                orphanDependents,
                propagation,
                new Preconditions("", preconditions.resourceVersion()),
                isDryRun,
                sent);
    }

    /// As an admission review shows them.
    ObjectNode document() {
        ObjectNode options = Trees.object();
        options.put("kind", "DeleteOptions").put("apiVersion", "meta.k8s.io/v1");
        for (Map.Entry<String, JsonNode> each : sent.properties()) {
            if (!options.has(each.getKey())) {
                options.set(each.getKey(), each.getValue());
            }
        }
        if (isDryRun) {
            options.putArray("dryRun").add("All");
        }
        return options;
    }
}
