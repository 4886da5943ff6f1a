package io.fairlead.gitsync.app;

import io.fairlead.api.ObjectKey;
import io.fairlead.gitsync.desired.Change;
import io.fairlead.gitsync.health.Health;
import io.fairlead.gitsync.ledger.DeliveryState.Phase;
import io.fairlead.gitsync.ledger.DeliveryState.Report;
import io.fairlead.gitsync.manifest.Defect;
import io.fairlead.gitsync.promote.Decision;
import io.fairlead.policies.Reason;
import io.fairlead.policies.ReasonCode;
import io.fairlead.policies.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// Puts what came of a pass into one phase and one sentence that says what to do next.
final class Reports {
    static final String SUSPENDED = "the source is suspended: set spec.suspend to false to go on";

    private Reports() {}

    static Report ofDefects(List<Defect> defects) {
        List<String> details = defects.stream().map(Defect::toString).toList();
        return new Report(
                Phase.DEGRADED,
                "held back, nothing was changed: " + details.getFirst() + ". Mend it in a new commit, or revert",
                details);
    }

    static Report held(String why) {
        return new Report(Phase.HELD, why, List.of());
    }

    static Report suspended(String why) {
        return new Report(Phase.SUSPENDED, why, List.of());
    }

    /// What kept objects from being written, a sentence each.
    ///
    /// @param failures refused by the server, or not now
    /// @param frozen stopped by a person
    record Hindrances(List<String> failures, List<String> frozen) {
        Hindrances {
            failures = List.copyOf(failures);
            frozen = List.copyOf(frozen);
        }

        boolean isNone() {
            return failures.isEmpty() && frozen.isEmpty();
        }
    }

    static Report of(
            List<Decision> decisions,
            List<Reason> refusals,
            Hindrances hindrances,
            SortedMap<ObjectKey, Health> health) {
        List<String> failures = hindrances.failures();
        List<String> details = new ArrayList<>(failures);
        details.addAll(hindrances.frozen());
        List<Decision> waiting = decisions.stream().filter(Decision::isWaiting).toList();
        for (Decision decision : waiting) {
            decision.verdict().reasons().forEach(r -> add(details, r.toString()));
        }
        refusals.forEach(r -> add(details, r.toString()));
        List<String> degraded = sentences(health, Health.State.DEGRADED);
        List<String> progressing = sentences(health, Health.State.PROGRESSING);
        degraded.forEach(s -> add(details, s));
        progressing.forEach(s -> add(details, s));
        if (!failures.isEmpty()) {
            return new Report(Phase.DEGRADED, failures.getFirst(), details);
        }
        if (!hindrances.frozen().isEmpty()) {
            return new Report(Phase.HELD, hindrances.frozen().getFirst(), details);
        }
        if (!degraded.isEmpty()) {
            return new Report(Phase.DEGRADED, degraded.getFirst(), details);
        }
        boolean isOnlyCapped = waiting.stream().allMatch(d -> d.verdict() instanceof Verdict.Cap);
        if (!waiting.isEmpty() && !(isOnlyCapped && !progressing.isEmpty())) {
            return waiting(waiting, details);
        }
        if (!progressing.isEmpty()) {
            return new Report(Phase.PROGRESSING, progressing.getFirst(), details);
        }
        return new Report(
                Phase.HEALTHY,
                decisions.size() + (decisions.size() == 1 ? " object is" : " objects are") + " as Git wants",
                details);
    }

    private static Report waiting(List<Decision> waiting, List<String> details) {
        for (Decision decision : waiting) {
            Optional<Reason> tag = decision.verdict().reasons().stream()
                    .filter(r -> r.code() == ReasonCode.AWAITING_APPROVAL)
                    .findFirst();
            if (tag.isPresent()) {
                return new Report(Phase.AWAITING_APPROVAL, tag.get().sentence(), details);
            }
        }
        return new Report(
                Phase.HELD, waiting.getFirst().verdict().reasons().getFirst().toString(), details);
    }

    private static List<String> sentences(SortedMap<ObjectKey, Health> health, Health.State state) {
        List<String> sentences = new ArrayList<>();
        for (Map.Entry<ObjectKey, Health> entry : health.entrySet()) {
            if (entry.getValue().state() == state) {
                sentences.add(entry.getKey() + ": " + entry.getValue().message());
            }
        }
        return sentences;
    }

    private static void add(List<String> details, String sentence) {
        if (!details.contains(sentence)) {
            details.add(sentence);
        }
    }

    /// Whether an object's own decision keeps it from what Git wants.
    static boolean isWaiting(Decision decision) {
        return decision.isWaiting() && !(decision.change() instanceof Change.Unchanged && !decision.isHeld());
    }
}
