package io.fairlead.policies;

/// Everything a gate may look at.
public record GateInput(ChangeFacts change, ScopeContent scope, Evidence evidence, GatePolicy policy) {}
