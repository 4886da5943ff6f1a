package io.fairlead.server.execute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.engine.PodView.PodRef;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.kube.Time;
import io.fairlead.server.execute.Lanes.Ask;
import io.fairlead.server.execute.Ledger.Claim;
import io.fairlead.server.execute.Ledger.Grant;
import io.fairlead.server.execute.Ledger.Leader;
import io.fairlead.server.execute.Ledger.Wish;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Keeps the [Ledger] of one workload in a Lease beside it, under compare-and-swap. The Lease belongs to the workload
/// and goes with it. Costs one write a batch and, for a settled workload, nothing. Used by one thread at a time.
final class BudgetLedger {
    static final String NAME_PREFIX = "fairlead-budget-";
    static final String EPOCH = "gitops.fairlead.io/budget-epoch";
    static final String CLAIMS = "gitops.fairlead.io/budget-claims";

    /// Compare-and-swap attempts for one batch; each failed one means that another process was faster.
    static final int ATTEMPTS_MAX = 3;

    private static final Pattern CLAIM = Pattern.compile("([^=]+)=([^/]+)/([0-9]{1,12})/(.+)");
    private static final Ledger UNREADABLE = new Ledger(Long.MAX_VALUE, "", new LinkedHashMap<>());

    private final Resources resources;
    private final Time time;
    private @Nullable Stored stored;

    BudgetLedger(Resources resources, Time time) {
        this.resources = resources;
        this.time = time;
    }

    /// @param resourceVersion empty where the Lease does not exist
    /// @param readNanos when it was read, or written by this process
    private record Stored(Ledger ledger, String resourceVersion, long readNanos) {}

    /// The answer to one ask.
    sealed interface Answer {
        /// May be empty: the budget has no room.
        record Granted(List<PodRef> pods) implements Answer {}

        record LookFirst(String writer) implements Answer {}

        record Fenced(long storedEpoch) implements Answer {}

        record Unreachable(Outcome outcome) implements Answer {}
    }

