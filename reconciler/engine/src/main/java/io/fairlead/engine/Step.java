package io.fairlead.engine;

/// One action and why. The same reason appears in the event, the log and the status.
public record Step(Action action, Reason reason) {
    /// @param code CamelCase, as in an Event: `SuccessfulCreate`
    /// @param message a sentence for people, without secrets
    public record Reason(String code, String message) {}
}
