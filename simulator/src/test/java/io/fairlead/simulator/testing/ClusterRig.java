package io.fairlead.simulator.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest.ContentType;
import io.fairlead.kube.ApiRequest.Verb;
import io.fairlead.simulator.ClusterActors;
import io.fairlead.simulator.server.ApiServer;
import io.fairlead.simulator.server.CommitListener.Commit;
import io.fairlead.simulator.wire.ApiCall;
import io.fairlead.simulator.wire.ApiReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// An API server with all actors.
public final class ClusterRig {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .build();

    private final Steps steps = new Steps();
    private final List<Commit> commits = new ArrayList<>();
    private final ApiServer server = new ApiServer(steps, ApiServer.Options.DEFAULT);
    private final ClusterActors actors;

    private ClusterRig(ClusterActors.Settings settings) {
        actors = ClusterActors.start(server, steps, settings);
        server.listen(commits::add);
    }

    public static ClusterRig of(ClusterActors.Settings settings) {
        return new ClusterRig(settings);
    }

    public ClusterActors actors() {
        return actors;
    }

    /// Everything that was stored since the start.
    public List<Commit> commits() {
        return commits;
    }

    /// Lets time pass.
    public ClusterRig pass(Duration duration) {
        steps.advance(duration);
        return this;
    }

    public ClusterRig seconds(int seconds) {
        return pass(Duration.ofSeconds(seconds));
    }

    public ObjectNode create(String path, String json) {
        return ok(call(Verb.POST, path, ContentType.JSON, json));
    }

    public ObjectNode patch(String path, String json) {
        return ok(call(Verb.PATCH, path, ContentType.MERGE_PATCH, json));
    }

    public ApiReply delete(String path, String options) {
        return call(Verb.DELETE, path, ContentType.JSON, options);
    }

    public JsonNode get(String path) {
        return call(Verb.GET, path, ContentType.JSON, "").body();
    }

    public boolean exists(String path) {
        return call(Verb.GET, path, ContentType.JSON, "").isSuccess();
    }

    private ApiReply call(Verb verb, String path, ContentType type, String json) {
        SequencedMap<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", type.mediaType());
        headers.put("user-agent", "test");
        return server.handle(new ApiCall(verb, path, new LinkedHashMap<>(), headers, parse(json), ApiCall.User.ADMIN));
    }

    private static @Nullable JsonNode parse(String json) {
        try {
            return json.isEmpty() ? null : JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private static ObjectNode ok(ApiReply reply) {
        assertThat(reply.isSuccess()).as(reply.body().toString()).isTrue();
        return (ObjectNode) reply.body();
    }

    /// The status of one condition; empty where there is none.
    public static String condition(JsonNode object, String type) {
        for (JsonNode condition : object.at("/status/conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition.path("status").asText();
            }
        }
        return "";
    }
}
