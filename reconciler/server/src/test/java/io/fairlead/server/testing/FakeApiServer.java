package io.fairlead.server.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.ApiRequest.Verb;
import io.fairlead.kube.ApiResponse;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.WatchStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/// A Kubernetes API server as far as these tests need one: objects by path, one resourceVersion for all, conflicts,
/// preconditions, the patch formats, the status subresource and watches. What it accepts and refuses follows
/// kube-apiserver; what it does not know it refuses.
public final class FakeApiServer implements KubeApi {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final TreeMap<String, ObjectNode> objects = new TreeMap<>();
    private final List<Logged> log = new ArrayList<>();
    private final List<Stream> streams = new CopyOnWriteArrayList<>();
    private final List<ApiRequest> writes = new CopyOnWriteArrayList<>();
    private volatile Function<ApiRequest, Optional<ApiResponse>> fault = _ -> Optional.empty();
    private final List<ApiRequest> reads = new CopyOnWriteArrayList<>();
    private volatile String muted = "";
    private volatile boolean isGraceful;
    private int answersToLose;
    private long version = 100;

    private record Logged(long version, String path, WatchStream.Event event) {}

    /// Answers some requests in the server's place, before it sees them.
    public void failWith(Function<ApiRequest, Optional<ApiResponse>> nextFault) {
        fault = nextFault;
    }

    /// The next writes are carried out, but their answers never arrive.
    public synchronized void loseAnswers(int count) {
        answersToLose = count;
    }

    /// Deleted pods stay, with a deletionTimestamp, until [#remove].
    public void deleteGracefully() {
        isGraceful = true;
    }

    /// Every write that reached the server and was accepted, in order.
    public List<ApiRequest> writes() {
        return List.copyOf(writes);
    }

    /// Every read that was answered, in order.
    public List<ApiRequest> reads() {
        return List.copyOf(reads);
    }

    /// Watches of this collection stay open and say nothing any more.
    public void mute(String collection) {
        muted = collection;
    }

    public synchronized Optional<ObjectNode> find(String path) {
        return Optional.ofNullable(objects.get(path)).map(ObjectNode::deepCopy);
    }

    public synchronized List<ObjectNode> all(String collection) {
        List<ObjectNode> found = new ArrayList<>();
        objects.forEach((path, object) -> {
            if (isIn(path, collection)) {
                found.add(object.deepCopy());
            }
        });
        return found;
    }

    /// Puts an object there as somebody else would.
    public synchronized ObjectNode put(String path, ObjectNode object) {
        ObjectNode before = objects.get(path);
        return store(path, object.deepCopy(), before == null ? "ADDED" : "MODIFIED");
    }

    public synchronized void remove(String path) {
        ObjectNode gone = objects.remove(path);
        if (gone != null) {
            gone.withObject("/metadata").put("resourceVersion", Long.toString(++version));
            announce("DELETED", path, gone);
        }
    }

    @Override
    public ApiResponse call(ApiRequest request) {
        Optional<ApiResponse> broken = fault.apply(request);
        if (broken.isPresent()) {
            return broken.get();
        }
        synchronized (this) {
            ApiResponse response = switch (request.verb()) {
                case GET -> get(request);
                case POST -> create(request);
                case PUT -> replace(request);
                case PATCH -> patch(request);
                case DELETE -> delete(request);
            };
            if (request.verb() == Verb.GET) {
                reads.add(request);
            } else if (response.isSuccess()) {
                writes.add(request);
                if (answersToLose > 0) {
                    answersToLose--;
                    return ApiResponse.noAnswer("timeout");
                }
            }
            return response;
        }
    }

    private ApiResponse get(ApiRequest request) {
        ObjectNode object = objects.get(request.path());
        if (object != null) {
            return ok(object);
        }
        boolean isCollection =
                request.query().containsKey("limit") || request.path().endsWith("s");
        if (!isCollection) {
            return status(404, "NotFound", request.path());
        }
        ObjectNode list = JSON.objectNode();
        list.putObject("metadata").put("resourceVersion", Long.toString(version));
        var items = list.putArray("items");
        String selector = request.query().getOrDefault("labelSelector", "");
        objects.forEach((path, each) -> {
            if (isIn(path, request.path()) && isSelected(each, selector)) {
                items.add(each.deepCopy());
            }
        });
        return new ApiResponse(200, list, Optional.empty());
    }

    private ApiResponse create(ApiRequest request) {
        ObjectNode object = ((ObjectNode) body(request)).deepCopy();
        String path =
                request.path() + "/" + object.path("metadata").path("name").asText();
        if (objects.containsKey(path)) {
            return status(409, "AlreadyExists", path + " already exists");
        }
        ObjectNode metadata = object.withObject("/metadata");
        metadata.put("uid", "uid-" + (version + 1)).put("creationTimestamp", "2026-01-01T00:00:00Z");
        return ok(store(path, object, "ADDED"));
    }

    private ApiResponse replace(ApiRequest request) {
        return change(request, (before, after) -> ((ObjectNode) body(request)).deepCopy());
    }

