package io.fairlead.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fairlead.api.Crds;
import io.fairlead.kube.ApiRequest.Verb;
import io.fairlead.kube.WatchStream;
import io.fairlead.simulator.admission.HttpsWebhooks;
import io.fairlead.simulator.admission.Webhooks;
import io.fairlead.simulator.controllers.Controllers;
import io.fairlead.simulator.http.Representation;
import io.fairlead.simulator.http.View;
import io.fairlead.simulator.server.ApiServer;
import io.fairlead.simulator.server.WatchFeed;
import io.fairlead.simulator.wire.ApiCall;
import io.fairlead.simulator.wire.ApiReply;
import io.fairlead.simulator.wire.StatusException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// The model, on a clock of its own.
final class SimulatedApi implements ApiPort {
    /// What a request costs in virtual time: enough for events that were to happen "at once", too little for a second
    /// to pass in a scenario.
    private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(1);

    /// After it a definition is served.
    private static final Duration SETTLE = Duration.ofSeconds(1);

    private static final Duration TICK = Duration.ofMillis(50);

    private final SteppedTimeline timeline = new SteppedTimeline();
    private final ApiServer server = new ApiServer(timeline, ApiServer.Options.DEFAULT);

    private SimulatedApi() {}

    /// A fresh model with what the scenario needs.
    static SimulatedApi with(Scenario scenario) {
        SimulatedApi api = new SimulatedApi();
        api.server.admit(new Webhooks(api.server, new HttpsWebhooks()));
        if (scenario.hasControllers()) {
            api.server.listen(Controllers.listener(api.server, api.timeline));
        }
        for (String name : scenario.crds()) {
            api.install(name);
        }
        return api;
    }

    private void install(String name) {
        SequencedMap<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("accept", "application/json");
        headers.put("user-agent", "suite/1.0");
        Reply reply = send(new Request(
                Verb.POST,
                "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
                new LinkedHashMap<>(),
                headers,
                Yaml.tree(name, new String(Crds.open(name), StandardCharsets.UTF_8))));
        if (reply.status() != 201) {
            throw new AssertionError("definition " + name + " was refused: " + reply);
        }
        timeline.advance(SETTLE);
    }

    @Override
    public Reply send(Request request) {
        ApiReply reply = handle(call(request));
        timeline.advance(BETWEEN_REQUESTS);
        return reply(reply);
    }

    /// As the HTTP front answers: in the form that the client asked for.
    private ApiReply handle(ApiCall call) {
        View view;
        try {
            view = View.of(call, Representation.of(call), server);
        } catch (StatusException e) {
            return e.reply();
        }
        ApiReply reply = server.handle(call);
        if (!reply.isSuccess()) {
            return reply;
        }
        try {
            JsonNode body = view.apply(reply.body(), true, timeline.now());
            return new ApiReply(reply.status(), body, reply.headers(), reply.warnings());
        } catch (StatusException e) {
            return e.reply();
        }
    }

    private static ApiCall call(Request request) {
        return new ApiCall(
                request.verb(), request.path(), request.query(), request.headers(), request.body(), ApiCall.User.ADMIN);
    }

    private static Reply reply(ApiReply reply) {
        boolean isNothing = reply.body().isTextual() && reply.body().asText().isEmpty();
        return new Reply(
                reply.status(),
                isNothing ? JsonNodeFactory.instance.objectNode() : reply.body(),
                reply.warnings(),
                reply.headers().getOrDefault("retry-after", ""));
    }

    @Override
    public WatchAnswer watch(Request request) {
        ApiCall call = call(request);
        View view = View.of(call, Representation.of(call), server);
        ApiServer.WatchAnswer answer = server.watch(call);
        timeline.advance(BETWEEN_REQUESTS);
        return switch (answer) {
            case ApiServer.WatchAnswer.Opened opened -> new WatchAnswer.Opened(new Feed(opened.feed(), view));
            case ApiServer.WatchAnswer.Refused refused -> new WatchAnswer.Refused(reply(refused.reply()));
        };
    }

    @Override
    public void pause(Duration duration) {
        timeline.advance(duration);
    }

    @Override
    public void close() {}

    private final class Feed implements OpenWatch {
        private final WatchFeed feed;
        private final View view;
        private boolean hasBegun;

        Feed(WatchFeed feed, View view) {
            this.feed = feed;
            this.view = view;
        }

        private JsonNode shown(WatchStream.Event event) {
            JsonNode object = event.type().equals("ERROR")
                    ? event.object()
                    : view.apply(event.object(), !hasBegun, timeline.now());
            hasBegun = true;
            return object;
        }

        @Override
        public Line next(Duration patience) {
            for (Duration waited = Duration.ZERO; waited.compareTo(patience) <= 0; waited = waited.plus(TICK)) {
                Optional<WatchStream.Item> item = feed.poll();
                if (item.isPresent()) {
                    return switch (item.get()) {
                        case WatchStream.Event event ->
                            new Line.Event(JsonNodeFactory.instance
                                    .objectNode()
                                    .put("type", event.type())
                                    .set("object", shown(event)));
                        case WatchStream.End _ -> new Line.End();
                    };
                }
                timeline.advance(TICK);
            }
            return new Line.Silence();
        }

        @Override
        public void close() {
            feed.close();
        }
    }
}
