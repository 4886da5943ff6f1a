package io.fairlead.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest.Verb;
import io.fairlead.simulator.behaviour.ApiPort.Line;
import io.fairlead.simulator.behaviour.ApiPort.OpenWatch;
import io.fairlead.simulator.behaviour.ApiPort.Reply;
import io.fairlead.simulator.behaviour.ApiPort.WatchAnswer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Plays one scenario on one server.
final class Player {
    /// How long an event or the end of a watch is waited for.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// How long there must be nothing for it to be called quiet.
    private static final Duration QUIET = Duration.ofMillis(200);

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);
    private static final int TRIES_MAX = 600;
    private static final String AGENT = "suite/1.0";

    private final ApiPort api;
    private final Scenario scenario;
    private final WebhookServer webhooks;
    private final Normaliser normaliser;
    private final Map<String, JsonNode> variables = new LinkedHashMap<>();
    private final SequencedMap<String, OpenWatch> watches = new LinkedHashMap<>();

    private Player(ApiPort api, Scenario scenario) {
        this.api = api;
        this.scenario = scenario;
        this.webhooks = WebhookServer.start(scenario.webhooks());
        this.normaliser =
                new Normaliser(scenario.text(), Map.of(webhooks.url(), "<webhooks>", WebhookServer.caBundle(), "<ca>"));
        variables.put("webhooks", JsonNodeFactory.instance.textNode(webhooks.url()));
        variables.put("ca", JsonNodeFactory.instance.textNode(WebhookServer.caBundle()));
        variables.put("ns", JsonNodeFactory.instance.textNode(namespace()));
    }

    /// @return one object a step: what was asked, and the normalised answer
    static ArrayNode play(ApiPort api, Scenario scenario) {
        Player player = new Player(api, scenario);
        try {
            return player.play();
        } finally {
            player.watches.values().forEach(OpenWatch::close);
            player.webhooks.close();
        }
    }

    private String namespace() {
        return scenario.id().replace('/', '-');
    }

    private ArrayNode play() {
        if (scenario.hasNamespace()) {
            createNamespace();
        }
        ArrayNode answers = JsonNodeFactory.instance.arrayNode();
        for (Step step : scenario.steps()) {
            answers.add(
                    switch (step) {
                        case Step.Call call -> answer(call);
                        case Step.Watch watch -> answer(watch);
                        case Step.Events events -> answer(events);
                        case Step.Requests requests -> answer(requests);
                    });
        }
        return answers;
    }

    private void createNamespace() {
        ObjectNode namespace = JsonNodeFactory.instance.objectNode();
        namespace.put("apiVersion", "v1").put("kind", "Namespace");
        namespace.putObject("metadata").put("name", namespace());
        SequencedMap<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        Reply reply = api.send(request(Verb.POST, "/api/v1/namespaces", headers, namespace));
        if (reply.status() != 201) {
            throw new AssertionError("the namespace was not created: " + reply);
        }
    }

    private ObjectNode answer(Step.Call call) {
        Reply reply = api.send(request(call));
        Step.Until until = call.until();
        for (int tries = 1; until != null && !holds(until, reply); tries++) {
            if (tries == TRIES_MAX) {
                throw new AssertionError(call.target() + " never became " + until + "; it is " + reply);
            }
            api.pause(BETWEEN_TRIES);
            reply = api.send(request(call));
        }
        JsonNode body = reply.body();
        call.save().forEach((name, pointer) -> variables.put(name, body.at(pointer)));
        return normaliser.reply(call.verb() + " " + call.target(), reply, call.view());
    }

    private ObjectNode answer(Step.Requests step) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("asked", "REQUESTS " + step.webhook());
        ArrayNode seen = answer.putArray("requests");
        webhooks.last(step.webhook(), step.count()).forEach(each -> seen.add(normaliser.request(each, step.view())));
        return answer;
    }

    private boolean holds(Step.Until until, Reply reply) {
        return (until.status() == 0 || until.status() == reply.status())
                && (until.at().isEmpty() || reply.body().at(until.at()).asText().equals(substitute(until.is())));
    }

    private ObjectNode answer(Step.Watch step) {
        String asked = "WATCH " + step.target();
        return switch (api.watch(request(Verb.GET, step.target(), step.headers(), null))) {
            case WatchAnswer.Refused refused -> normaliser.reply(asked, refused.reply(), Step.View.ALL);
            case WatchAnswer.Opened opened -> {
                watches.put(step.name(), opened.watch());
                yield JsonNodeFactory.instance.objectNode().put("asked", asked).put("status", 200);
            }
        };
    }

    private ObjectNode answer(Step.Events step) {
        OpenWatch watch = watches.get(step.name());
        if (watch == null) {
            throw new AssertionError("the watch " + step.name() + " is not open");
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("asked", "EVENTS " + step.name());
        ArrayNode events = answer.putArray("events");
        String last = "";
        while (last.isEmpty() && (events.size() < step.count() || step.isQuiet() || step.isEnd())) {
            boolean isComplete = events.size() >= step.count() && !step.isEnd();
            switch (watch.next(isComplete ? QUIET : PATIENCE)) {
                case Line.Event line -> {
                    if (!isPassingBookmark(line.event())) {
                        events.add(normaliser.event(line.event(), step.view()));
                    }
                }
                case Line.Silence _ -> last = "silence";
                case Line.End _ -> last = "end";
            }
        }
        if (events.size() < step.count() && last.equals("silence")) {
            throw new AssertionError(step.name() + ": only " + events.size() + " events came: " + events);
        }
        return last.isEmpty() ? answer : answer.put("then", last);
    }

    /// When the server sends bookmarks is its own affair; only that the initial events are over is behaviour.
    private static boolean isPassingBookmark(JsonNode event) {
        return event.path("type").asText().equals("BOOKMARK")
                && event.at("/object/metadata/annotations").isMissingNode();
    }

    private ApiPort.Request request(Step.Call call) {
        JsonNode body = call.body();
        return request(call.verb(), call.target(), call.headers(), body == null ? null : substitute(body));
    }

    private ApiPort.Request request(
            Verb verb, String target, SequencedMap<String, String> given, @Nullable JsonNode body) {
        String full = substitute(target);
        int mark = full.indexOf('?');
        SequencedMap<String, String> query = new LinkedHashMap<>();
        if (mark >= 0) {
            for (String each : full.substring(mark + 1).split("&")) {
                int equals = each.indexOf('=');
                query.put(each.substring(0, equals), each.substring(equals + 1));
            }
        }
        SequencedMap<String, String> headers = new LinkedHashMap<>();
        headers.put("user-agent", AGENT);
        headers.put("accept", "application/json");
        given.forEach((name, value) -> headers.put(name, substitute(value)));
        return new ApiPort.Request(verb, mark < 0 ? full : full.substring(0, mark), query, headers, body);
    }

    private String substitute(String text) {
        String result = text;
        for (Map.Entry<String, JsonNode> each : variables.entrySet()) {
            result = result.replace("${" + each.getKey() + "}", each.getValue().asText());
        }
        return result;
    }

    private JsonNode substitute(JsonNode node) {
        if (node.isTextual()) {
            return JsonNodeFactory.instance.textNode(substitute(node.asText()));
        }
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(each -> array.add(substitute(each)));
            return array;
        }
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(each -> object.set(substitute(each.getKey()), substitute(each.getValue())));
            return object;
        }
        return node;
    }
}
