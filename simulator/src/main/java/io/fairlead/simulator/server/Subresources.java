package io.fairlead.simulator.server;

import io.fairlead.simulator.wire.ApiReply;
import io.fairlead.simulator.wire.StatusException;

/// Requests to subresources that are not just another door to the object.
final class Subresources {
    private final Scales scales;
    private final PodRequests pods;
    private final Updating updating;
    private final Patching patching;

    Subresources(Model model, Updating updating, Patching patching, Deletion deletion) {
        this.scales = new Scales(model, updating);
        this.pods = new PodRequests(model, deletion);
        this.updating = updating;
        this.patching = patching;
    }

    ApiReply handle(Request request) {
        return switch (request.subresource()) {
            case "status" -> object(request);
            case "resize", "finalize" -> object(request);
            case "scale" -> scales.handle(request);
            case "binding" -> pods.bind(request);
            case "eviction" -> pods.evict(request);
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
}
