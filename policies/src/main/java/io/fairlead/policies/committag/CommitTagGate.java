package io.fairlead.policies.committag;

import io.fairlead.api.ObjectKey;
import io.fairlead.policies.Approval;
import io.fairlead.policies.ChangeClass;
import io.fairlead.policies.Evidence;
import io.fairlead.policies.Extent;
import io.fairlead.policies.Gate;
import io.fairlead.policies.GateInput;
import io.fairlead.policies.Ledger;
import io.fairlead.policies.ObjectDifference.Created;
import io.fairlead.policies.ObjectDifference.Deleted;
import io.fairlead.policies.ObjectDifference.Updated;
import io.fairlead.policies.Reason;
import io.fairlead.policies.ReasonCode;
import io.fairlead.policies.ScopeTags;
import io.fairlead.policies.SeenTag;
import io.fairlead.policies.Verdict;
import io.fairlead.policies.committag.TagName.Verb;
import io.fairlead.policies.rollback.Rollback;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Holds a change until a promote tag approves the scope's content, and while a hold tag stands.
///
/// - Classes that the policy does not name pass, but an update under way keeps the extent it was granted: neither
/// losing
///   an approval nor a scaling commit moves it.
/// - An approval counts if it is good in itself ([CommitTags]), is remembered as open ([Ledger]), is for this content
///   and this object. Of several the widest counts.
/// - A rollback ([Rollback]) needs no approval. It goes on under a hold tag too, unless the policy says otherwise: who
///   wants everything to stop freezes the scope.
/// - Without a ledger, or with one that has no room for the object, everything is held.
public final class CommitTagGate implements Gate {
    private static final int SHORT_ID = 12;

    @Override
    public Verdict judge(GateInput input) {
        return switch (input.evidence().memory()) {
            case Evidence.Lost lost ->
                Verdict.hold(new Reason(
                        ReasonCode.LEDGER_LOST,
                        "the memory of approvals is gone (" + lost.why()
                                + "): restore the Delivery object, or ask for it to be set up anew"));
            case Evidence.Remembered remembered -> judge(input, remembered.ledger());
        };
    }

    private static Verdict judge(GateInput input, Ledger ledger) {
        ObjectKey key = input.change().key();
        if (!ledger.hasRoomFor(key)) {
            return Verdict.hold(new Reason(
                    ReasonCode.LEDGER_FULL,
                    "the scope already remembers " + Ledger.OBJECTS_MAX + " objects: split the scope"));
        }
        Rollback rollback = Rollback.recognise(input.change(), ledger);
        List<ChangeClass> needed = rollback.stillNeeded(input.policy().approvalNeededFor(input.change()));
        boolean returns = rollback == Rollback.RETURNS && needed.isEmpty();
        List<Reason> brakes = input.evidence().tags().brakes().stream()
                .filter(brake -> isFor(brake.target(), key))
                .map(ScopeTags.Brake::reason)
                .toList();
        if (!brakes.isEmpty() && !(returns && !input.policy().holdStopsRollback())) {
            return new Verdict.Hold(brakes);
        }
        if (returns) {
            return new Verdict.Allow(List.of(new Reason(
                    ReasonCode.ROLLBACK, key + " returns to a content that completed healthy here: no tag is needed")));
        }
        return promote(input, ledger, needed);
    }

    private static Verdict promote(GateInput input, Ledger ledger, List<ChangeClass> needed) {
        boolean underWay =
                input.change().isUnderWay() && input.policy().required().contains(ChangeClass.TEMPLATE);
        if (needed.isEmpty() && !underWay) {
            return Verdict.allow();
        }
        Sifted sifted = sift(input, ledger);
        Extent present = underWay ? present(input, ledger) : Extent.NONE;
        if (sifted.open.isEmpty() && (!needed.isEmpty() || present.equals(Extent.NONE))) {
            return new Verdict.Hold(withAdvice(input, ledger, sifted.refusals));
        }
        Extent widest = present;
        for (Approval approval : sifted.open) {
            // Extents of tags are percentages, so this finds the widest; against a present one in pods it keeps that.
            widest = approval.grant().extent().covers(widest) ? approval.grant().extent() : widest;
        }
        if (widest.isFull()) {
            return new Verdict.Allow(List.of(approved(sifted.open)));
        }
        return new Verdict.Cap(widest, withAdvice(input, ledger, sifted.refusals));
    }

    /// How far the effective template has been let go: what was granted, or less if the live object says less.
    private static Extent present(GateInput input, Ledger ledger) {
        return switch (input.change().difference()) {
            case Created ignored -> Extent.NONE;
            case Deleted ignored -> Extent.NONE;
            case Updated updated ->
                ledger.historyOf(input.change().key())
                        .extentOf(updated.effective().template())
                        .meet(updated.live());
        };
    }

    private record Sifted(List<Approval> open, List<Reason> refusals) {}

