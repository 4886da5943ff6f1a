package io.fairlead.gitsync.app;

/// Asked between two writes: whether the next one may still be made.
@FunctionalInterface
interface Brake {
    /// @param namespace of the scope; empty for cluster-scoped objects
    State of(String namespace);

    sealed interface State {}

    record Free() implements State {}

    /// A person wants it to stop.
    ///
    /// @param why a sentence for people: who said so, and how to go on
    record Pulled(String why) implements State {}

    /// The process ends, or has lost its lease: another one goes on.
    record Ending() implements State {}
}
