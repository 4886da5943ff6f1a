package io.fairlead.server.execute;

import io.fairlead.engine.Plan.Budget;
import io.fairlead.engine.PodView.PodRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/// Who may disrupt which pods of one workload: the value that two leaders agree on through the API server. Pure.
///
/// A claim names a pod and the resourceVersion on which the decision rests. The disruptive write that follows carries
/// the same resourceVersion, so a claim is *open* only while a view shows the pod at that version or an older one:
/// once the pod is seen at a later version, the write has either happened (and the view shows what it did) or can
/// never happen. A pod that the view does not hold is not counted as available either. So, for a view `v`:
/// `available(v) - open claims(v) - new claims >= replicas - maxUnavailable` (invariant S1), whoever wrote the
/// claims.
///
/// The writer drops the claims that its own view shows as settled. A staler view would still count those pods as
/// available, so a process that finds a ledger written by another one must read the pods live before it may add to
/// it.
///
/// A claim that a second process takes up as well belongs to nobody any more: neither may give it back, as the
/// other's write may be under way.
///
/// @param epoch of the leader that wrote last; a smaller one may not write any more
/// @param writer the process that wrote last; empty where nobody did
/// @param claims by pod uid, in the order of claiming
record Ledger(long epoch, String writer, SequencedMap<String, Claim> claims) {
    /// Pods claimed by one write.
    static final int BATCH_MAX = 50;

    /// Open claims of one workload; a further batch waits until pods were seen to move.
    static final int CLAIMS_MAX = 200;

    /// Claims of another process, on pods that never changed since, end after this long: it covers the longest time
    /// that a request may be under way, beside the time within which a leader notices that it lost its lease.
    static final Duration CLAIM_LIFETIME = Duration.ofSeconds(90);

    static final Ledger EMPTY = new Ledger(0, "", new LinkedHashMap<>());

    Ledger {
        claims = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(claims));
    }

    /// @param resourceVersion of the pod on which the decision rests
    /// @param owner the process that claimed it; [#SHARED] once several did
    /// @param at when, by that process's clock; whole seconds
    record Claim(String resourceVersion, String owner, Instant at) {
        static final String SHARED = "*";

        Claim and(Claim other) {
            return new Claim(
                    ResourceVersions.later(resourceVersion, other.resourceVersion()),
                    owner.equals(other.owner()) ? owner : SHARED,
                    at.isAfter(other.at()) ? at : other.at());
        }
    }

    /// What became of a wish to disrupt some pods.
    sealed interface Grant {
        /// Write `next` under compare-and-swap; then, and only then, the pods in `granted` may be disrupted.
        record Granted(Ledger next, List<PodRef> granted) implements Grant {}

        /// The budget has no room now; nothing to write.
        record Exhausted(int open) implements Grant {}

        /// Another process wrote last: read the pods live, then ask again.
        record LookFirst(String writer) implements Grant {}

        /// A later leader has written: this process must not disrupt anything.
        record Fenced(long storedEpoch) implements Grant {}
    }

    /// Who asks.
    record Leader(String identity, long epoch) {}

    /// What one process asks for.
    ///
    /// @param budget what its plan rests on
    /// @param seen resourceVersion by uid of every pod in the view that the plan rests on
    /// @param wanted pods to disrupt, most urgent first
    /// @param released pods claimed by this process that have no write under way and will get none
    /// @param isSeenLive the view was read live after the ledger was read
    record Wish(
            Leader leader,
            Budget budget,
            Map<String, String> seen,
            List<PodRef> wanted,
            Set<String> released,
            boolean isSeenLive,
            Instant now) {}

    Grant grant(Wish wish) {
        if (epoch > wish.leader().epoch()) {
            return new Grant.Fenced(epoch);
        }
        if (!writer.isEmpty() && !writer.equals(wish.leader().identity()) && !wish.isSeenLive()) {
            return new Grant.LookFirst(writer);
        }
        SequencedMap<String, Claim> next = open(wish);
        int open = next.size();
        Budget budget = wish.budget();
        int room = Math.min(budget.available() - (budget.replicas() - budget.maxUnavailable()), CLAIMS_MAX) - open;
        List<PodRef> granted = new ArrayList<>();
        for (PodRef pod : wish.wanted()) {
            if (granted.size() == BATCH_MAX) {
                break;
            }
            // A pod that is claimed already takes no second share of the budget, whoever claimed it.
            boolean isClaimed = next.containsKey(pod.uid());
            if (isClaimed || room > 0) {
                room -= isClaimed ? 0 : 1;
                Claim claim = new Claim(pod.resourceVersion(), wish.leader().identity(), wish.now());
                next.merge(pod.uid(), claim, Claim::and);
                granted.add(pod);
            }
        }
        return granted.isEmpty()
                ? new Grant.Exhausted(open)
                : new Grant.Granted(
                        new Ledger(wish.leader().epoch(), wish.leader().identity(), next), List.copyOf(granted));
    }

    /// The claims that still count against the budget of this view.
    private SequencedMap<String, Claim> open(Wish wish) {
        SequencedMap<String, Claim> open = new LinkedHashMap<>();
        for (Map.Entry<String, Claim> entry : claims.entrySet()) {
            Claim claim = entry.getValue();
            String seen = wish.seen().get(entry.getKey());
            boolean isSettled = seen == null || ResourceVersions.isAfter(seen, claim.resourceVersion());
            boolean isMine = claim.owner().equals(wish.leader().identity());
            boolean isOver = isMine
                    ? wish.released().contains(entry.getKey())
                    : claim.at().plus(CLAIM_LIFETIME).isBefore(wish.now());
            if (!isSettled && !isOver) {
                open.put(entry.getKey(), claim);
            }
        }
        return open;
    }
}