    private static Sifted sift(GateInput input, Ledger ledger) {
        ScopeTags tags = input.evidence().tags();
        var open = new ArrayList<Approval>();
        var refusals = new ArrayList<>(tags.refusals());
        for (Approval approval : tags.approvals()) {
            Optional<Reason> why = refusal(approval, input, ledger);
            why.ifPresent(refusals::add);
            if (why.isEmpty() && approval.scopeDigest().equals(input.scope().digest())) {
                open.add(approval);
            }
        }
        withdrawn(input, ledger, tags).ifPresent(refusals::add);
        return new Sifted(open, refusals);
    }

    /// Why an approval does not count here and now. Old tags of other content, already used, are no news: no
    /// reason.
    private static Optional<Reason> refusal(Approval approval, GateInput input, Ledger ledger) {
        SeenTag seen = ledger.tags().get(approval.ref());
        boolean thisContent = approval.scopeDigest().equals(input.scope().digest());
        if (seen == null) {
            return Optional.of(ledger.refusalOf(approval, input.evidence().now())
                            .orElse(new Reason(ReasonCode.NOT_RECORDED, approval.ref() + " is not taken up yet")))
                    .filter(ignored -> thisContent);
        }
        if (seen.state() == SeenTag.State.MOVED || !seen.objectId().equals(approval.objectId())) {
            return because(approval, ReasonCode.TAG_MOVED, "was moved to another object, so neither counts");
        }
        if (seen.state() == SeenTag.State.SPENT) {
            return thisContent
                    ? because(approval, ReasonCode.SPENT, "is used up: other content was effective since")
                    : Optional.empty();
        }
        if (!thisContent) {
            return because(approval, ReasonCode.NOT_THIS_CONTENT, "is for other content of the scope");
        }
        Duration age = Duration.between(seen.firstSeen(), input.evidence().now());
        if (age.compareTo(input.policy().approvalAgeMax()) > 0) {
            return because(
                    approval,
                    ReasonCode.TOO_OLD,
                    "was first seen more than "
                            + input.policy().approvalAgeMax().toDays() + " days ago");
        }
        return isFor(approval.grant().target(), input.change().key())
                ? Optional.empty()
                : because(
                        approval,
                        ReasonCode.OTHER_TARGET,
                        "is for " + approval.grant().target() + " alone");
    }

    private static Optional<Reason> because(Approval approval, ReasonCode code, String what) {
        return Optional.of(new Reason(code, approval.ref() + " " + what));
    }

    /// An open approval of this content that is no longer there, or no longer good.
    private static Optional<Reason> withdrawn(GateInput input, Ledger ledger, ScopeTags tags) {
        List<String> present = tags.approvals().stream().map(Approval::ref).toList();
        return ledger.tags().entrySet().stream()
                .filter(entry -> entry.getValue().state() == SeenTag.State.OPEN
                        && entry.getValue().scopeDigest().equals(input.scope().digest())
                        && !present.contains(entry.getKey()))
                .map(entry -> new Reason(
                        ReasonCode.APPROVAL_WITHDRAWN,
                        entry.getKey() + " is gone or no longer good: what runs stays, and nothing goes further"))
                .findFirst();
    }

    private static boolean isFor(String target, ObjectKey key) {
        return target.isEmpty() || target.equals(key.kind() + "/" + key.name());
    }

    private static Reason approved(List<Approval> open) {
        return new Reason(
                ReasonCode.APPROVED,
                open.stream()
                        .filter(approval -> approval.grant().extent().isFull())
                        .map(approval -> approval.ref() + " approves all of it")
                        .findFirst()
                        .orElse("approved earlier"));
    }

    private static List<Reason> withAdvice(GateInput input, Ledger ledger, List<Reason> refusals) {
        var reasons = new ArrayList<>(refusals);
        String sign = input.policy().signatureRequired() ? "-s" : "-a";
        TagName name = freeName(input, ledger);
        String commit = shortId(input);
        reasons.add(new Reason(
                ReasonCode.AWAITING_APPROVAL,
                input.change().key() + " waits for the tag " + name.shortName() + ": git tag " + sign + " -m promote "
                        + name.shortName() + " " + commit + " && git push origin " + name.ref()));
        switch (Rollback.recognise(input.change(), ledger)) {
            case LOOKS_LIKE_ONE ->
                reasons.add(new Reason(
                        ReasonCode.LOOKS_LIKE_ROLLBACK,
                        "the template completed healthy before, but not with these settings, so this is no rollback"));
            case REVOKED ->
                reasons.add(new Reason(
                        ReasonCode.REVOKED, "the template was revoked, so going back to it needs an approval"));
            case NONE, RETURNS -> {}
        }
        return reasons;
    }

    private static String shortId(GateInput input) {
        String commit = input.scope().commit();
        return commit.substring(0, Math.min(SHORT_ID, commit.length()));
    }

    /// A name for the next tag that neither the repository nor the ledger has yet.
    private static TagName freeName(GateInput input, Ledger ledger) {
        String commit = shortId(input);
        int number = 1;
        while (true) {
            String id = number == 1 ? commit : commit + "-" + number;
            var name = new TagName(
                    Verb.PROMOTE, input.scope().stage(), input.scope().scope(), id);
            boolean taken = ledger.isNameTaken(name.ref())
                    || input.evidence().tags().refs().stream().anyMatch(name.ref()::equalsIgnoreCase);
            if (!taken) {
                return name;
            }
            number++;
        }
    }
}
