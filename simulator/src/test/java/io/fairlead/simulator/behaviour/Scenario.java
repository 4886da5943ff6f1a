package io.fairlead.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.kube.ApiRequest.Verb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One behaviour: requests in their order.
///
/// @param id folder and file without the ending: `apply/creates-an-object`
/// @param text the file as it is written
/// @param hasControllers garbage collector and namespace controller run
/// @param hasNamespace `${ns}` is created before the first step
/// @param webhooks what they answer, see [WebhookServer]; `${webhooks}` is where they are, `${ca}` who vouches for them
/// @param crds names of Fairlead's own definitions that are needed
record Scenario(
        String id,
        String title,
        String text,
        boolean hasControllers,
        boolean hasNamespace,
        JsonNode webhooks,
        List<String> crds,
        List<Step> steps) {
    static final Path FOLDER = Path.of("src/test/resources/io/fairlead/simulator/behaviour");

    private static final List<String> ONLY =
            List.of(System.getProperty("behaviour.only", "").split(","));
    private static final Map<String, String> PATCHES = Map.of(
            "json", "application/json-patch+json",
            "merge", "application/merge-patch+json",
            "strategic", "application/strategic-merge-patch+json",
            "apply", "application/apply-patch+yaml");

    Scenario {
        crds = List.copyOf(crds);
        steps = List.copyOf(steps);
    }

    /// Where the real server's answers are kept.
    Path recording() {
        return FOLDER.resolve(id + ".expected.json");
    }

    /// All scenarios, by name.
    static List<Scenario> all() {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(Scenario::read)
                    .filter(scenario -> ONLY.stream().anyMatch(scenario.id::contains))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Scenario read(Path file) {
        String id = FOLDER.relativize(file).toString().replaceFirst("\\.yaml$", "");
        try {
            String text = Files.readString(file);
            JsonNode tree = Yaml.tree(id, text);
            List<Step> steps = new ArrayList<>();
            tree.path("steps").forEach(step -> steps.add(step(step)));
            return new Scenario(
                    id,
                    tree.path("name").asText(id),
                    text,
                    tree.path("controllers").asBoolean(false),
                    tree.path("namespace").asBoolean(true),
                    tree.path("webhooks"),
                    texts(tree.path("crds")),
                    steps);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("scenario " + id + ": " + e.getMessage(), e);
        }
    }

    private static Step step(JsonNode step) {
        SequencedMap<String, String> headers = strings(step.path("headers"));
        if (step.has("accept")) {
            headers.put("accept", step.path("accept").asText());
        }
        Step.View view = new Step.View(texts(step.path("only")), texts(step.path("ignore")));
        if (step.has("watch")) {
            return new Step.Watch(step.path("watch").asText(), step.path("path").asText(), headers);
        }
        if (step.has("requests")) {
            return new Step.Requests(
                    step.path("requests").asText(), step.path("count").asInt(1), view);
        }
        if (step.has("events")) {
            return new Step.Events(
                    step.path("events").asText(),
                    step.path("count").asInt(),
                    step.path("quiet").asBoolean(false),
                    step.path("end").asBoolean(false),
                    view);
        }
        for (Verb verb : Verb.values()) {
            String key = verb.name().toLowerCase(Locale.ROOT);
            if (step.has(key)) {
                if (step.has("body") && !headers.containsKey("content-type")) {
                    headers.put("content-type", contentType(step));
                }
                JsonNode body = step.has("body") ? step.path("body") : null;
                return new Step.Call(
                        verb, step.path(key).asText(), headers, body, strings(step.path("save")), until(step), view);
            }
        }
        throw new IllegalArgumentException("a step without a verb: " + step);
    }

    private static String contentType(JsonNode step) {
        String type = step.path("type").asText("application/json");
        return PATCHES.getOrDefault(type, type);
    }

    private static Step.@Nullable Until until(JsonNode step) {
        JsonNode until = step.path("until");
        return until.isMissingNode()
                ? null
                : new Step.Until(
                        until.path("status").asInt(0),
                        until.path("at").asText(""),
                        until.path("is").asText(""));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static SequencedMap<String, String> strings(JsonNode object) {
        SequencedMap<String, String> strings = new LinkedHashMap<>();
        object.properties()
                .forEach(each -> strings.put(each.getKey(), each.getValue().asText()));
        return strings;
    }
}
