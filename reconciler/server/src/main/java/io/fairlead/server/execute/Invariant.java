package io.fairlead.server.execute;

/// A plan that must never have been made: writing anything of it could do harm, so nothing of it is written and the
/// workload stops until people look. Not an expected failure.
public final class Invariant extends RuntimeException {
    public Invariant(String message) {
        super(message);
    }
}
