package io.fairlead.policies;

import java.util.ArrayList;
import java.util.List;

/// All gates together: the meet of their verdicts.
///
/// A [Verdict.Cap] that cannot be carried out, because the change is no template update of a kind with a partition,
/// is a [Verdict.Hold].
public record GateChain(List<Gate> gates) implements Gate {
    public GateChain {
        gates = List.copyOf(gates);
        if (gates.isEmpty()) {
            throw new IllegalArgumentException("a chain without gates would allow everything");
        }
    }

    @Override
    public Verdict judge(GateInput input) {
        Verdict verdict = Verdict.allow();
        for (Gate gate : gates) {
            verdict = verdict.meet(gate.judge(input));
        }
        return verdict instanceof Verdict.Cap cap && !input.change().canBeCapped() ? held(cap, input) : verdict;
    }

    private static Verdict held(Verdict.Cap cap, GateInput input) {
        var reasons = new ArrayList<>(cap.reasons());
        reasons.add(new Reason(
                ReasonCode.CAP_NOT_POSSIBLE,
                input.change().key() + " cannot be updated in part, and only " + cap.extent()
                        + " may be updated: it waits until everything may"));
        return new Verdict.Hold(reasons);
    }
}
