package io.fairlead.simulator.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest.ContentType;
import io.fairlead.kube.ApiRequest.Verb;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.server.ApiServer;
import io.fairlead.simulator.wire.ApiCall;
import io.fairlead.simulator.wire.ApiReply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// One actor's access to the API server. Calls are carried out at once.
public final class ActorClient {
    private final ApiServer server;
    private final ApiCall.User user;
    private final String agent;

    /// @param user as in `system:kube-scheduler`
    /// @param agent the field manager, as the user agent gives it
    public ActorClient(ApiServer server, String user, String agent) {
        this.server = server;
        this.user = new ApiCall.User(user, List.of("system:masters", "system:authenticated"));
        this.agent = agent;
    }

    public ApiReply create(ResourceType type, String namespace, JsonNode object) {
        return call(Verb.POST, ObjectPath.collection(type, namespace), ContentType.JSON, object);
    }

    /// Creates at a subresource, such as `binding`.
    public ApiReply post(ObjectPath path, JsonNode object) {
        return call(Verb.POST, path.path(), ContentType.JSON, object);
    }

    public ApiReply replace(ObjectPath path, JsonNode object) {
        return call(Verb.PUT, path.path(), ContentType.JSON, object);
    }

    public ApiReply patch(ObjectPath path, ContentType kind, JsonNode patch) {
        return call(Verb.PATCH, path.path(), kind, patch);
    }

    /// @param uid only this object
    /// @param graceSeconds negative for the object's own
    /// @param propagation `Background`, `Foreground` or `Orphan`
    public ApiReply delete(ObjectPath path, String uid, int graceSeconds, String propagation) {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        options.put("kind", "DeleteOptions").put("apiVersion", "v1");
        if (graceSeconds >= 0) {
            options.put("gracePeriodSeconds", graceSeconds);
        }
        options.put("propagationPolicy", propagation);
        options.putObject("preconditions").put("uid", uid);
        return call(Verb.DELETE, path.path(), ContentType.JSON, options);
    }

    /// Deletes all objects of a type in a namespace.
    public ApiReply deleteAll(ResourceType type, String namespace) {
        return call(Verb.DELETE, ObjectPath.collection(type, namespace), ContentType.JSON, null);
    }

    private ApiReply call(Verb verb, String path, ContentType contentType, @Nullable JsonNode body) {
        SequencedMap<String, String> headers = new LinkedHashMap<>();
        headers.put("user-agent", agent);
        headers.put("content-type", contentType.mediaType());
        return server.handle(new ApiCall(verb, path, new LinkedHashMap<>(), headers, body, user));
    }
}
