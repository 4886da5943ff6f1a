package io.fairlead.engine.kinds.cloneset;

import io.fairlead.api.apps.CloneSet.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The conditions of a CloneSet. A trouble that is over takes its condition away (kruise leaves it for ever);
/// conditions of other writers stay.
final class CloneSetConditions {
    static final String STALLED = "Stalled";
    static final String FAILED_SCALE = "FailedScale";
    static final String FAILED_UPDATE = "FailedUpdate";
    static final String PROGRESSING = "Progressing";
    private static final List<String> OWN = List.of(FAILED_SCALE, FAILED_UPDATE, PROGRESSING, STALLED);
    private static final int MESSAGE_MAX = 1024;

    private CloneSetConditions() {}

    static List<Condition> of(
            List<Condition> old, CloneSetTroubles troubles, Optional<Condition> progress, Instant now) {
        List<Condition> conditions = new ArrayList<>(
                old.stream().filter(each -> !OWN.contains(each.type())).toList());
        troubles.failedScale().ifPresent(each -> conditions.add(trouble(old, FAILED_SCALE, "", each, now)));
        troubles.failedUpdate().ifPresent(each -> conditions.add(trouble(old, FAILED_UPDATE, "", each, now)));
        progress.ifPresent(conditions::add);
        troubles.stalled().ifPresent(each -> conditions.add(trouble(old, STALLED, each.reason(), each.message(), now)));
        return conditions;
    }

    static Optional<Condition> find(List<Condition> conditions, String type) {
        return conditions.stream().filter(each -> each.type().equals(type)).findFirst();
    }

    private static Condition trouble(List<Condition> old, String type, String reason, String message, Instant now) {
        String text = message.length() > MESSAGE_MAX ? message.substring(0, MESSAGE_MAX) : message;
        return next(find(old, type), new Condition(type, "True", now, now, reason, text));
    }

    /// The old condition where it says the same; else the new one, with the time of the last real transition.
    static Condition next(Optional<Condition> old, Condition wanted) {
        if (old.isEmpty() || !old.get().status().equals(wanted.status())) {
            return wanted;
        }
        Condition stored = old.get();
        boolean isSame =
                stored.reason().equals(wanted.reason()) && stored.message().equals(wanted.message());
        return isSame
                ? stored
                : new Condition(
                        wanted.type(),
                        wanted.status(),
                        wanted.lastUpdateTime(),
                        stored.lastTransitionTime(),
                        wanted.reason(),
                        wanted.message());
    }
}
