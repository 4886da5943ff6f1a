package io.fairlead.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.cli.demo.Fleet.Identity;
import io.fairlead.cli.output.Screen;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What is played: a release of the shop's checkout, from the first commit to the way back.
final class Story {
    private static final String MANIFEST = "teams/shop/checkout.yaml";
    private static final String SOURCE = "platform";
    private static final String SCOPE = "shop";
    private static final String TAG = "fl/promote/prod/shop/";
    private static final int PODS = 10;
    private static final int MORE_PODS = 12;
    private static final int BUDGET = 2;
    /// How long it is looked whether nothing happens, at the usual speed.
    static final Duration LOOK = Duration.ofSeconds(3);
    private static final int NOTED_COMMITS = 5;
    private static final double RATIO_MIN = 1.8;
    private static final int RACE_PODS = 100;

    private final Screen screen;
    private final Stage stage;
    private final Repository repository;
    private final Fleet fleet;
    private final Signer releaser;
    private final Signer platform;
    private final Signer stranger;
    private final Duration look;

    /// @param stranger his key is in no policy
    record Cast(Signer releaser, Signer platform, Signer stranger) {}

    Story(Screen screen, Stage stage, Repository repository, Fleet fleet, Cast cast, Duration look) {
        this.look = look;
        this.screen = screen;
        this.stage = stage;
        this.repository = repository;
        this.fleet = fleet;
        this.releaser = cast.releaser();
        this.platform = cast.platform();
        this.stranger = cast.stranger();
    }

    /// Fills the repository: the first commit.
    void begin(Path example) {
        screen.act("A commit creates the workloads");
        repository.fill(example);
        screen.command("git add -A && git commit -m 'Run the shop and its search' && git push");
        repository.commit("Run the shop and its search");
    }

    void play() {
        created();
        held();
        refused();
        promoted();
        scaled();
        finished();
        broken();
        reverted();
        noted();
        raced();
    }

    private void created() {
        stage.reach("the first pod runs", "first pod ready", 1, fleet::ready);
        stage.reach(PODS + " pods of checkout are ready", "checkout ready", PODS, fleet::ready);
    }

    private void held() {
        screen.act("A release waits for its tag");
        Map<String, Integer> restarts = fleet.restarts();
        release("checkout:1.0.0", "checkout:1.1.0", "Release checkout 1.1.0");
        stage.await(
                "the status names the tag to push",
                () -> delivery().path("message").asText().contains(TAG),
                this::delivery);
        screen.say("kubectl -n fairlead-system get deliveries says:");
        screen.quote(tagLine());
        stage.remains(
                "without it, no pod changes",
                look,
                () -> fleet.told("checkout:1.1.0") == 0 && fleet.restarts().equals(restarts),
                fleet::restarts);
    }

    /// The sentence that names the tag, without the commands that follow it.
    private String tagLine() {
        String message = delivery().path("message").asText();
        int end = message.indexOf(": git tag");
        return end < 0 ? message : message.substring(0, end);
    }

    private void release(String before, String after, String subject) {
        repository.edit(MANIFEST, before, after);
        screen.say("The image of checkout in " + MANIFEST + " becomes " + after + ".");
        screen.command("git commit -am '" + subject + "' && git push");
        repository.commit(subject);
    }

    private void refused() {
        screen.act("A tag that nobody signed, and one that a stranger signed, open nothing");
        screen.command("git tag -a " + TAG + "unsigned -m 'Everything is fine'");
        repository.tag(TAG + "unsigned", "Everything is fine");
        refusal("Unsigned", TAG + "unsigned");
        screen.command("git tag -s " + TAG + "stranger -m 'Everything is fine'");
        repository.sign(stranger, TAG + "stranger", List.of("Everything is fine"));
        refusal("SignatureNotVerified", TAG + "stranger");
        stage.remains("still no pod changes", look, () -> fleet.told("checkout:1.1.0") == 0, fleet::names);
    }

    private void refusal(String reason, String tag) {
        stage.await(
                "the tag is refused: " + reason,
                () -> {
                    for (JsonNode each : delivery().path("details")) {
                        String text = each.asText();
                        if (text.contains(reason) && text.contains(tag)) {
                            return true;
                        }
                    }
                    return false;
                },
                this::delivery);
    }

    private void promoted() {
        screen.act("Tags that the policy trusts let it go: to one pod, then to half of them");
        Map<String, Identity> before = fleet.identities();
        promote(releaser, "1.1.0-one", "One pod first", "Partition: 90%");
        stage.reach("one pod runs 1.1.0", "on 1.1.0", 1, () -> fleet.readyWith("checkout:1.1.0"));
        stage.remains(
                "and only one", look, () -> fleet.told("checkout:1.1.0") == 1, () -> fleet.told("checkout:1.1.0"));
        promote(platform, "1.1.0-half", "Half of them", "Partition: 50%");
        stage.reach("half of the pods run 1.1.0", "on 1.1.0", PODS / 2, () -> fleet.readyWith("checkout:1.1.0"));
        stage.check(
                "in place: uid, node, IP, volumes, log-agent as before",
                fleet.identities().equals(before),
                fleet.identities());
    }