    private ApiResponse patch(ApiRequest request) {
        return change(request, (_, after) -> {
            switch (request.contentType()) {
                case MERGE_PATCH -> Patches.merge(after, body(request));
                case STRATEGIC_MERGE_PATCH -> Patches.strategic(after, body(request));
                case JSON_PATCH -> {
                    return (ObjectNode) JsonPatch.apply(body(request), after);
                }
                case JSON, APPLY -> throw new IllegalArgumentException("not a patch this server knows");
            }
            return after;
        });
    }

    private interface Change {
        ObjectNode apply(ObjectNode before, ObjectNode after);
    }

    private ApiResponse change(ApiRequest request, Change change) {
        boolean isStatus = request.path().endsWith("/status");
        String path = isStatus ? request.path().substring(0, request.path().length() - 7) : request.path();
        ObjectNode before = objects.get(path);
        if (before == null) {
            return status(404, "NotFound", path + " not found");
        }
        ObjectNode after;
        try {
            after = change.apply(before, before.deepCopy());
        } catch (JsonPatchException e) {
            return status(422, "Invalid", "the server rejected our request due to an error in our request");
        }
        JsonNode wanted = after.path("metadata").path("resourceVersion");
        if (!wanted.isMissingNode() && !wanted.equals(before.path("metadata").path("resourceVersion"))) {
            return status(409, "Conflict", "the object has been modified");
        }
        if (!after.path("metadata").path("uid").equals(before.path("metadata").path("uid"))
                && after.path("metadata").has("uid")) {
            return status(409, "Conflict", "Precondition failed: UID in precondition");
        }
        ObjectNode next = before.deepCopy();
        next.set("metadata", after.path("metadata"));
        next.withObject("/metadata").set("uid", before.path("metadata").path("uid"));
        for (String field : List.of("spec", "status", "data", "revision")) {
            if (isStatus == field.equals("status") && after.has(field)) {
                next.set(field, after.path(field));
            }
        }
        return ok(next.equals(before) ? before : store(path, next, "MODIFIED"));
    }

    private ApiResponse delete(ApiRequest request) {
        ObjectNode object = objects.get(request.path());
        if (object == null) {
            return status(404, "NotFound", request.path() + " not found");
        }
        JsonNode preconditions = body(request).path("preconditions");
        for (String field : List.of("uid", "resourceVersion")) {
            if (preconditions.has(field)
                    && !preconditions.path(field).equals(object.path("metadata").path(field))) {
                return status(409, "Conflict", "Precondition failed: " + field);
            }
        }
        if (isGraceful && request.path().contains("/pods/")) {
            ObjectNode ending = object.deepCopy();
            ending.withObject("/metadata").put("deletionTimestamp", "2026-01-01T00:01:00Z");
            return ok(store(request.path(), ending, "MODIFIED"));
        }
        remove(request.path());
        return status(200, "", "deleted");
    }

    private ObjectNode store(String path, ObjectNode object, String type) {
        object.withObject("/metadata").put("resourceVersion", Long.toString(++version));
        objects.put(path, object);
        announce(type, path, object);
        return object;
    }

    private void announce(String type, String path, ObjectNode object) {
        WatchStream.Event event = new WatchStream.Event(type, object.deepCopy());
        log.add(new Logged(version, path, event));
        streams.stream()
                .filter(s -> isIn(path, s.collection) && !s.collection.equals(muted))
                .forEach(s -> s.items.add(event));
    }

    /// Everything after the version that the request names.
    @Override
    public synchronized WatchStream watch(ApiRequest request) {
        Stream stream = new Stream(request.path());
        long from = Long.parseLong(request.query().getOrDefault("resourceVersion", "0"));
        for (Logged logged : log) {
            if (logged.version() > from && isIn(logged.path(), request.path())) {
                stream.items.add(logged.event());
            }
        }
        streams.add(stream);
        return stream;
    }

    private static final class Stream implements WatchStream {
        private final String collection;
        private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();

        Stream(String collection) {
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
            items.add(new End(0, "closed"));
        }
    }

    /// `/api/v1/pods` holds the pods of every namespace.
    private static boolean isIn(String path, String collection) {
        String folder = path.substring(0, path.lastIndexOf('/'));
        return folder.equals(collection)
                || folder.replaceFirst("/namespaces/[^/]+", "").equals(collection);
    }

    private static boolean isSelected(JsonNode object, String selector) {
        for (String term : selector.split(",")) {
            int equals = term.indexOf('=');
            if (equals > 0
                    && !object.path("metadata")
                            .path("labels")
                            .path(term.substring(0, equals))
                            .asText()
                            .equals(term.substring(equals + 1))) {
                return false;
            }
        }
        return true;
    }

    private static JsonNode body(ApiRequest request) {
        JsonNode body = request.body();
        return body == null ? JSON.objectNode() : body;
    }

    private static ApiResponse ok(ObjectNode object) {
        return new ApiResponse(200, object.deepCopy(), Optional.empty());
    }

    public static ApiResponse status(int code, String reason, String message) {
        ObjectNode body = JSON.objectNode().put("kind", "Status").put("reason", reason);
        return new ApiResponse(code, body.put("message", message), Optional.empty());
    }
}
