package io.fairlead.policies;

/// Judges one change from facts: a pure, total function.
///
/// A gate can only hold back. Taking an approval or a signature away from its input never makes its verdict higher;
/// every verdict but Allow carries a reason. The gates' shared contract test checks both.
@FunctionalInterface
public interface Gate {
    Verdict judge(GateInput input);
}
