package io.fairlead.cli.simulate.git;

import io.fairlead.cli.simulate.git.GitHost.Commit;
import io.fairlead.cli.simulate.git.GitHost.Tag;
import io.fairlead.cli.simulate.git.Item.Config;
import io.fairlead.cli.simulate.git.Item.Workload;
import io.fairlead.simulator.schedule.Dice;
import io.fairlead.simulator.schedule.VirtualTimeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// The people whose only way to the cluster is the repository: they commit, tag, take back, and err.
final class Team {
    private static final int REPLICAS_MAX = 5;
    private static final int CONFIGS = 9;
    private static final String PREFIX = "refs/tags/fl/";
    private static final String TAGS = "refs/tags/";

    private final VirtualTimeline timeline;
    private final GitHost host;
    private final Dice dice;
    private final List<Commit> history = new ArrayList<>();
    /// Heads that were rewritten and are to be part of the branch again.
    private final List<Commit> owed = new ArrayList<>();
    private int release = 1;
    private int tags;

    Team(VirtualTimeline timeline, GitHost host, Dice dice) {
        this.timeline = timeline;
        this.host = host;
        this.dice = dice;
    }

    /// The first commit, and a tag that approves it.
    void begin() {
        SortedMap<String, Item> items = new TreeMap<>();
        put(items, new Workload("web", "web:1", "a", dice.between(1, REPLICAS_MAX), dice.between(1, 2), 0, "first"));
        if (dice.happens(0.5)) {
            // Whoever scales this one does it in the cluster.
            put(items, new Workload("api", "api:1", "a", -1, 1, 0, "first"));
        }
        for (int i = 0; i < CONFIGS; i++) {
            put(items, new Config("config-" + i, "first"));
        }
        push(items, "begins with " + items.size() + " objects");
        promote(host.head(), 100, "");
    }

    private static void put(SortedMap<String, Item> items, Item item) {
        items.put(item.key(), item);
    }

    /// Moves again and again.
    void work(Duration until) {
        Duration pause = Duration.ofMillis(dice.between(3_000, 30_000));
        if (Duration.ofNanos(timeline.nanos()).plus(pause).compareTo(until) < 0) {
            timeline.after(pause, "the team's next move", () -> {
                move();
                work(until);
            });
        }
    }

    private void move() {
        if (dice.happens(0.6)) {
            change();
            if (dice.happens(0.75)) {
                Commit made = host.head();
                int percent = dice.happens(0.6) ? 100 : dice.between(1, 99);
                String target = dice.happens(0.15) ? anyKey() : "";
                timeline.after(
                        Duration.ofMillis(dice.below(20_000)), "a tag follows", () -> promote(made, percent, target));
            }
        } else {
            tagging();
        }
    }

    private void change() {
        SortedMap<String, Item> items = new TreeMap<>(host.head().items());
        switch (dice.below(14)) {
            case 0, 1, 2 -> edit(items, "releases", each -> each.withImage(each.name() + ":" + ++release));
            case 3 -> edit(items, "breaks", each -> each.withImage("broken:" + ++release));
            case 4 -> edit(items, "sets the mode of", each -> each.withMode("m" + dice.below(3)));
            case 5 -> edit(items, "scales", each -> each.withReplicas(dice.between(1, REPLICAS_MAX)));
            case 6 -> edit(items, "sets the pace of", each -> each.withMaxUnavailable(dice.between(1, 2)));
            case 7 ->
                edit(
                        items,
                        "holds a part of",
                        each -> each.withPartition(each.partition() == 0 ? 50 : 0)
                                .withImage(each.name() + ":" + ++release));
            case 8 -> edit(items, "remarks on", each -> each.withRemark("r" + dice.below(3)));
            case 9 -> {
                Config config = new Config("config-" + dice.below(CONFIGS), "v" + dice.below(3));
                put(items, config);
                push(items, "sets " + config.key());
            }
            case 10 -> delete(items, dice.between(1, 7));
            case 11 -> {
                host.push(host.commit(List.of(host.head()), host.head().items(), ++release));
                note("changes something elsewhere: " + host.head());
            }
            default -> revert();
        }
    }

    private void edit(SortedMap<String, Item> items, String what, UnaryOperator<Workload> change) {
        List<Workload> all = items.values().stream()
                .filter(Workload.class::isInstance)
                .map(Workload.class::cast)
                .toList();
        if (all.isEmpty()) {
            put(items, new Workload("web", "web:" + ++release, "a", dice.between(1, REPLICAS_MAX), 1, 0, "again"));
            push(items, "brings a workload back");
            return;
        }
        Workload next = change.apply(all.get(dice.below(all.size())));
        put(items, next);
        push(items, what + " " + next);
    }

    private void delete(SortedMap<String, Item> items, int count) {
        for (int i = 0; i < count && items.size() > 1; i++) {
            List<String> keys = new ArrayList<>(items.keySet());
            // Workloads go rarely.
            if (!dice.happens(0.1)) {
                keys.removeIf(key -> key.startsWith("CloneSet/"));
            }
            if (!keys.isEmpty()) {
                items.remove(keys.get(dice.below(keys.size())));
            }
        }
        push(items, "takes objects away, " + items.size() + " are left");
    }

    private void revert() {
        Commit old = history.get(Math.max(0, history.size() - 2 - dice.below(3)));
        push(old.items(), "reverts to " + old);
    }

    private void push(SortedMap<String, Item> items, String what) {
        host.push(host.commit(List.of(host.head()), items, 0));
        history.add(host.head());
        note(what + ": " + host.head());
    }