    Answer claim(Ask ask, Leader leader) {
        Outcome last = new Outcome.Conflicted("the budget lease is contended");
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            if (stored == null) {
                Optional<Outcome> failure = read(ask.order());
                if (failure.isPresent()) {
                    return new Answer.Unreachable(failure.get());
                }
            }
            Stored before = stored;
            if (before == null) {
                continue;
            }
            switch (before.ledger().grant(wish(ask, leader, before))) {
                case Grant.Exhausted _ -> {
                    return new Answer.Granted(List.of());
                }
                case Grant.LookFirst look -> {
                    return new Answer.LookFirst(look.writer());
                }
                case Grant.Fenced fenced -> {
                    return new Answer.Fenced(fenced.storedEpoch());
                }
                case Grant.Granted granted -> {
                    last = write(ask.order(), before, granted.next());
                    if (last instanceof Outcome.Applied) {
                        return new Answer.Granted(granted.granted());
                    }
                    if (!isContended(last)) {
                        return new Answer.Unreachable(last);
                    }
                }
            }
        }
        return new Answer.Unreachable(last);
    }

    /// Another process changed, made or removed the Lease in between.
    private static boolean isContended(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Conflicted _, Outcome.Gone _ -> true;
            case Outcome.Refused refused -> refused.reason().equals("AlreadyExists");
            case Outcome.Applied _, Outcome.Throttled _, Outcome.Failed _ -> false;
        };
    }

    private Wish wish(Ask ask, Leader leader, Stored before) {
        Map<String, String> seen = new LinkedHashMap<>();
        ask.order().pods().forEach((uid, pod) -> seen.put(uid, pod.resourceVersion()));
        boolean isSeenLive = ask.order().lookedLiveNanos() > before.readNanos();
        return new Wish(
                leader, ask.order().plan().budget(), seen, ask.wanted(), ask.released(), isSeenLive, time.now());
    }

    private Optional<Outcome> read(Order order) {
        Outcome outcome = resources.get(path(order));
        return switch (outcome) {
            case Outcome.Applied(JsonNode lease) -> {
                stored = new Stored(parse(lease), version(lease), time.nanos());
                yield Optional.empty();
            }
            case Outcome.Gone _ -> {
                stored = new Stored(Ledger.EMPTY, "", time.nanos());
                yield Optional.empty();
            }
            case Outcome.Conflicted _, Outcome.Refused _, Outcome.Throttled _, Outcome.Failed _ -> Optional.of(outcome);
        };
    }

    private Outcome write(Order order, Stored before, Ledger next) {
        ObjectNode lease = lease(order, before, next);
        Outcome outcome = before.resourceVersion().isEmpty()
                ? resources.create(ResourceType.LEASE, order.key().namespace(), lease)
                : resources.update(path(order), lease);
        // Whatever went wrong, the next attempt reads first.
        stored = outcome instanceof Outcome.Applied(JsonNode after)
                ? new Stored(next, version(after), time.nanos())
                : null;
        return outcome;
    }

    private static ObjectNode lease(Order order, Stored before, Ledger next) {
        ObjectNode lease = JsonNodeFactory.instance.objectNode();
        lease.put("apiVersion", ResourceType.LEASE.apiVersion()).put("kind", ResourceType.LEASE.kind());
        ObjectNode metadata = lease.putObject("metadata");
        metadata.put("name", NAME_PREFIX + order.ownerUid());
        metadata.put("namespace", order.key().namespace());
        if (!before.resourceVersion().isEmpty()) {
            metadata.put("resourceVersion", before.resourceVersion());
        }
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", order.apiVersion())
                .put("kind", order.key().kind())
                .put("name", order.key().name())
                .put("uid", order.ownerUid())
                .put("blockOwnerDeletion", false);
        ObjectNode annotations = metadata.putObject("annotations");
        annotations.put(EPOCH, Long.toString(next.epoch()));
        annotations.put(CLAIMS, print(next.claims()));
        ObjectNode spec = lease.putObject("spec");
        spec.put("holderIdentity", next.writer());
        return lease;
    }

    private static ObjectPath path(Order order) {
        return ObjectPath.of(ResourceType.LEASE, order.key().namespace(), NAME_PREFIX + order.ownerUid());
    }

    private static String version(JsonNode lease) {
        return lease.path("metadata").path("resourceVersion").asText();
    }

    /// `uid=resourceVersion/seconds/owner,…`
    private static String print(SequencedMap<String, Claim> claims) {
        StringBuilder text = new StringBuilder();
        claims.forEach((uid, claim) -> text.append(text.isEmpty() ? "" : ",")
                .append(uid)
                .append('=')
                .append(claim.resourceVersion())
                .append('/')
                .append(claim.at().getEpochSecond())
                .append('/')
                .append(claim.owner()));
        return text.toString();
    }

    /// A ledger that cannot be read holds everything back: it is taken as written by a leader that is later than
    /// any.
    private static Ledger parse(JsonNode lease) {
        JsonNode annotations = lease.path("metadata").path("annotations");
        SequencedMap<String, Claim> claims = new LinkedHashMap<>();
        String text = annotations.path(CLAIMS).asText("");
        try {
            for (String term : text.isEmpty() ? List.<String>of() : List.of(text.split(","))) {
                Matcher claim = CLAIM.matcher(term);
                if (!claim.matches()) {
                    return UNREADABLE;
                }
                Instant at = Instant.ofEpochSecond(Long.parseLong(claim.group(3)));
                claims.put(claim.group(1), new Claim(claim.group(2), claim.group(4), at));
            }
            return new Ledger(
                    Long.parseLong(annotations.path(EPOCH).asText("0")),
                    lease.path("spec").path("holderIdentity").asText(""),
                    claims);
        } catch (NumberFormatException | DateTimeException e) {
            return UNREADABLE;
        }
    }
}
