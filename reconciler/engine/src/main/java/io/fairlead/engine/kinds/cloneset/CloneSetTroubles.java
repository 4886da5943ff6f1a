package io.fairlead.engine.kinds.cloneset;

import io.fairlead.api.apps.CloneSet;
import io.fairlead.engine.KindModule.Observed;
import io.fairlead.engine.revision.RevisionBook;
import io.fairlead.engine.rollout.Census;
import io.fairlead.engine.rollout.Rollout;
import io.fairlead.engine.rollout.Rollout.Refused;
import java.util.Optional;

/// What keeps a CloneSet from getting where it should be, for its conditions; empty parts are over, or never were.
record CloneSetTroubles(Optional<CloneSetHold> stalled, Optional<String> failedScale, Optional<String> failedUpdate) {
    record Facts(Observed<CloneSet> observed, RevisionBook book, Census census, Rollout rollout) {}

    static CloneSetTroubles stalled(CloneSetHold hold) {
        return new CloneSetTroubles(Optional.of(hold), Optional.empty(), Optional.empty());
    }

    static CloneSetTroubles of(Facts facts) {
        Rollout rollout = facts.rollout();
        Optional<String> pending = facts.observed().pendingFailure();
        boolean isCurrentMissing = facts.book().current().isEmpty();
        String missing = "current revision " + facts.book().currentName() + " is missing";
        Optional<String> scale = Optional.empty();
        Optional<String> update = Optional.empty();
        if (isCurrentMissing && rollout.numbers().createOld() > 0) {
            scale = Optional.of(missing + ": no pod can be created at it");
        } else if (pending.isPresent() && isScaling(facts)) {
            scale = pending;
        }
        if (isCurrentMissing && rollout.numbers().update() < 0) {
            update = Optional.of(missing + ": no pod can be brought back to it");
        } else if (!rollout.refused().isEmpty()) {
            Refused first = rollout.refused().getFirst();
            int more = rollout.refused().size() - 1;
            update = Optional.of("pod " + first.member().pod().name() + " cannot be updated in place: " + first.reason()
                    + (more == 0 ? "" : " (and " + more + " more)"));
        } else if (pending.isPresent() && !isScaling(facts)) {
            update = pending;
        }
        return new CloneSetTroubles(Optional.empty(), scale, update);
    }

    private static boolean isScaling(Facts facts) {
        return facts.census().total() != facts.observed().object().spec().replicas()
                || facts.rollout().isScaling();
    }
}
