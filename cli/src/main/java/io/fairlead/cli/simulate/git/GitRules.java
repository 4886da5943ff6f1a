package io.fairlead.cli.simulate.git;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.cli.simulate.git.GitHost.Listing;
import io.fairlead.cli.simulate.git.GitHost.Tag;
import io.fairlead.cli.simulate.git.Item.Workload;
import io.fairlead.simulator.invariant.Approvals;
import io.fairlead.simulator.invariant.InvariantChecker;
import io.fairlead.simulator.invariant.Violation;
import io.fairlead.simulator.process.SimProcess;
import io.fairlead.simulator.server.CommitListener;
import io.fairlead.simulator.wire.ApiCall;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Judges what gitsync applies and prunes, from what the host has shown it: S4, S9, S14 and S19.
///
/// - S19: everything that a process applies is what the head that it was shown last says, and nothing is applied while
///   that head does not follow from the one that its directory took before.
/// - S4: it may be so: its aspects need no approval, or a tag that the same listing shows approves this very content
///   as far as the object is let go, or it goes back to a content that completed healthy here. A tag that approved
///   other content counts no more once something else was let through, nor does one that was moved.
/// - S14: it is applied only after a Delivery was stored since the process was shown this head with what approves it.
/// - S9: nothing is pruned that the head says, and not more at once than the guard lets.
///
/// It errs on the side of gitsync: what a process decided and could not carry out leaves no trace here.
public final class GitRules implements CommitListener, GitHost.Listener, Approvals {
    private static final int ALL = 100;

    private final Supplier<String> moment;
    private final Rulebook rulebook;
    private final Map<String, Shown> shown = new LinkedHashMap<>();
    private final IdentityHashMap<Object, GitHost.Commit> accepted = new IdentityHashMap<>();
    private final SortedMap<String, Item> applied = new TreeMap<>();
    private final Set<String> live = new HashSet<>();
    private final Map<String, Integer> granted = new LinkedHashMap<>();
    private final Set<String> healthy = new HashSet<>();
    private final Map<String, Integer> templates = new LinkedHashMap<>();
    private final Set<String> spent = new HashSet<>();
    private final Map<String, List<Set<String>>> stored = new LinkedHashMap<>();
    private final Map<String, String> remembered = new LinkedHashMap<>();
    private final List<Violation> violations = new ArrayList<>();

    /// @param isUsable the head follows from the one before, and the connection did not break
    private record Shown(Listing listing, boolean isUsable) {}

    /// @param moment of the run, as the journal shows it
    GitRules(Supplier<String> moment, Rulebook rulebook) {
        this.moment = moment;
        this.rulebook = rulebook;
    }

    /// Everything that was found, oldest first.
    public List<Violation> violations() {
        return List.copyOf(violations);
    }

    SortedMap<String, Item> applied() {
        return applied;
    }

    /// Workloads, which the guard may keep with whatever image, and what somebody else has deleted.
    SortedMap<String, Item> left() {
        SortedMap<String, Item> left = new TreeMap<>(applied);
        left.entrySet().removeIf(each -> !(each.getValue() instanceof Workload) && live.contains(each.getKey()));
        return left;
    }

    @Override
    public void listed(Object client, String process, Listing listing) {
        GitHost.Commit before = accepted.get(client);
        boolean follows = before == null || listing.head().isFrom(before);
        if (follows) {
            accepted.put(client, listing.head());
        }
        shown.put(process, new Shown(listing, follows));
    }

    @Override
    public void broke(String process) {
        shown.remove(process);
    }

    /// How many pods may carry a content: the widest that was let through of it.
    @Override
    public int podsMax(String namespace, String workload, String content, int replicas) {
        if (!namespace.equals(GitHost.FOLDER)) {
            return Integer.MAX_VALUE;
        }
        int percent = templates.getOrDefault(workload + " " + content, 0);
        return percent >= ALL ? Integer.MAX_VALUE : percent == 0 ? 0 : Math.max(1, replicas * percent / ALL);
    }

    @Override
    public void committed(Commit commit) {
        ObjectNode either = commit.after() == null ? commit.before() : commit.after();
        ApiCall call = commit.call();
        String kind = commit.type().kind();
        if (kind.equals("Delivery") && call != null) {
            stored(shown.get(process(call)));
        }
        boolean isKept = kind.equals("CloneSet") || kind.equals("ConfigMap");
        if (either == null
                || !isKept
                || !either.path("metadata").path("namespace").asText().equals(GitHost.FOLDER)) {
            return;
        }
        String key = kind + "/" + either.path("metadata").path("name").asText();
        if (commit.after() != null) {
            noteHealth(key, commit.after());
        }
        judge(commit, call, key);
        if (commit.after() == null) {
            live.remove(key);
        } else {
            live.add(key);
        }
    }

