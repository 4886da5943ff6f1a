package io.fairlead.simulator.cel;

/// CEL's null.
public enum Null {
    VALUE
}
