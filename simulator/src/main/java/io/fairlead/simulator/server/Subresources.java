package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.wire.ApiReply;
import io.fairlead.simulator.wire.StatusException;

/// Requests to subresources that are not just another door to the object.
final class Subresources {
    private final Model model;
    private final Updating updating;
    private final Patching patching;

    Subresources(Model model, Updating updating, Patching patching) {
        this.model = model;
        this.updating = updating;
        this.patching = patching;
    }

    ApiReply handle(Request request) {
        return switch (request.subresource()) {
            case "status" -> object(request);
            case "resize", "finalize" -> object(request);
            case "binding" -> bind(request);
            default ->
                throw StatusException.notModelled("the subresource " + request.subresource() + " of "
                        + request.kind().resource());
        };
    }

    private ApiReply object(Request request) {
        return switch (request.call().verb()) {
            case GET -> ApiReply.of(200, request.kind().present(Reading.existing(request)));
            case PUT -> updating.update(request);
            case PATCH -> patching.patch(request);
            case POST, DELETE -> throw StatusException.notModelled("this verb on a subresource");
        };
    }

    private ApiReply bind(Request request) {
        ObjectNode pod = Reading.existing(request);
        ObjectNode bound = pod.deepCopy();
        String node = String.valueOf(
                request.call().body() == null
                        ? ""
                        : request.call().body().path("target").path("name").asText());
        bound.withObject("/spec").put("nodeName", node);
        model.storage.commit(request.kind().table(), request.key(), pod, bound, request.call());
        ObjectNode status = Trees.object();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success").put("code", 201);
        return ApiReply.of(201, status);
    }
}
