package io.fairlead.server.execute;

import io.fairlead.engine.Step;

/// What people are told of a write that failed.
final class FailureText {
    /// A condition's message is no log: longer answers of the server are cut.
    static final int LENGTH_MAX = 512;

    private FailureText() {}

    static String of(Step step, String message) {
        Subject subject = Subject.of(step.action());
        String verb = switch (subject.sort()) {
            case REVISION -> "save revision ";
            case CREATE -> "create pod ";
            case DELETE -> "delete pod ";
            case UPDATE -> "update pod ";
            case MARK -> "mark pod ";
        };
        String name = Subject.pod(step.action()).map(pod -> pod.name()).orElse(subject.name());
        String text = verb + name + ": " + message;
        return text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX - 1) + "…";
    }
}
