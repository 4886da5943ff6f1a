package io.fairlead.simulator.invariant;

/// Something happened that must not happen.
///
/// @param invariant as in the list of invariants: `S1`
/// @param at the moment, as the journal shows it
/// @param commit what was written, by whom
/// @param numbers why that is wrong
public record Violation(String invariant, String at, String commit, String numbers) {
    @Override
    public String toString() {
        return invariant + " at " + at + ": " + commit + ": " + numbers;
    }
}
