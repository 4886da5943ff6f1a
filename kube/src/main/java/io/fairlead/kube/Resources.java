package io.fairlead.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest.ContentType;
import io.fairlead.kube.ApiRequest.Verb;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The verbs of the Kubernetes API, each with its [Outcome]; nothing is tried again here. Immutable and
/// safe for use by several threads, as far as the [KubeApi] below is.
public final class Resources {
    /// Objects asked for at once.
    public static final int PAGE_SIZE = 500;
    /// Pages of one list; more is a server that never ends its list.
    public static final int PAGES_MAX = 10_000;
    /// How often a list starts again because its `continue` token expired.
    public static final int LIST_RESTARTS_MAX = 3;

    private final KubeApi api;
    private final String fieldManager;
    private final boolean isDryRun;

    /// @param fieldManager the owner of the fields that are written, on every write: changing it is a
    ///     breaking change
    public Resources(KubeApi api, String fieldManager) {
        this(api, fieldManager, false);
    }

    private Resources(KubeApi api, String fieldManager, boolean isDryRun) {
        this.api = api;
        this.fieldManager = fieldManager;
        this.isDryRun = isDryRun;
    }

    /// The same verbs, carried out by the server up to the point of storing.
    public Resources dryRun() {
        return new Resources(api, fieldManager, true);
    }

    /// How objects that are to be deleted are told apart, and what becomes of what they own.
    ///
    /// @param uid delete only the object with this uid; empty for any
    /// @param resourceVersion delete only in this state; empty for any
    public record Deletion(
            Optional<String> uid,
            Optional<String> resourceVersion,
            Propagation propagation,
            Optional<Integer> graceSeconds) {
        public enum Propagation {
            BACKGROUND("Background"),
            FOREGROUND("Foreground"),
            ORPHAN("Orphan");

            private final String wireName;

            Propagation(String wireName) {
                this.wireName = wireName;
            }
        }

        public static Deletion of(String uid, String resourceVersion) {
            return new Deletion(
                    Optional.of(uid), Optional.of(resourceVersion), Propagation.BACKGROUND, Optional.empty());
        }

        private JsonNode body() {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.put("kind", "DeleteOptions").put("apiVersion", "v1");
            body.put("propagationPolicy", propagation.wireName);
            graceSeconds.ifPresent(seconds -> body.put("gracePeriodSeconds", seconds));
            if (uid.isPresent() || resourceVersion.isPresent()) {
                ObjectNode preconditions = body.putObject("preconditions");
                uid.ifPresent(value -> preconditions.put("uid", value));
                resourceVersion.ifPresent(value -> preconditions.put("resourceVersion", value));
            }
            return body;
        }
    }

    /// What a list brought.
    public sealed interface Listing<V> {
        /// Every object, as of one resourceVersion, from which a watch may go on.
        record Complete<V>(List<V> items, String resourceVersion) implements Listing<V> {}

        /// No list; the outcome is anything but `Applied`.
        record Incomplete<V>(Outcome outcome) implements Listing<V> {}
    }

    public Outcome get(ObjectPath path) {
        ApiRequest request = request(Verb.GET, path.path(), ContentType.JSON, null);
        return Outcome.of(request, api.call(request));
    }

    public Outcome create(ResourceType type, String namespace, JsonNode object) {
        return write(Verb.POST, ObjectPath.collection(type, namespace), ContentType.JSON, object);
    }

    /// Replaces the object; with `metadata.resourceVersion` in it, only in that state.
    public Outcome update(ObjectPath path, JsonNode object) {
        return write(Verb.PUT, path.path(), ContentType.JSON, object);
    }

    /// @param kind any but `JSON`; for server-side apply see [#apply]
    public Outcome patch(ObjectPath path, ContentType kind, JsonNode patch) {
        return write(Verb.PATCH, path.path(), kind, patch);
    }

    /// Server-side apply. With `isForced`, fields that others own are taken over; without it that is
    /// `Refused(409, "FieldManagerConflict", …)`.
    public Outcome apply(ObjectPath path, JsonNode object, boolean isForced) {
        SequencedMap<String, String> query = writeQuery();
        query.put("force", Boolean.toString(isForced));
        return send(new ApiRequest(Verb.PATCH, path.path(), query, ContentType.APPLY, object, ApiRequest.TIMEOUT));
    }

    /// `Applied` holds the object as it is now (still there, with a deletionTimestamp), or a `Status`
    /// once it is gone.
    public Outcome delete(ObjectPath path, Deletion deletion) {
        SequencedMap<String, String> query = writeQuery();
        query.remove("fieldManager");
        return send(
                new ApiRequest(Verb.DELETE, path.path(), query, ContentType.JSON, deletion.body(), ApiRequest.TIMEOUT));
    }

    /// Lists in pages, keeping of each object only what the projector makes of it. All pages show one
    /// state; if the server forgets that state half-way the list starts again.
    public <V> Listing<V> list(Selection selection, Function<JsonNode, V> projector) {
        List<V> items = new ArrayList<>();
        String token = "";
        int restarts = 0;
        for (int page = 0; page < PAGES_MAX; page++) {
            ApiRequest request = page(selection, token);
            ApiResponse response = api.call(request);
            if (response.status() == 410 && !token.isEmpty() && restarts < LIST_RESTARTS_MAX) {
                restarts++;
                items.clear();
                token = "";
                continue;
            }
            Outcome outcome = Outcome.of(request, response);
            if (!(outcome instanceof Outcome.Applied(JsonNode list))) {
                return new Listing.Incomplete<>(outcome);
            }
            for (JsonNode item : list.path("items")) {
                items.add(projector.apply(item));
            }
            JsonNode metadata = list.path("metadata");
            token = metadata.path("continue").asText("");
            if (token.isEmpty()) {
                return new Listing.Complete<>(
                        items, metadata.path("resourceVersion").asText(""));
            }
        }
        return new Listing.Incomplete<>(new Outcome.Failed("the list does not end", false));
    }

    private static ApiRequest page(Selection selection, String token) {
        SequencedMap<String, String> query = selection.query();
        query.put("limit", Integer.toString(PAGE_SIZE));
        if (!token.isEmpty()) {
            query.put("continue", token);
        }
        return ApiRequest.get(selection.path(), query);
    }

    private Outcome write(Verb verb, String path, ContentType contentType, JsonNode body) {
        return send(request(verb, path, contentType, body));
    }

    private Outcome send(ApiRequest request) {
        return Outcome.of(request, api.call(request));
    }

    private ApiRequest request(Verb verb, String path, ContentType contentType, @Nullable JsonNode body) {
        SequencedMap<String, String> query = verb == Verb.GET ? new LinkedHashMap<>() : writeQuery();
        return new ApiRequest(verb, path, query, contentType, body, ApiRequest.TIMEOUT);
    }

    private SequencedMap<String, String> writeQuery() {
        SequencedMap<String, String> query = new LinkedHashMap<>();
        query.put("fieldManager", fieldManager);
        if (isDryRun) {
            query.put("dryRun", "All");
        }
        return query;
    }
}
