package io.fairlead.policies;

import io.fairlead.policies.ObjectDifference.Replicas;
import io.fairlead.policies.ObjectDifference.Updated;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// What the policy asks of a scope in a stage. It lives in the cluster, never in the commit it judges.
///
/// @param required classes that need an approval
/// @param signatureRequired whether a promote tag counts only with a verified signature
/// @param holdStopsRollback whether a hold tag stops a rollback too
/// @param approvalAgeMax how long an approval stays open, from first sight; at most [Ledger#RETENTION]
/// @param scaleIn how many pods a change may take away without an approval, in every stage
public record GatePolicy(
        List<ChangeClass> required,
        boolean signatureRequired,
        boolean holdStopsRollback,
        Duration approvalAgeMax,
        ScaleInLimit scaleIn) {
    public static final Duration APPROVAL_AGE_MAX = Duration.ofDays(14);

    /// Everything but scaling needs a signed promote tag.
    public static final GatePolicy BY_TAG = new GatePolicy(
            Arrays.stream(ChangeClass.values())
                    .filter(c -> c != ChangeClass.SCALE)
                    .toList(),
            true,
            false,
            APPROVAL_AGE_MAX,
            ScaleInLimit.DEFAULT);

    /// Nothing needs a tag but a scale-in beyond the limit; hold tags still hold.
    public static final GatePolicy AUTO =
            new GatePolicy(List.of(), false, false, APPROVAL_AGE_MAX, ScaleInLimit.DEFAULT);

    public GatePolicy {
        required = List.copyOf(required);
        if (approvalAgeMax.isNegative() || approvalAgeMax.compareTo(Ledger.RETENTION) > 0) {
            throw new IllegalArgumentException("approvals cannot stay open longer than " + Ledger.RETENTION.toDays()
                    + " days, the ledger's memory");
        }
    }

    public GatePolicy withSignatureRequired(boolean signature) {
        return new GatePolicy(required, signature, holdStopsRollback, approvalAgeMax, scaleIn);
    }

    /// The greatest policy that allows nothing that either of the two forbids: policies form a lattice, as
    /// verdicts do,
    /// so whoever narrows one can only forbid.
    public GatePolicy meet(GatePolicy other) {
        return new GatePolicy(
                Arrays.stream(ChangeClass.values())
                        .filter(c -> required.contains(c) || other.required.contains(c))
                        .toList(),
                signatureRequired || other.signatureRequired,
                holdStopsRollback || other.holdStopsRollback,
                approvalAgeMax.compareTo(other.approvalAgeMax) <= 0 ? approvalAgeMax : other.approvalAgeMax,
                scaleIn.meet(other.scaleIn));
    }

    /// The classes of this change that need an approval.
    public List<ChangeClass> approvalNeededFor(ChangeFacts change) {
        return change.classes().stream()
                .filter(c -> required.contains(c) || (c == ChangeClass.SCALE && isMassScaleIn(change)))
                .toList();
    }

    private boolean isMassScaleIn(ChangeFacts change) {
        return change.difference() instanceof Updated updated && scaleIn.isExceededBy(updated.replicas());
    }

    /// At most `pods`, or `percent` of the replicas if that is more.
    public record ScaleInLimit(int pods, int percent) {
        public static final ScaleInLimit DEFAULT = new ScaleInLimit(5, 20);

        public ScaleInLimit {
            if (pods < 0 || percent < 0 || percent > Extent.PERCENT_MAX) {
                throw new IllegalArgumentException("no limit: " + pods + " pods, " + percent + " %");
            }
        }

        /// At most what either of the two allows, for every number of replicas.
        ScaleInLimit meet(ScaleInLimit other) {
            return new ScaleInLimit(Math.min(pods, other.pods), Math.min(percent, other.percent));
        }

        boolean isExceededBy(Replicas replicas) {
            long share = (long) replicas.effective() * percent / Extent.PERCENT_MAX;
            return replicas.scaleIn() > Math.max(pods, share);
        }
    }
}
