package io.fairlead.policies;

import io.fairlead.api.ObjectKey;
import io.fairlead.policies.Evidence.Lost;
import io.fairlead.policies.Evidence.Remembered;
import io.fairlead.policies.ObjectDifference.Replicas;
import io.fairlead.policies.ObjectDifference.Touched;
import io.fairlead.policies.ObjectDifference.Updated;
import io.fairlead.policies.ObjectHistory.Granted;
import io.fairlead.policies.TagFact.Annotated;
import io.fairlead.policies.TagFact.Header;
import io.fairlead.policies.TagFact.TaggedCommit;
import io.fairlead.policies.committag.CommitTags;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Every order of commits, tags, deletions, replays, holds, crashes, completions and a lost ledger within small
/// bounds,
/// played with the real gate and ledger. ADR 0003 tells what each invariant is for.
final class ApprovalSearch {
    private static final List<ObjectKey> KEYS =
            List.of(Facts.CHECKOUT, new ObjectKey("apps.kruise.io", "CloneSet", "payments", "cart"));
    private static final int FULL = 100;
    private static final int STEP = 20;
    private static final int TAGS = 2;

    /// What the branch wants: a template for each object, and the replicas of the first.
    private record Tip(List<String> templates, int replicas) {
        String digest() {
            return "scope " + templates + replicas;
        }

        int replicas(int i) {
            return i == 0 ? replicas : 20;
        }
    }

    private record Live(String template, int percent, int replicas, boolean settled) {}

    private record Tag(String id, String digest, int percent, boolean present, boolean afterLoss) {}

    private record Pending(int object, Live next, String digest) {}

    /// What really happened, which the ledger only remembers.
    private record Truth(String effective, List<String> known, List<String> spent, List<List<String>> healthy) {}

    record Left(int commits, int deletions, int replays, int holds, int crashes, int losses) {}

    private record World(
            Tip tip,
            List<Live> live,
            List<Tag> tags,
            boolean hold,
            Optional<Ledger> ledger,
            Optional<Pending> pending,
            Truth truth,
            Left left) {}

    private record Node(World world, String event, @Nullable Node from) {
        String path() {
            return from == null ? event : from.path() + " > " + event;
        }
    }

