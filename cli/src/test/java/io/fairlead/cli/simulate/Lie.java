package io.fairlead.cli.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.ApiRequest.Verb;
import io.fairlead.kube.ApiResponse;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.WatchStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A way to the API server that passes everything on, but shows objects otherwise than they are.
abstract class Lie implements KubeApi {
    private final KubeApi api;

    Lie(KubeApi api) {
        this.api = api;
    }

    JsonNode shown(JsonNode object) {
        return object;
    }

    /// Null for an event that is missed.
    WatchStream.@Nullable Event seen(WatchStream.Event event) {
        return new WatchStream.Event(event.type(), shown(event.object()));
    }

    @Override
    public ApiResponse call(ApiRequest request) {
        ApiResponse answer = api.call(request);
        if (!answer.isSuccess() || request.verb() == Verb.DELETE) {
            return answer;
        }
        JsonNode body = answer.body();
        String kind = kind(body);
        if (!kind.endsWith("List")) {
            return new ApiResponse(answer.status(), shown(body), answer.retryAfter());
        }
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        body.properties().forEach(field -> list.set(field.getKey(), field.getValue()));
        ArrayNode items = list.putArray("items");
        String itemKind = kind.substring(0, kind.length() - "List".length());
        body.path("items").forEach(item -> {
            // Items of built-in kinds do not say what they are.
            ObjectNode named = item.deepCopy();
            named.put("kind", itemKind);
            items.add(shown(named));
        });
        return new ApiResponse(answer.status(), list, answer.retryAfter());
    }

    @Override
    public WatchStream watch(ApiRequest request) {
        WatchStream stream = api.watch(request);
        return new WatchStream() {
            @Override
            public Item next() {
                while (true) {
                    Item item = stream.next();
                    if (!(item instanceof Event event)
                            || !event.object().path("metadata").has("uid")) {
                        return item;
                    }
                    Event seen = seen(event);
                    if (seen != null) {
                        return seen;
                    }
                }
            }

            @Override
            public void close() {
                stream.close();
            }
        };
    }

    static String kind(JsonNode object) {
        return object.path("kind").asText();
    }

    static String uid(JsonNode object) {
        return object.at("/metadata/uid").asText();
    }

    static ApiRequest with(ApiRequest request, JsonNode body) {
        return new ApiRequest(
                request.verb(), request.path(), request.query(), request.contentType(), body, request.timeout());
    }

    /// The CloneSet with another update strategy; any other object as it is.
    static JsonNode rolling(JsonNode object, Consumer<ObjectNode> change) {
        if (!kind(object).equals("CloneSet")) {
            return object;
        }
        ObjectNode other = object.deepCopy();
        change.accept(other.withObject("/spec/updateStrategy/rollingUpdate"));
        return other;
    }
}
