package io.fairlead.simulator.cel;

/// A type as a value, as in `type(x) == int`.
public record TypeValue(String name) {}