    private void tagging() {
        switch (dice.below(8)) {
            case 0, 1, 2 -> promote(host.head(), 100, "");
            case 3 -> promote(host.head(), dice.between(1, 99), "");
            case 4 -> promote(history.get(dice.below(history.size())), 100, "");
            case 5 -> hold();
            case 6 -> mistake();
            default -> withdraw();
        }
    }

    private String anyKey() {
        List<String> keys = List.copyOf(host.head().items().keySet());
        return keys.get(dice.below(keys.size()));
    }

    private static String name(String verb, String stage, String scope, String id) {
        return PREFIX + verb + "/" + stage + "/" + scope + "/" + id;
    }

    private static String ours(String verb, String id) {
        return name(verb, Rulebook.STAGE, GitHost.FOLDER, id);
    }

    private void promote(Commit commit, int percent, String target) {
        String ref = ours("promote", "t" + ++tags);
        host.tag(ref, ref.substring(TAGS.length()), commit, percent, target, true);
        note("promotes " + commit + " to " + percent + " %" + (target.isEmpty() ? "" : " of " + target) + ": " + ref);
    }

    private void hold() {
        String ref = ours("hold", "h" + ++tags);
        host.lightweight(ref, host.head());
        note("holds: " + ref);
        timeline.after(Duration.ofSeconds(dice.between(5, 60)), "the hold ends", () -> {
            host.untag(ref);
            note("lets go: " + ref);
        });
    }

    /// Tags that must not count.
    private void mistake() {
        String id = "m" + ++tags;
        Commit head = host.head();
        String ref = ours("promote", id);
        switch (dice.below(5)) {
            case 0 -> ref = tagAt(name("promote", Rulebook.OTHER_STAGE, GitHost.FOLDER, id), true);
            case 1 -> ref = tagAt(name("promote", Rulebook.STAGE, "another", id), true);
            case 2 -> host.lightweight(ref, head);
            case 3 -> host.tag(ref, "fl/promote/" + Rulebook.STAGE + "/" + GitHost.FOLDER + "/x", head, 100, "", false);
            default ->
                host.tag(
                        ref,
                        ref.substring(TAGS.length()),
                        host.commit(List.of(head), head.items(), ++release),
                        100,
                        "",
                        true);
        }
        note("tags by mistake: " + ref);
    }

    private String tagAt(String ref, boolean isSound) {
        host.tag(ref, ref.substring(TAGS.length()), host.head(), 100, "", isSound);
        return ref;
    }

    private void withdraw() {
        List<Tag> all = host.tags();
        if (!all.isEmpty()) {
            Tag tag = all.get(dice.below(all.size()));
            host.untag(tag.ref());
            note("deletes " + tag.ref());
        }
    }

    /// The tag points elsewhere from now on.
    boolean moveTag() {
        List<Tag> all = host.tags().stream().filter(Tag::isSound).toList();
        if (all.isEmpty()) {
            return false;
        }
        Tag tag = all.get(dice.below(all.size()));
        host.tag(tag.ref(), tag.ref().substring(TAGS.length()), host.head(), 100, "", true);
        note("moves " + tag.ref() + " to " + host.head());
        return true;
    }

    /// The branch is rewritten, or shows an older state; after a while it is mended, so that it follows from both.
    boolean rewrite(Duration lasting) {
        Commit before = host.head();
        Commit old = history.get(Math.max(0, history.size() - 1 - dice.between(1, 3)));
        if (old.items().isEmpty() || old.isFrom(before)) {
            return false;
        }
        if (dice.happens(0.4)) {
            host.push(old);
            note("shows an older state: " + old);
        } else {
            SortedMap<String, Item> items = new TreeMap<>(old.items());
            put(items, new Config("config-0", "rewritten" + ++release));
            host.push(host.commit(List.of(old), items, 0));
            note("rewrites the branch from " + old + ": " + host.head());
            if (dice.happens(0.7)) {
                promote(host.head(), 100, "");
            }
        }
        owed.add(before);
        timeline.after(lasting, "the branch is mended", () -> mend(before));
        return true;
    }

    private void mend(Commit before) {
        owed.remove(before);
        Commit now = host.head();
        if (!now.isFrom(before)) {
            host.push(host.commit(List.of(now, before), before.items(), 0));
            history.add(host.head());
            note("mends the branch: " + host.head());
        }
    }

    /// What the team wants in the end: good images, nothing held back, and a tag that says so.
    ///
    /// @param left what is to be taken up again
    void settle(SortedMap<String, Item> left) {
        List.copyOf(history).forEach(this::mend);
        // A rewritten head may have been rewritten in turn: nobody mends it once all is settled.
        List.copyOf(owed).forEach(this::mend);
        host.tags().stream()
                .filter(tag -> tag.ref().startsWith(PREFIX + "hold/"))
                .forEach(tag -> host.untag(tag.ref()));
        NavigableMap<String, Item> items = new TreeMap<>(host.head().items());
        left.forEach(items::putIfAbsent);
        items.replaceAll((_, item) -> item instanceof Workload workload ? settled(workload) : item);
        push(items, "settles");
        promote(host.head(), 100, "");
    }

    private static Workload settled(Workload workload) {
        Workload whole = workload.withPartition(0);
        return workload.image().startsWith("broken") ? whole.withImage(workload.name() + ":1") : whole;
    }

    private void note(String what) {
        timeline.note("team", what);
    }
}
