package io.fairlead.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.cli.output.Screen;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.kube.Selection;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Tells of every change of a delivery, and follows the pods of the one that is on its way. Looks when it is
/// told to; for one thread.
final class Follower implements AutoCloseable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final int COMMIT_DIGITS = 12;
    private static final String COMMANDS = ": git tag";
    private static final String ON_ITS_WAY = "Progressing";

    private final Screen screen;
    private final Resources resources;
    private final LocalSource source;
    private final Supplier<LocalTime> clock;
    private final Map<String, String> told = new TreeMap<>();
    private Screen.@Nullable Progress bar;
    private String barNamespace = "";
    private boolean isSilent;

    Follower(Screen screen, KubeApi api, LocalSource source, Supplier<LocalTime> clock) {
        this.screen = screen;
        this.resources = new Resources(api, "fairlead-run");
        this.source = source;
        this.clock = clock;
    }

    /// Looks once.
    void look() {
        if (!(resources.list(Selection.all(ResourceType.DELIVERY), each -> each)
                instanceof Resources.Listing.Complete<JsonNode> all)) {
            silent();
            return;
        }
        isSilent = false;
        lookAtSources();
        List<JsonNode> ours = all.items().stream()
                .filter(each -> source.names().contains(each.at("/spec/source").asText()))
                .toList();
        ours.forEach(this::tellOf);
        follow(ours);
    }

    /// The services go on by themselves; a person may wonder.
    private void silent() {
        if (!isSilent) {
            isSilent = true;
            say("the API server does not answer; trying again");
        }
    }

    /// Only what is wrong: what is well shows in the deliveries.
    private void lookAtSources() {
        if (!(resources.list(Selection.all(ResourceType.GIT_SOURCE), each -> each)
                instanceof Resources.Listing.Complete<JsonNode> all)) {
            return;
        }
        for (JsonNode each : all.items()) {
            String name = each.at("/metadata/name").asText();
            for (JsonNode condition : each.at("/status/conditions")) {
                boolean isWrong = condition.path("status").asText().equals("False");
                String key = "source " + name + " " + condition.path("type").asText();
                String message = isWrong
                        ? condition.path("reason").asText() + ": "
                                + condition.path("message").asText()
                        : "";
                String before = told.put(key, message);
                if (source.names().contains(name) && !message.isEmpty() && !message.equals(before)) {
                    say(name + "  " + message);
                }
            }
        }
    }

    private void tellOf(JsonNode delivery) {
        String scope = delivery.at("/spec/scope").asText();
        String phase = delivery.at("/status/phase").asText("Pending");
        String message = delivery.at("/status/message").asText("");
        String commit = delivery.at("/status/desired/commit").asText("");
        // How far a delivery on its way has come changes all the time: the bar shows it.
        String news = phase + " " + commit + (phase.equals(ON_ITS_WAY) ? "" : " " + message);
        String key = "delivery " + delivery.at("/spec/source").asText() + "." + scope;
        if (news.equals(told.put(key, news))) {
            return;
        }
        int commands = message.indexOf(COMMANDS);
        String sentence = commands < 0 ? message : message.substring(0, commands);
        say(scope + "  " + phase + "  "
                + commit.substring(0, Math.min(COMMIT_DIGITS, commit.length()))
                + (sentence.isEmpty() || phase.equals(ON_ITS_WAY) ? "" : "  " + sentence));
        if (commands >= 0) {
            for (String line : message.substring(commands + 2).split(" && ", -1)) {
                // In the followed folder itself a tag is there as soon as it is made.
                if (!(source.isWorkingCopy() && line.startsWith("git push"))) {
                    screen.command(line);
                }
            }
        }
    }

    private void say(String text) {
        endBar();
        screen.entry(TIME.format(clock.get()), text);
    }

    /// The first scope that is on its way, by the pods of its CloneSets.
    private void follow(List<JsonNode> deliveries) {
        JsonNode moving = deliveries.stream()
                .filter(each -> each.at("/status/phase").asText().equals(ON_ITS_WAY))
                .findFirst()
                .orElse(null);
        if (moving == null) {
            endBar();
            return;
        }
        String scope = moving.at("/spec/scope").asText();
        source.namespace(moving.at("/spec/source").asText(), scope).ifPresent(namespace -> show(scope, namespace));
    }

    /// Pods of a namespace's CloneSets.
    private record Count(int wanted, int updated) {}

    private Optional<Count> count(String namespace) {
        if (!(resources.list(Selection.in(ResourceType.CLONE_SET, namespace), each -> each)
                instanceof Resources.Listing.Complete<JsonNode> all)) {
            return Optional.empty();
        }
        int wanted = 0;
        int updated = 0;
        for (JsonNode each : all.items()) {
            wanted += each.at("/spec/replicas").asInt(1);
            updated += each.at("/status/updatedReadyReplicas").asInt(0);
        }
        return wanted == 0 ? Optional.empty() : Optional.of(new Count(wanted, Math.min(updated, wanted)));
    }

    private void show(String scope, String namespace) {
        Optional<Count> count = count(namespace);
        if (count.isEmpty()) {
            return;
        }
        if (!barNamespace.equals(namespace)) {
            endBar();
        }
        Screen.Progress progress = bar;
        if (progress == null) {
            progress = screen.progress(scope + " updated and ready", count.get().wanted());
            bar = progress;
            barNamespace = namespace;
        }
        progress.at(count.get().updated());
    }

    /// The last number stays on the screen, so it is looked up once more.
    private void endBar() {
        Screen.Progress progress = bar;
        if (progress != null) {
            count(barNamespace).ifPresent(last -> progress.at(last.updated()));
            progress.close();
            bar = null;
            barNamespace = "";
        }
    }

    @Override
    public void close() {
        endBar();
    }
}
