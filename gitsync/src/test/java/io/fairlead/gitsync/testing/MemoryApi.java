package io.fairlead.gitsync.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.ApiResponse;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.WatchStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Holds objects by their paths. An apply is a merge that notes its manager; a watch sees what is written after it was
/// opened, and stays open until it is closed.
public final class MemoryApi implements KubeApi {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final String RESOURCES = """
            {
              "/api/v1": [["ConfigMap", "configmaps", true], ["Secret", "secrets", true], ["Service", "services", true],
                          ["Namespace", "namespaces", false]],
              "/apis/apps/v1": [["Deployment", "deployments", true]],
              "/apis/apps.kruise.io/v1beta1": [["CloneSet", "clonesets", true]],
              "/apis/gitops.fairlead.io/v1alpha1": [
                  ["GitSource", "gitsources", true], ["Delivery", "deliveries", true],
                  ["PromotionLimit", "promotionlimits", true], ["PromotionPolicy", "promotionpolicies", false]]
            }
            """;

    private final SortedMap<String, ObjectNode> objects = new TreeMap<>();
    private final List<ApiRequest> requests = new ArrayList<>();
    private final List<OpenWatch> watches = new ArrayList<>();
    private long version;

    public static ObjectNode json(String text) {
        try {
            return (ObjectNode) MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /// Puts an object there as if somebody else had written it; returns it as stored.
    public synchronized ObjectNode put(String path, String object) {
        return store(path, json(object), objects.containsKey(path) ? "MODIFIED" : "ADDED");
    }

    public synchronized Optional<ObjectNode> at(String path) {
        return Optional.ofNullable(objects.get(path));
    }

    public synchronized void remove(String path) {
        ObjectNode gone = objects.remove(path);
        if (gone != null) {
            tell(path, "DELETED", gone);
        }
    }

    /// What was asked so far, `VERB path`.
    public synchronized List<String> writes() {
        return requests.stream()
                .filter(r -> r.verb() != ApiRequest.Verb.GET)
                .map(r -> r.verb() + " " + r.path())
                .toList();
    }

    @Override
    public synchronized ApiResponse call(ApiRequest request) {
        requests.add(request);
        JsonNode body = request.body();
        return switch (request.verb()) {
            case GET -> get(request);
            case POST -> create(request, MemoryApi.object(body));
            case PUT -> replace(request.path(), MemoryApi.object(body));
            case PATCH -> patch(request, MemoryApi.object(body));
            case DELETE -> delete(request.path(), MemoryApi.object(body));
        };
    }

    @Override
    public synchronized WatchStream watch(ApiRequest request) {
        OpenWatch watch = new OpenWatch(request.path());
        watches.add(watch);
        return watch;
    }

    private static ObjectNode object(@org.jspecify.annotations.Nullable JsonNode body) {
        return body instanceof ObjectNode object ? object.deepCopy() : JSON.objectNode();
    }

    private ApiResponse get(ApiRequest request) {
        ObjectNode found = objects.get(request.path());
        if (found != null) {
            return answer(200, found);
        }
        JsonNode resources = json(RESOURCES).path(request.path());
        if (resources.isArray()) {
            ObjectNode list = JSON.objectNode();
            ArrayNode entries = list.putArray("resources");
            resources.forEach(r -> entries.addObject()
                    .put("kind", r.path(0).asText())
                    .put("name", r.path(1).asText())
                    .put("namespaced", r.path(2).asBoolean()));
            return answer(200, list);
        }
        if (request.path().equals("/version")) {
            return answer(200, JSON.objectNode().put("major", "1"));
        }
        String last = request.path().substring(request.path().lastIndexOf('/') + 1);
        return RESOURCES.contains("\"" + last + "\"") ? list(request) : answer(404, JSON.objectNode());
    }

    private ApiResponse list(ApiRequest request) {
        String selector = request.query().getOrDefault("labelSelector", "");
        ObjectNode list = JSON.objectNode();
        list.putObject("metadata").put("resourceVersion", Long.toString(version));
        ArrayNode items = list.putArray("items");
        for (Map.Entry<String, ObjectNode> entry : objects.entrySet()) {
            if (isIn(request.path(), entry.getKey()) && matches(selector, entry.getValue())) {
                items.add(entry.getValue());
            }
        }
        return answer(200, list);
    }

    /// A collection of all namespaces holds those of each.
    private static boolean isIn(String collection, String path) {
        String parent = path.substring(0, path.lastIndexOf('/'));
        return parent.equals(collection)
                || parent.replaceFirst("/namespaces/[^/]+/", "/").equals(collection);
    }

    private static boolean matches(String selector, ObjectNode object) {
        for (String term : selector.isEmpty() ? new String[0] : selector.split(",")) {
            int equals = term.indexOf('=');
            JsonNode label = object.path("metadata").path("labels").path(term.substring(0, equals));
            if (!label.asText().equals(term.substring(equals + 1))) {
                return false;
            }
        }
        return true;
    }

    private ApiResponse create(ApiRequest request, ObjectNode object) {
        if (request.query().containsKey("dryRun")) {
            return answer(201, object);
        }
        String path =
                request.path() + "/" + object.path("metadata").path("name").asText();
        return objects.containsKey(path)
                ? answer(409, JSON.objectNode().put("reason", "AlreadyExists"))
                : answer(201, store(path, object, "ADDED"));
    }

    private ApiResponse replace(String path, ObjectNode object) {
        ObjectNode live = objects.get(path);
        if (live == null) {
            return answer(404, JSON.objectNode());
        }
        return isOutdated(object, live)
                ? answer(409, JSON.objectNode().put("message", "the object has been modified"))
                : answer(200, store(path, object, "MODIFIED"));
    }

    private static boolean isOutdated(ObjectNode object, ObjectNode live) {
        JsonNode asked = object.path("metadata").path("resourceVersion");
        return !asked.isMissingNode() && !asked.equals(live.path("metadata").path("resourceVersion"));
    }

    private ApiResponse patch(ApiRequest request, ObjectNode patch) {
        String path = request.path().replaceFirst("/status$", "");
        ObjectNode live = objects.get(path);
        boolean isApply = request.contentType() == ApiRequest.ContentType.APPLY;
        if (live == null && !isApply) {
            return answer(404, JSON.objectNode());
        }
        if (live != null && isOutdated(patch, live)) {
            return answer(409, JSON.objectNode().put("message", "the object has been modified"));
        }
        ObjectNode next = live == null ? JSON.objectNode() : live.deepCopy();
        merge(next, patch);
        if (isApply) {
            next.withObject("/metadata")
                    .putArray("managedFields")
                    .addObject()
                    .put("manager", request.query().get("fieldManager"))
                    .put("operation", "Apply");
        }
        return request.query().containsKey("dryRun")
                ? answer(200, next)
                : answer(200, store(path, next, live == null ? "ADDED" : "MODIFIED"));
    }

    private static void merge(ObjectNode to, ObjectNode patch) {
        patch.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value.isNull()) {
                to.remove(field.getKey());
            } else if (value instanceof ObjectNode inner && to.get(field.getKey()) instanceof ObjectNode outer) {
                merge(outer, inner);
            } else {
                to.set(field.getKey(), value);
            }
        });
    }

    private ApiResponse delete(String path, ObjectNode options) {
        ObjectNode live = objects.get(path);
        if (live == null) {
            return answer(404, JSON.objectNode());
        }
        for (Map.Entry<String, JsonNode> asked : options.path("preconditions").properties()) {
            if (!asked.getValue().equals(live.path("metadata").path(asked.getKey()))) {
                return answer(409, JSON.objectNode().put("message", asked.getKey() + " differs"));
            }
        }
        remove(path);
        return answer(200, live);
    }

    private ObjectNode store(String path, ObjectNode object, String event) {
        version++;
        ObjectNode before = objects.get(path);
        ObjectNode metadata = object.withObject("/metadata");
        metadata.put("resourceVersion", Long.toString(version));
        metadata.put(
                "uid",
                before == null
                        ? "uid-" + version
                        : before.path("metadata").path("uid").asText());
        objects.put(path, object);
        tell(path, event, object);
        return object;
    }

    private void tell(String path, String event, ObjectNode object) {
        watches.stream()
                .filter(w -> isIn(w.collection, path))
                .forEach(w -> w.items.add(new WatchStream.Event(event, object)));
    }

    private static ApiResponse answer(int status, JsonNode body) {
        return new ApiResponse(status, body, Optional.empty());
    }

    private static final class OpenWatch implements WatchStream {
        private final String collection;
        private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();

        OpenWatch(String collection) {
            this.collection = collection;
        }

        @Override
        public Item next() {
            try {
                return items.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new End(0, "interrupted");
            }
        }

        @Override
        public void close() {
            items.add(new End(200, "closed"));
        }
    }
}
