package io.fairlead.server.execute;

import io.fairlead.kube.Outcome;

/// What became of a step.
///
/// @param outcome of its last write
/// @param isTouched the server accepted a write of this step, or may have
record StepResult(Outcome outcome, boolean isTouched) {
    static StepResult of(Outcome outcome) {
        return new StepResult(outcome, mayBeApplied(outcome));
    }

    /// A further write after one that was accepted.
    static StepResult after(Outcome outcome) {
        return new StepResult(outcome, true);
    }

    private static boolean mayBeApplied(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied _ -> true;
            case Outcome.Failed failed -> failed.isUnknown();
            case Outcome.Conflicted _, Outcome.Gone _, Outcome.Refused _, Outcome.Throttled _ -> false;
        };
    }
}
