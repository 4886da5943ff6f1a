package io.fairlead.engine.rollout;

import io.fairlead.engine.rollout.Rollout.Refused;
import io.fairlead.engine.rollout.Rollout.Update;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/// Which pods are updated now (kruise: cloneset_update.go `limitUpdateIndexes`). Broken pods come first and cost
/// nothing, but only as many at a time as may be unavailable; a pod that has to be refused is passed over, never
/// waited for.
final class UpdateChoice {
    /// @param isBack from the update revision to the current one
    record Request(
            Census census,
            Numbers numbers,
            boolean isBack,
            Comparator<Member> order,
            Function<Member, UpdateMethod> method) {}

    record Choice(List<Update> updates, List<Refused> refused) {}

    private UpdateChoice() {}

    static Choice choose(Request request) {
        List<Member> candidates = new ArrayList<>();
        int unavailable = 0;
        int unready = 0;
        int arriving = 0;
        for (Member member : request.census().members()) {
            unavailable += member.isAvailable() ? 0 : 1;
            unready += member.isReady() ? 0 : 1;
            if (member.isUpdated() != request.isBack()) {
                arriving += member.isAvailable() ? 0 : 1;
            } else if (!member.isSpecified()) {
                candidates.add(member);
            }
        }
        candidates.sort(request.order());
        int limit = request.numbers().updateUnavailableMax();
        int wanted = Math.min(Math.abs(request.numbers().update()), RolloutEngine.MOVES_MAX);
        List<Update> updates = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        for (Member member : candidates) {
            if (updates.size() == wanted || arriving + updates.size() >= limit) {
                break;
            }
            // A ready pod that is merely young serves: it is no broken one that may go for free.
            boolean isHeld = (member.isAvailable() && unavailable >= limit) || (member.isReady() && unready >= limit);
            if (isHeld) {
                continue;
            }
            UpdateMethod method = request.method().apply(member);
            if (method instanceof UpdateMethod.Impossible impossible) {
                refused.add(new Refused(member, impossible.reason()));
                continue;
            }
            unavailable += member.isAvailable() ? 1 : 0;
            unready += member.isReady() ? 1 : 0;
            updates.add(new Update(member, method));
        }
        return new Choice(updates, refused);
    }
}
