package io.fairlead.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest.Verb;
import io.fairlead.kube.WatchStream.End;
import io.fairlead.kube.WatchStream.Event;
import io.fairlead.simulator.time.Timeline;
import io.fairlead.simulator.wire.ApiCall;
import io.fairlead.simulator.wire.ApiReply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// A server on a clock that the test moves, and short ways to ask it. Bodies are JSON with single quotes and names
/// without quotes.
final class Cluster implements Timeline {
    static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    static final String PODS = "/api/v1/namespaces/default/pods";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .build();

    private record Entry(Instant due, long order, Runnable task) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparing(Entry::due).thenComparingLong(Entry::order));
    private Instant now = Instant.parse("2027-01-01T00:00:00Z");
    private long order;
    final ApiServer server;

    Cluster() {
        this(ApiServer.Options.DEFAULT);
    }

    Cluster(ApiServer.Options options) {
        server = new ApiServer(this, options);
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public void after(Duration delay, String name, Runnable task) {
        entries.add(new Entry(now.plus(delay), order++, task));
    }

    void advance(Duration duration) {
        Instant end = now.plus(duration);
        for (Entry first = entries.peek(); first != null && !first.due().isAfter(end); first = entries.peek()) {
            entries.remove();
            now = first.due();
            first.task().run();
        }
        now = end;
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /// @param target path, and query where there is one
    static ApiCall call(Verb verb, String target, @Nullable JsonNode body, String contentType) {
        int mark = target.indexOf('?');
        SequencedMap<String, String> query = new LinkedHashMap<>();
        if (mark >= 0) {
            for (String parameter : target.substring(mark + 1).split("&")) {
                int equals = parameter.indexOf('=');
                query.put(parameter.substring(0, equals), parameter.substring(equals + 1));
            }
        }
        SequencedMap<String, String> headers = new LinkedHashMap<>();
        headers.put("user-agent", "test/1.0");
        headers.put("content-type", contentType);
        String path = mark < 0 ? target : target.substring(0, mark);
        return new ApiCall(verb, path, query, headers, body, ApiCall.User.ADMIN);
    }

    ApiReply send(Verb verb, String target, @Nullable String body) {
        String type = verb == Verb.PATCH ? "application/merge-patch+json" : "application/json";
        return server.handle(call(verb, target, body == null ? null : json(body), type));
    }

    ApiReply get(String target) {
        return send(Verb.GET, target, null);
    }

    JsonNode post(String target, String body) {
        return expect(201, send(Verb.POST, target, body));
    }

    JsonNode put(String target, JsonNode body) {
        return expect(200, server.handle(call(Verb.PUT, target, body, "application/json")));
    }

    JsonNode merge(String target, String body) {
        return expect(200, send(Verb.PATCH, target, body));
    }

    JsonNode delete(String target, @Nullable String options) {
        return expect(200, send(Verb.DELETE, target, options));
    }

    static JsonNode expect(int status, ApiReply reply) {
        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(status);
        return reply.body();
    }

    JsonNode configMap(String name) {
        return post(CONFIG_MAPS, "{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: '" + name + "'}}");
    }

    /// @param node empty for none
    JsonNode pod(String name, String node) {
        String binding = node.isEmpty() ? "" : "nodeName: '" + node + "', ";
        return post(
                PODS,
                "{apiVersion: 'v1', kind: 'Pod', metadata: {name: '" + name + "', labels: {app: 'web'}}, spec: {"
                        + binding
                        + "terminationGracePeriodSeconds: 30, containers: [{name: 'main', image: 'web:1'}]}}");
    }

    WatchFeed watch(String target) {
        if (server.watch(call(Verb.GET, target, null, "")) instanceof ApiServer.WatchAnswer.Opened(WatchFeed feed)) {
            return feed;
        }
        throw new AssertionError("no watch: " + target);
    }

    /// What has come so far: `ADDED name`, `END 200`.
    static List<String> lines(WatchFeed feed) {
        List<String> lines = new ArrayList<>();
        for (var item = feed.poll(); item.isPresent(); item = feed.poll()) {
            lines.add(
                    switch (item.get()) {
                        case Event event ->
                            event.type() + " "
                                    + event.object()
                                            .path("metadata")
                                            .path("name")
                                            .asText();
                        case End end -> "END " + end.code();
                    });
        }
        return lines;
    }

    static Optional<JsonNode> next(WatchFeed feed) {
        return feed.poll().map(item -> item instanceof Event event ? event.object() : json("{}"));
    }
}