    private void judge(Commit commit, @Nullable ApiCall call, String key) {
        if (call != null && call.user().name().startsWith(InvariantChecker.GITSYNC)) {
            String process = process(call);
            ObjectNode after = commit.after();
            if (after == null || after.path("metadata").has("deletionTimestamp")) {
                pruned(commit, key, shown.get(process));
            } else {
                wrote(commit, key, after, shown.get(process));
            }
        }
    }

    private static String process(ApiCall call) {
        String agent = call.header("user-agent");
        return agent.startsWith(SimProcess.AGENT) ? agent.substring(SimProcess.AGENT.length()) : agent;
    }

    /// A Delivery was stored by a process that was shown this.
    private void stored(@Nullable Shown sight) {
        if (sight != null) {
            stored.computeIfAbsent(sight.listing().head().id().name(), _ -> new ArrayList<>())
                    .add(approving(sight.listing()));
        }
    }

    /// The tags that approve the very content of the head.
    private static Set<String> approving(Listing listing) {
        Set<String> approving = new HashSet<>();
        for (Tag tag : listing.tags()) {
            if (isGood(tag, listing) && tag.of().items().equals(listing.head().items())) {
                approving.add(tag.ref() + " " + tag.object().name());
            }
        }
        return approving;
    }

    private boolean isStored(Listing listing) {
        Set<String> approving = approving(listing);
        return stored.getOrDefault(listing.head().id().name(), List.of()).stream()
                .anyMatch(known -> known.containsAll(approving));
    }

    /// A content that ran on all pods is one to go back to.
    private void noteHealth(String key, JsonNode live) {
        Item item = applied.get(key);
        JsonNode status = live.path("status");
        int replicas = live.path("spec").path("replicas").asInt();
        boolean isHealthy = item != null
                && item.isIn(live)
                && (!(item instanceof Workload)
                        || (status.path("observedGeneration").asLong()
                                        == live.path("metadata")
                                                .path("generation")
                                                .asLong()
                                && status.path("updatedReplicas").asInt() >= replicas
                                && status.path("availableReplicas").asInt() >= replicas));
        if (isHealthy && item != null) {
            healthy.add(key + " " + item.content());
        }
    }

    private void wrote(Commit commit, String key, JsonNode live, @Nullable Shown sight) {
        Item wanted = sight == null ? null : sight.listing().head().items().get(key);
        if (sight == null || wanted == null || !wanted.isIn(live)) {
            violated("S19", commit, "the head that it was shown last does not say so: " + wanted);
            return;
        }
        Item before = applied.get(key);
        boolean isNews = before == null || !before.content().equals(wanted.content());
        if (!sight.isUsable() && isNews) {
            violated("S19", commit, "the branch does not follow from the head before: nothing may be applied");
        }
        if (isNews && !isStored(sight.listing())) {
            violated("S14", commit, "what allows it was not stored before");
        }
        int percent = extent(key, before, wanted, sight.listing());
        int kept = partition(live);
        boolean mayReturn = isReturn(key, before, wanted);
        if (percent == 0 || (percent < ALL && (kept < ALL - percent || !(wanted instanceof Workload)))) {
            violated(
                    "S4",
                    commit,
                    wanted + " is let go to " + (ALL - kept) + " %, approved are " + percent + " %, before was "
                            + before);
        }
        boolean isOtherTemplate = !(wanted instanceof Workload next)
                || !(before instanceof Workload last)
                || !next.template().equals(last.template());
        int reached = mayReturn ? ALL : percent;
        granted.merge(key, reached, (old, now) -> isOtherTemplate ? now : Integer.max(old, now));
        if (wanted instanceof Workload workload) {
            templates.merge(workload.name() + " " + workload.template(), reached, Integer::max);
        }
        applied.put(key, wanted);
        noteHealth(key, live);
        if (before == null || !wanted.since(before).isEmpty()) {
            spend(sight.listing());
        }
    }

    /// Something of this head was let through: what approves other content is used up, and refs stay what they are.
    private void spend(Listing listing) {
        for (Tag tag : listing.tags()) {
            if (isGood(tag, listing)) {
                remembered.putIfAbsent(tag.ref(), tag.object().name());
                if (!tag.of().items().equals(listing.head().items())) {
                    spent.add(tag.ref() + " " + tag.object().name());
                }
            }
        }
    }