    static final class Violation extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Violation(String what) {
            super(what);
        }
    }

    private final boolean storeFirst;
    private final List<World> found = new ArrayList<>();
    private final List<String> events = new ArrayList<>();

    /// @param storeFirst whether the ledger is stored before the apply, as it must be
    ApprovalSearch(boolean storeFirst) {
        this.storeFirst = storeFirst;
    }

    /// Breadth first until nothing new is found; returns the number of distinct worlds.
    int search(Left left) {
        var seen = new HashSet<World>();
        var frontier = new ArrayDeque<Node>();
        frontier.add(new Node(start(left), "start", null));
        seen.add(frontier.getFirst().world);
        while (!frontier.isEmpty()) {
            Node node = frontier.remove();
            found.clear();
            events.clear();
            try {
                expand(node.world);
            } catch (Violation violation) {
                throw new Violation(violation.getMessage() + " after " + node.path());
            }
            for (int i = 0; i < found.size(); i++) {
                if (seen.add(found.get(i))) {
                    frontier.add(new Node(found.get(i), events.get(i), node));
                }
            }
        }
        return seen.size();
    }

    private static World start(Left left) {
        var tip = new Tip(List.of("a", "a"), 20);
        var live = new Live("a", FULL, 20, true);
        Ledger ledger = Ledger.FIRST.seed(KEYS.get(0), Facts.content("a")).seed(KEYS.get(1), Facts.content("a"));
        var truth = new Truth(tip.digest(), List.of(), List.of(), List.of(List.of("a"), List.of("a")));
        return new World(
                tip, List.of(live, live), List.of(), false, Optional.of(ledger), Optional.empty(), truth, left);
    }

    private void reach(String event, World world) {
        events.add(event);
        found.add(world);
    }

    private void expand(World w) {
        commits(w);
        tags(w);
        crashesAndLosses(w);
        for (int i = 0; i < KEYS.size(); i++) {
            Live live = w.live.get(i);
            if (live.percent == FULL && !live.settled) {
                Live settled = new Live(live.template, FULL, live.replicas, true);
                reach("settled " + i, withLive(w, i, settled, w.truth));
            }
            if (w.pending.isEmpty()) {
                decide(w, i);
            }
        }
        w.pending.ifPresent(pending -> apply(w, pending));
    }

    private void commits(World w) {
        Left l = w.left;
        if (l.commits == 0) {
            return;
        }
        var left = new Left(l.commits - 1, l.deletions, l.replays, l.holds, l.crashes, l.losses);
        String second = w.tip.templates.get(1);
        for (String template : List.of("a", "b", "c")) {
            commit(w, new Tip(List.of(template, second), w.tip.replicas), left);
        }
        for (String template : List.of("a", "b")) {
            commit(w, new Tip(List.of(w.tip.templates.get(0), template), w.tip.replicas), left);
        }
        commit(w, new Tip(w.tip.templates, w.tip.replicas == 20 ? 22 : 20), left);
    }

    private void commit(World w, Tip tip, Left left) {
        if (!tip.equals(w.tip)) {
            reach("commit " + tip.digest(), new World(tip, w.live, w.tags, w.hold, w.ledger, w.pending, w.truth, left));
        }
    }

    private void tags(World w) {
        Left l = w.left;
        if (w.tags.size() < TAGS) {
            for (int percent : List.of(STEP, FULL)) {
                boolean afterLoss = w.ledger
                        .map(Ledger::since)
                        .filter(s -> s.equals(Facts.NOW))
                        .isPresent();
                var tag = new Tag("t" + w.tags.size(), w.tip.digest(), percent, true, afterLoss);
                var tags = new ArrayList<>(w.tags);
                tags.add(tag);
                reach("tag " + percent + "%", withTags(w, tags, l));
            }
        }
        for (int i = 0; i < w.tags.size(); i++) {
            Tag tag = w.tags.get(i);
            if (tag.present ? l.deletions > 0 : l.replays > 0) {
                var tags = new ArrayList<>(w.tags);
                tags.set(i, new Tag(tag.id, tag.digest, tag.percent, !tag.present, tag.afterLoss));
                var left = tag.present
                        ? new Left(l.commits, l.deletions - 1, l.replays, l.holds, l.crashes, l.losses)
                        : new Left(l.commits, l.deletions, l.replays - 1, l.holds, l.crashes, l.losses);
                reach((tag.present ? "delete " : "push again ") + tag.id, withTags(w, tags, left));
            }
        }
        if (l.holds > 0) {
            var left = new Left(l.commits, l.deletions, l.replays, l.holds - 1, l.crashes, l.losses);
            reach("hold", new World(w.tip, w.live, w.tags, !w.hold, w.ledger, w.pending, w.truth, left));
        }
    }

    private static World withTags(World w, List<Tag> tags, Left left) {
        return new World(w.tip, w.live, List.copyOf(tags), w.hold, w.ledger, w.pending, w.truth, left);
    }

    private static World withLive(World w, int i, Live live, Truth truth) {
        var all = new ArrayList<>(w.live);
        all.set(i, live);
        return new World(w.tip, List.copyOf(all), w.tags, w.hold, w.ledger, w.pending, truth, w.left);
    }

    private void crashesAndLosses(World w) {
        Left l = w.left;
        if (l.crashes > 0 && w.pending.isPresent()) {
            var left = new Left(l.commits, l.deletions, l.replays, l.holds, l.crashes - 1, l.losses);
            reach("crash", new World(w.tip, w.live, w.tags, w.hold, w.ledger, Optional.empty(), w.truth, left));
        }
        if (l.losses > 0 && w.ledger.isPresent()) {
            var left = new Left(l.commits, l.deletions, l.replays, l.holds, l.crashes, l.losses - 1);
            reach(
                    "ledger lost",
                    new World(w.tip, w.live, w.tags, w.hold, Optional.empty(), Optional.empty(), w.truth, left));
        }
        if (w.ledger.isEmpty()) {
            var objects = new TreeMap<ObjectKey, ObjectHistory>();
            var healthy = new ArrayList<List<String>>();
            for (int i = 0; i < KEYS.size(); i++) {
                Live live = w.live.get(i);
                ContentDigest content = Facts.content(live.template);
                objects.put(
                        KEYS.get(i),
                        live.settled
                                ? ObjectHistory.settled(content)
                                : ObjectHistory.live(content, Extent.ofPercent(live.percent)));
                healthy.add(live.settled ? List.of(live.template) : List.of());
            }
            Ledger ledger = Ledger.reseeded(approvals(w), objects, new TreeSet<>(), Facts.NOW);
            var truth = new Truth(w.truth.effective, w.truth.known, w.truth.spent, healthy);
            reach(
                    "re-seed",
                    new World(w.tip, w.live, w.tags, w.hold, Optional.of(ledger), Optional.empty(), truth, w.left));
        }
    }

    private static List<TagFact> facts(World w) {
        var facts = new ArrayList<TagFact>();
        for (Tag tag : w.tags) {
            if (tag.present) {
                String name = "fl/promote/prod/payments/" + tag.id;
                var header = new Header(name, "commit", Facts.NOW.plusSeconds(tag.afterLoss ? 1 : -1));
                String message = "promote\n\nPartition: " + (FULL - tag.percent) + "%";
                facts.add(new TagFact(
                        "refs/tags/" + name,
                        tag.id,
                        new Annotated(header, message, new SignatureFact.Verified("anna")),
                        new TaggedCommit(true, tag.digest)));
            }
        }
        if (w.hold) {
            facts.add(Facts.with(Facts.tag("hold", "stop", "", ""), new TagFact.Lightweight()));
        }
        return facts;
    }

    private static List<Approval> approvals(World w) {
        return CommitTags.read(facts(w), Facts.scope(w.tip.digest()), GatePolicy.BY_TAG)
                .approvals();
    }

    private void decide(World w, int i) {
        Live live = w.live.get(i);
        Optional<Ledger> ledger = w.ledger.map(l -> {
            Ledger seen = l.see(facts(w), approvals(w), Facts.NOW);
            return live.settled ? seen.completedHealthy(KEYS.get(i), Facts.content(live.template)) : seen;
        });
        Truth truth = ledger.isPresent() ? learnt(w, i) : w.truth;
        String want = w.tip.templates.get(i);
        var change = new ChangeFacts(
                KEYS.get(i),
                ObjectSort.PARTITIONED_WORKLOAD,
                new Updated(
                        Facts.content(live.template),
                        Facts.content(want),
                        Touched.NOTHING,
                        new Replicas(live.replicas, w.tip.replicas(i)),
                        Extent.ofPercent(live.percent)));
        var scope = Facts.scope(w.tip.digest());
        Evidence.Memory memory = ledger.isPresent() ? new Remembered(ledger.get()) : new Lost("lost");
        ScopeTags tags = CommitTags.read(facts(w), scope, GatePolicy.BY_TAG);
        Verdict verdict = Facts.GATES.judge(
                new GateInput(change, scope, new Evidence(tags, memory, Facts.NOW), GatePolicy.BY_TAG));
        boolean settled = live.settled && want.equals(live.template) && live.replicas == w.tip.replicas(i);
        var next = new Live(want, verdict.extent().percent(), w.tip.replicas(i), settled);
        boolean moves = (verdict instanceof Verdict.Allow || verdict instanceof Verdict.Cap) && !next.equals(live);
        check(w, i, truth, verdict, moves);
        if (moves) {
            var pending = new Pending(i, next, w.tip.digest());
            Optional<Ledger> stored = storeFirst ? ledger.map(l -> accepted(l, pending)) : ledger;
            reach(
                    "decide " + i + " " + verdict.extent(),
                    new World(w.tip, w.live, w.tags, w.hold, stored, Optional.of(pending), truth, w.left));
        } else {
            reach("look " + i, new World(w.tip, w.live, w.tags, w.hold, ledger, Optional.empty(), truth, w.left));
        }
    }

    private static Ledger accepted(Ledger ledger, Pending pending) {
        var granted = new Granted(Facts.content(pending.next.template), Extent.ofPercent(pending.next.percent));
        return ledger.accept(KEYS.get(pending.object), granted, pending.digest);
    }

    private static Truth learnt(World w, int i) {
        var known = new TreeSet<>(w.truth.known);
        w.tags.stream().filter(Tag::present).forEach(tag -> known.add(tag.id));
        var healthy = new ArrayList<>(w.truth.healthy);
        if (w.live.get(i).settled) {
            var templates = new TreeSet<>(healthy.get(i));
            templates.add(w.live.get(i).template);
            healthy.set(i, List.copyOf(templates));
        }
        return new Truth(w.truth.effective, List.copyOf(known), w.truth.spent, List.copyOf(healthy));
    }

    /// The apply reaches the API server. Where the ledger is stored only afterwards, a crash may come in between.
    private void apply(World w, Pending pending) {
        Truth truth = w.truth;
        if (!truth.effective.equals(pending.digest)) {
            var spent = new TreeSet<>(truth.spent);
            w.tags.stream()
                    .filter(tag -> tag.digest.equals(w.truth.effective) && w.truth.known.contains(tag.id))
                    .forEach(tag -> spent.add(tag.id));
            truth = new Truth(pending.digest, truth.known, List.copyOf(spent), truth.healthy);
        }
        World applied = withLive(w, pending.object, pending.next, truth);
        Optional<Ledger> stored = storeFirst ? w.ledger : w.ledger.map(l -> accepted(l, pending));
        reach("apply", new World(w.tip, applied.live, w.tags, w.hold, stored, Optional.empty(), truth, w.left));
        if (!storeFirst && w.left.crashes > 0) {
            Left l = w.left;
            var left = new Left(l.commits, l.deletions, l.replays, l.holds, l.crashes - 1, l.losses);
            reach(
                    "apply, then crash",
                    new World(w.tip, applied.live, w.tags, w.hold, w.ledger, Optional.empty(), truth, left));
        }
    }

    private static void check(World w, int i, Truth truth, Verdict verdict, boolean moves) {
        Live live = w.live.get(i);
        String want = w.tip.templates.get(i);
        boolean isNew = !want.equals(live.template);
        boolean returns = isNew && truth.healthy.get(i).contains(want);
        if (w.ledger.isEmpty() && moves) {
            throw new Violation("moved without a ledger");
        }
        if (w.ledger.isPresent() && returns && !verdict.says(ReasonCode.ROLLBACK)) {
            throw new Violation("rollback of " + i + " to " + want + " not recognised");
        }
        if (!moves) {
            return;
        }
        if (w.hold && !returns) {
            throw new Violation("moved under a hold tag");
        }
        int percent = verdict.extent().percent();
        if (!isNew && percent < live.percent) {
            throw new Violation("pods of " + i + " go back without a commit");
        }
        boolean approved = w.tags.stream()
                .anyMatch(tag -> tag.present
                        && tag.digest.equals(w.tip.digest())
                        && tag.percent >= percent
                        && !truth.spent.contains(tag.id));
        if ((isNew || percent > live.percent) && !returns && !approved) {
            throw new Violation("object " + i + " goes to " + want + " " + percent + " % without an approval");
        }
    }
}
