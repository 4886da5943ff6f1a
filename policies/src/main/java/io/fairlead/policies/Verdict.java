package io.fairlead.policies;

import java.util.List;
import java.util.stream.Stream;

/// What a gate lets happen to a change. Verdicts form a lattice: `Deny < Hold < Cap(lower) < Cap(higher) < Allow`.
///
/// [#meet] is associative, commutative and idempotent, so the order of gates does not matter. The reasons of a
/// meet are
/// those of the operands that are as low as the result: who is held needs no reasons for being capped as well.
public sealed interface Verdict {
    /// A verdict carries no more reasons than this; the first by [ReasonCode] stay.
    int REASONS_MAX = 32;

    /// Sorted and distinct; empty only for an [Allow].
    List<Reason> reasons();

    /// Everything of the change may happen. With a [ReasonCode#ROLLBACK] the effective partition is 0.
    record Allow(List<Reason> reasons) implements Verdict {
        public Allow {
            reasons = canonical(reasons);
        }
    }

    /// The new manifest may be applied with the partition raised so that at most `extent` is updated; never
    /// [Extent#FULL], which is an [Allow].
    record Cap(Extent extent, List<Reason> reasons) implements Verdict {
        public Cap {
            if (extent.isFull()) {
                throw new IllegalArgumentException("a cap that caps nothing");
            }
            reasons = stated(reasons);
        }
    }

    /// Nothing of the change is created, applied or pruned; the object keeps its last effective version.
    record Hold(List<Reason> reasons) implements Verdict {
        public Hold {
            reasons = stated(reasons);
        }
    }

    /// The change is refused; waiting does not help.
    record Deny(List<Reason> reasons) implements Verdict {
        public Deny {
            reasons = stated(reasons);
        }
    }

    /// The top of the lattice: `meet(allow(), x)` is `x`.
    static Verdict allow() {
        return new Allow(List.of());
    }

    /// An [Allow] for the full extent, else a [Cap].
    static Verdict upTo(Extent extent, List<Reason> reasons) {
        return extent.isFull() ? new Allow(reasons) : new Cap(extent, reasons);
    }

    static Verdict hold(Reason reason) {
        return new Hold(List.of(reason));
    }

    /// The greatest verdict that is at most this one and at most `other`.
    default Verdict meet(Verdict other) {
        if (rank() != other.rank()) {
            return rank() < other.rank() ? this : other;
        }
        List<Reason> both =
                Stream.concat(reasons().stream(), other.reasons().stream()).toList();
        return switch (this) {
            case Allow ignored -> new Allow(both);
            case Cap cap -> new Cap(cap.extent.meet(other.extent()), both);
            case Hold ignored -> new Hold(both);
            case Deny ignored -> new Deny(both);
        };
    }

    /// Whether `other` lets through everything that this lets through; reasons do not count.
    default boolean isAtMost(Verdict other) {
        return rank() < other.rank()
                || (rank() == other.rank() && other.extent().covers(extent()));
    }

    /// How far a new template may go under this verdict.
    default Extent extent() {
        return switch (this) {
            case Allow ignored -> Extent.FULL;
            case Cap cap -> cap.extent;
            case Hold ignored -> Extent.NONE;
            case Deny ignored -> Extent.NONE;
        };
    }

    /// Whether a reason has this code.
    default boolean says(ReasonCode code) {
        return reasons().stream().anyMatch(reason -> reason.code() == code);
    }

    private int rank() {
        return switch (this) {
            case Deny ignored -> 0;
            case Hold ignored -> 1;
            case Cap ignored -> 2;
            case Allow ignored -> 3;
        };
    }

    private static List<Reason> stated(List<Reason> reasons) {
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException("holding back without a reason");
        }
        return canonical(reasons);
    }

    private static List<Reason> canonical(List<Reason> reasons) {
        return reasons.stream().sorted().distinct().limit(REASONS_MAX).toList();
    }
}
