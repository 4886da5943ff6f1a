package io.fairlead.simulator.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fairlead.kube.ApiRequest.Verb;
import io.fairlead.simulator.schema.RecordedDocuments;
import io.fairlead.simulator.server.ServedKind;
import io.fairlead.simulator.wire.ApiCall;
import io.fairlead.simulator.wire.ApiReply;
import io.fairlead.simulator.wire.StatusException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Answers what is asked about the server itself: `/api`, `/apis…` (also aggregated), `/openapi/v3…`, `/version`,
/// `/healthz`, `/livez`, `/readyz`, and refuses every path that the server does not have.
///
/// A body of plain text is a [TextNode] in a reply whose header `content-type` says so.
public final class DiscoveryDocuments {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final List<String> HEALTH = List.of("healthz", "livez", "readyz");

    private DiscoveryDocuments() {}

    /// @param kinds all that are served now, built-in ones and custom ones
    /// @param definitions the CustomResourceDefinitions that are served now
    /// @return empty if the path asks for objects
    public static Optional<ApiReply> answer(
            ApiCall call, Collection<ServedKind> kinds, Collection<ObjectNode> definitions) {
        List<String> path = segments(call.path());
        String first = path.isEmpty() ? "" : path.getFirst();
        boolean isGroupless = first.equals("api");
        if ((isGroupless && path.size() > 2) || (first.equals("apis") && path.size() > 3)) {
            return Optional.empty();
        }
        return Optional.of(describe(call, path, new Catalogue(kinds, definitions)));
    }

    private static ApiReply describe(ApiCall call, List<String> path, Catalogue catalogue) {
        String first = path.isEmpty() ? "" : path.getFirst();
        if (HEALTH.contains(first)) {
            return health(call, path);
        }
        return switch (first) {
            case "api", "apis" -> groups(call, path, catalogue);
            case "openapi" -> openApi(call, path, catalogue);
            case "version" -> get(call, RecordedDocuments.json("/version"));
            case "" -> get(call, Optional.of(catalogue.paths()));
            default -> pageNotFound();
        };
    }

    private static ApiReply groups(ApiCall call, List<String> path, Catalogue catalogue) {
        boolean isCore = path.getFirst().equals("api");
        if (path.size() == 1) {
            if (isAggregated(call)) {
                return ApiReply.of(200, catalogue.aggregated(isCore))
                        .with("content-type", RecordedDocuments.AGGREGATED)
                        .with("vary", "Accept");
            }
            return ApiReply.of(200, isCore ? catalogue.coreVersions(call.header("host")) : catalogue.groupList());
        }
        if (isCore) {
            return catalogue
                    .resources("", path.get(1))
                    .map(list -> get(call, Optional.of(list)))
                    .orElseGet(DiscoveryDocuments::notFound);
        }
        if (path.size() == 2) {
            return catalogue
                    .group(path.get(1))
                    .map(each -> get(call, Optional.of(each)))
                    .orElseGet(DiscoveryDocuments::pageNotFound);
        }
        return catalogue
                .resources(path.get(1), path.get(2))
                .map(list -> get(call, Optional.of(list)))
                .orElseGet(() -> Catalogue.isBuiltin(path.get(1)) ? notFound() : pageNotFound());
    }

    private static ApiReply openApi(ApiCall call, List<String> path, Catalogue catalogue) {
        if (path.size() < 2 || !path.get(1).equals("v3")) {
            // kubectl turns to /openapi/v2 only where there is no v3.
            return pageNotFound();
        }
        OpenApiDocuments documents = new OpenApiDocuments(catalogue);
        if (path.size() == 2) {
            return get(call, Optional.of(documents.index()));
        }
        String name = String.join("/", path.subList(2, path.size()));
        Optional<? extends JsonNode> document = documents.document(name);
        if (document.isEmpty()) {
            // This handler says nothing where it has nothing.
            return text(404, "");
        }
        ApiReply reply = get(call, document);
        // With its hash the document can never change; clients keep it.
        return call.query("hash").isEmpty() || !reply.isSuccess()
                ? reply
                : reply.with("cache-control", "public, immutable")
                        .with("etag", '"' + call.query("hash") + '"')
                        .with("vary", "Accept");
    }

    private static ApiReply health(ApiCall call, List<String> path) {
        String name = path.getFirst();
        List<String> checks = name.equals("readyz")
                ? List.of("ping", "log", "etcd", "etcd-readiness", "informer-sync", "shutdown")
                : List.of("ping", "log", "etcd");
        if (path.size() == 1) {
            if (!call.query().containsKey("verbose")) {
                return text(200, "ok");
            }
            StringBuilder all = new StringBuilder();
            checks.forEach(check -> all.append("[+]").append(check).append(" ok\n"));
            return text(200, all + name + " check passed\n");
        }
        return path.size() == 2 && checks.contains(path.get(1)) ? text(200, "ok") : pageNotFound();
    }

    private static boolean isAggregated(ApiCall call) {
        for (String type : call.header("accept").split(",")) {
            if (type.contains("as=APIGroupDiscoveryList")
                    && type.contains("g=apidiscovery.k8s.io")
                    && (type.contains("v=v2;") || type.strip().endsWith("v=v2"))) {
                return true;
            }
        }
        return false;
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/")).stream().filter(part -> !part.isEmpty()).toList();
    }

    private static ApiReply get(ApiCall call, Optional<? extends JsonNode> body) {
        if (body.isEmpty()) {
            return pageNotFound();
        }
        if (call.verb() != Verb.GET) {
            return StatusException.of(
                            405,
                            "MethodNotAllowed",
                            "the server does not allow this method on the requested resource",
                            JsonNodeFactory.instance.objectNode())
                    .reply();
        }
        return ApiReply.of(200, body.get());
    }

    private static ApiReply notFound() {
        return StatusException.of(
                        404,
                        "NotFound",
                        "the server could not find the requested resource",
                        JsonNodeFactory.instance.objectNode())
                .reply();
    }

    private static ApiReply pageNotFound() {
        return text(404, "404 page not found\n");
    }

    private static ApiReply text(int status, String text) {
        SequencedMap<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", TEXT);
        return new ApiReply(status, TextNode.valueOf(text), headers, List.of());
    }
}
