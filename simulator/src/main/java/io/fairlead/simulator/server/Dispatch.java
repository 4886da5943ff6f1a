package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest.Verb;
import io.fairlead.simulator.discovery.DiscoveryDocuments;
import io.fairlead.simulator.wire.ApiCall;
import io.fairlead.simulator.wire.ApiReply;
import io.fairlead.simulator.wire.Refusals;
import io.fairlead.simulator.wire.StatusException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds out what a request asks for and hands it on.
final class Dispatch {
    private static final int OK = 200;

    private final Model model;
    private final Reading reading;
    private final Watching watching;
    private final Creation creation;
    private final Updating updating;
    private final Patching patching;
    private final Deletion deletion;
    private final Subresources subresources;

    Dispatch(Model model) {
        this.model = model;
        this.reading = new Reading(model);
        this.watching = new Watching(model);
        this.creation = new Creation(model);
        this.updating = new Updating(model, creation);
        this.patching = new Patching(model, creation, updating);
        this.deletion = new Deletion(model);
        this.subresources = new Subresources(model, updating, patching, deletion);
        new Definitions(model);
    }

    ApiReply handle(ApiCall call) {
        if (!Route.isBelowVersion(call.path())) {
            Optional<ApiReply> about = DiscoveryDocuments.answer(
                    call,
                    model.kinds.all().stream().map(Registration::served).toList(),
                    List.copyOf(model.kinds.definitions().table().all().values()));
            return about.orElseGet(Dispatch::pageNotFound);
        }
        Route route = Route.parse(call.path());
        Registration kind = kind(route, call);
        if (kind == null) {
            return pageNotFound();
        }
        String verb = verb(call, route);
        check(call, route, kind, verb);
        ApiCall asUser = Authorization.check(model, call, route, verb);
        return answer(asUser, route, kind, verb);
    }

    ApiServer.WatchAnswer watch(ApiCall call) {
        Route route = Route.parse(call.path());
        Registration kind = kind(route, call);
        if (kind == null) {
            return new ApiServer.WatchAnswer.Refused(pageNotFound());
        }
        if (!kind.allows("", "watch")) {
            throw Refusals.methodNotAllowed();
        }
        return new ApiServer.WatchAnswer.Opened(
                watching.open(Authorization.check(model, call, route, "watch"), route, kind));
    }

    private static ApiReply pageNotFound() {
        ApiReply reply = ApiReply.of(404, JsonNodeFactory.instance.textNode("404 page not found\n"));
        reply.headers().put("content-type", "text/plain; charset=utf-8");
        return reply;
    }

    /// @return null where not even the group is the server's own
    private @Nullable Registration kind(Route route, ApiCall call) {
        Registration kind = model.kinds.find(route.group(), route.version(), route.plural());
        if (kind == null) {
            if (model.kinds.hasBuiltinGroup(route.group())) {
                throw Refusals.noSuchResource();
            }
            return null;
        }
        boolean isInNamespace = !route.namespace().isEmpty();
        if (isInNamespace && !kind.isNamespaced() && !kind.is("namespaces")) {
            throw Refusals.noSuchResource();
        }
        if (!isInNamespace && kind.isNamespaced() && (!route.isCollection() || call.verb() != Verb.GET)) {
            throw route.isCollection() ? Refusals.methodNotAllowed() : Refusals.noSuchResource();
        }
        return kind;
    }

    private static String verb(ApiCall call, Route route) {
        return switch (call.verb()) {
            case GET -> route.isCollection() ? "list" : "get";
            case POST -> "create";
            case PUT -> "update";
            case PATCH -> "patch";
            case DELETE -> route.isCollection() ? "deletecollection" : "delete";
        };
    }

    private static void check(ApiCall call, Route route, Registration kind, String verb) {
        String subresource = route.subresource();
        if (!subresource.isEmpty() && !kind.verbs().containsKey(subresource)) {
            throw kind.isCustom() ? kind.notFound(route.name()) : Refusals.noSuchResource();
        }
        boolean isMisplaced = subresource.isEmpty()
                && switch (call.verb()) {
                    case POST -> !route.isCollection();
                    case PUT, PATCH -> route.isCollection();
                    case GET, DELETE -> false;
                };
        if (isMisplaced || !kind.allows(subresource, verb)) {
            throw Refusals.methodNotAllowed();
        }
    }

    private ApiReply answer(ApiCall call, Route route, Registration kind, String verb) {
        List<String> warnings = new ArrayList<>();
        CustomVersion definition = kind.definition();
        if (definition != null && !definition.deprecation().isEmpty()) {
            warnings.add(definition.deprecation());
        }
        if (verb.equals("list")) {
            return reading.list(call, route, kind).withWarnings(warnings);
        }
        Instant now = model.timeline.now();
        Request request = new Request(call, route, kind, WriteOptions.of(call), now, warnings);
        ApiReply reply;
        try {
            reply = route.subresource().isEmpty() ? object(request, verb) : subresources.handle(request);
        } catch (StatusException e) {
            // Warnings are told of a refused request, too.
            reply = e.reply();
        }
        return warnings.isEmpty()
                ? reply
                : reply.withWarnings(warnings.stream().distinct().toList());
    }

    private ApiReply object(Request request, String verb) {
        return switch (verb) {
            case "get" -> reading.get(request);
            case "create" -> creation.create(request);
            case "update" -> updating.update(request);
            case "patch" -> patching.patch(request);
            case "delete" -> deletion.delete(request, DeleteOptions.of(request.call()));
            case "deletecollection" -> deleteAll(request);
            default -> throw StatusException.notModelled("the verb " + verb);
        };
    }

    /// Deletes what the selectors match; answers with the list of it.
    private ApiReply deleteAll(Request request) {
        Registration kind = request.kind();
        ApiReply listed = reading.list(request.call(), request.route(), kind);
        DeleteOptions options = DeleteOptions.of(request.call()).forAny();
        List<ObjectNode> targets = new ArrayList<>();
        listed.body().path("items").forEach(item -> targets.add((ObjectNode) item));
        for (ObjectNode target : targets) {
            String namespace = kind.isNamespaced() ? Trees.text(target, "metadata", "namespace") : "";
            String name = Metadata.name(target);
            ObjectNode existing = kind.table().get(KindTable.key(namespace, name));
            if (existing != null) {
                Route one = request.route().to(namespace, name);
                Request single =
                        new Request(request.call(), one, kind, request.options(), request.now(), request.warnings());
                deletion.carryOut(single, existing, options);
            }
        }
        return ApiReply.of(OK, listed.body());
    }
}