    private void promote(Signer signer, String id, String... paragraphs) {
        screen.say("The " + signer.role() + " signs and pushes:");
        StringBuilder command = new StringBuilder("git tag -s ").append(TAG).append(id);
        String last = paragraphs[paragraphs.length - 1];
        screen.command(command.append(" -m … -m '").append(last).append('\'').toString());
        repository.sign(signer, TAG + id, List.of(paragraphs));
    }

    private void scaled() {
        screen.act("More pods in the middle of it, by a commit and without a tag");
        repository.edit(MANIFEST, "replicas: " + PODS, "replicas: " + MORE_PODS);
        screen.say("replicas: " + PODS + " becomes " + MORE_PODS + ".");
        screen.command("git commit -am 'More checkouts for the weekend' && git push");
        repository.commit("More checkouts for the weekend");
        stage.reach(MORE_PODS + " pods are ready", "checkout ready", MORE_PODS, fleet::ready);
        stage.remains(
                "half of them on each version",
                look,
                () -> fleet.told("checkout:1.1.0") <= MORE_PODS / 2,
                () -> fleet.told("checkout:1.1.0"));
    }

    private void finished() {
        screen.act("All of them");
        Map<String, Integer> restarts = fleet.restarts();
        promote(releaser, "1.1.0", "Release 1.1.0", "Partition: 0%");
        stage.reach("all pods run 1.1.0", "on 1.1.0", MORE_PODS, () -> fleet.readyWith("checkout:1.1.0"));
        boolean areAtMostOne = fleet.restarts().entrySet().stream()
                .allMatch(each -> each.getValue() <= restarts.getOrDefault(each.getKey(), 0) + 1);
        stage.check("each container restarted at most once", areAtMostOne, fleet.restarts());
        stage.await(
                "Fairlead calls it healthy",
                () -> delivery().path("phase").asText().equals("Healthy"),
                this::delivery);
    }

    private void broken() {
        screen.act("A broken image goes no further than the budget");
        release("checkout:1.1.0", "checkout:1.2.0-broken", "Release checkout 1.2.0");
        promote(releaser, "1.2.0", "Release 1.2.0", "Partition: 0%");
        stage.reach(
                BUDGET + " pods were told to run it",
                "on 1.2.0-broken",
                BUDGET,
                () -> fleet.told("checkout:1.2.0-broken"));
        stage.remains(
                "and no more than maxUnavailable: 2; the others serve",
                look.plus(look),
                () -> fleet.told("checkout:1.2.0-broken") <= BUDGET && fleet.ready() >= MORE_PODS - BUDGET,
                fleet::ready);
    }

    private void reverted() {
        screen.act("git revert is the way back, in place and without a tag");
        Map<String, Identity> before = fleet.identities();
        screen.command("git revert HEAD && git push");
        repository.revert();
        stage.reach("all pods run 1.1.0 again", "on 1.1.0", MORE_PODS, () -> fleet.readyWith("checkout:1.1.0"));
        stage.check("in place again", fleet.identities().equals(before), fleet.identities());
        stage.await(
                "Fairlead calls it healthy again",
                () -> delivery().path("phase").asText().equals("Healthy"),
                this::delivery);
    }

    private void noted() {
        screen.act("What happened stands in the repository");
        String[] notes = {""};
        stage.await(
                "a note on the revert tells of the rollback",
                () -> {
                    notes[0] = repository.notes(NOTED_COMMITS);
                    String first = notes[0].lines().limit(4).reduce("", (a, b) -> a + b);
                    return first.contains("Revert") && first.contains("shop/checkout");
                },
                () -> notes[0]);
        screen.command("git fetch && git log --notes=fairlead/" + Repository.CLUSTER);
        notes[0].lines()
                .filter(line -> !line.isBlank() && !line.strip().startsWith("{"))
                .forEach(screen::quote);
    }

    private void raced() {
        screen.act("In place, or by new pods: what a release of 100 pods costs");
        screen.say("Simulated, with what the steps of a pod's life cost on a large cluster.");
        screen.command("fairlead race");
        JsonNode race = Race.run(repository.folder());
        double ratio = race.path("ratio").asDouble();
        screen.say(String.format(
                Locale.ROOT,
                "in place %.0f s, by new pods %.0f s: %.1f times as fast",
                race.at("/inPlace/seconds").asDouble(),
                race.at("/recreate/seconds").asDouble(),
                ratio));
        stage.check("in place is at least 1.8 times as fast", ratio >= RATIO_MIN, ratio);
        stage.check("and keeps all pods", race.at("/inPlace/podsKept").asInt() == RACE_PODS, race.path("inPlace"));
    }

    private JsonNode delivery() {
        return fleet.delivery(SOURCE, SCOPE);
    }
}