    private static boolean isPromote(Tag tag) {
        return tag.ref().startsWith("refs/tags/fl/promote/" + Rulebook.STAGE + "/" + GitHost.FOLDER + "/");
    }

    private static boolean isGood(Tag tag, Listing listing) {
        return tag.isSound() && isPromote(tag) && listing.head().isFrom(tag.of());
    }

    /// How far the object may go: 0 to 100 percent of its pods.
    private int extent(String key, @Nullable Item before, Item wanted, Listing listing) {
        Set<Aspect> differs = before == null ? EnumSet.of(Aspect.CREATE) : wanted.since(before);
        Set<Aspect> needed = needed(differs);
        if (isReturn(key, before, wanted) && Aspect.WAIVED.containsAll(needed)) {
            return ALL;
        }
        if (!differs.isEmpty() && isHeld(key, listing)) {
            return 0;
        }
        boolean isSameTemplate = before != null && !differs.contains(Aspect.TEMPLATE);
        int present = isSameTemplate ? granted.getOrDefault(key, 0) : 0;
        if (needed.isEmpty() && (!isSameTemplate || !rulebook.required().contains(Aspect.TEMPLATE))) {
            return ALL;
        }
        int open = open(key, listing);
        if (open == 0 && !needed.isEmpty()) {
            return 0;
        }
        return Math.max(present, open);
    }

    private Set<Aspect> needed(Set<Aspect> differs) {
        Set<Aspect> needed = EnumSet.noneOf(Aspect.class);
        differs.stream().filter(rulebook.required()::contains).forEach(needed::add);
        return needed;
    }

    private boolean isReturn(String key, @Nullable Item before, Item wanted) {
        return before != null
                && !before.content().equals(wanted.content())
                && healthy.contains(key + " " + wanted.content());
    }

    /// The widest approval of this content.
    private int open(String key, Listing listing) {
        int widest = 0;
        for (Tag tag : listing.tags()) {
            boolean counts = isGood(tag, listing)
                    && (tag.target().isEmpty() || tag.target().equals(key))
                    && tag.of().items().equals(listing.head().items())
                    && !spent.contains(tag.ref() + " " + tag.object().name())
                    && remembered
                            .getOrDefault(tag.ref(), tag.object().name())
                            .equals(tag.object().name());
            widest = counts ? Math.max(widest, tag.percent()) : widest;
        }
        return widest;
    }

    private static boolean isHeld(String key, Listing listing) {
        return listing.tags().stream()
                .filter(tag -> tag.ref().startsWith("refs/tags/fl/hold/" + Rulebook.STAGE + "/" + GitHost.FOLDER + "/"))
                .anyMatch(tag -> tag.target().isEmpty() || tag.target().equals(key));
    }

    static int partition(JsonNode live) {
        JsonNode partition = live.at("/spec/updateStrategy/rollingUpdate/partition");
        String text = partition.asText("0");
        return text.endsWith("%") ? Integer.parseInt(text.substring(0, text.length() - 1)) : 0;
    }

    private void pruned(Commit commit, String key, @Nullable Shown sight) {
        if (commit.before() != null && commit.before().path("metadata").has("deletionTimestamp")) {
            return;
        }
        if (sight == null || !sight.isUsable() || sight.listing().head().items().containsKey(key)) {
            violated("S9", commit, "the head that it was shown last does not take it away");
        } else {
            if (!isStored(sight.listing())) {
                violated("S14", commit, "what allows it was not stored before");
            }
            Optional<String> why = mayNotGo(key, sight.listing());
            why.ifPresent(text -> violated("S9", commit, text));
            spend(sight.listing());
        }
        applied.remove(key);
    }

    private Optional<String> mayNotGo(String key, Listing listing) {
        if (isHeld(key, listing)) {
            return Optional.of("a hold tag stands");
        }
        if (rulebook.required().contains(Aspect.DELETE)) {
            return open(key, listing) == ALL ? Optional.empty() : Optional.of("no tag approves that it goes");
        }
        long gone = surplus(listing.head().items().keySet()).size();
        int most = rulebook.prunesMax(applied.size());
        return gone <= most
                ? Optional.empty()
                : Optional.of(gone + " of " + applied.size() + " objects go at once, at most " + most + " may");
    }

    /// What is live, was applied and is not among these.
    List<String> surplus(Set<String> keys) {
        return applied.keySet().stream()
                .filter(key -> live.contains(key) && !keys.contains(key))
                .toList();
    }

    private void violated(String rule, Commit commit, String numbers) {
        violations.add(new Violation(rule, moment.get(), InvariantChecker.describe(commit), numbers));
    }
}
