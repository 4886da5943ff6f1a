package io.fairlead.engine.rollout;

import java.util.List;

/// A decision about one roster. Either the scale part (create, delete) or the update part holds something, never
/// both.
///
/// @param createOld pods to create at the current revision
/// @param createUpdated pods to create at the update revision
/// @param isBack updates go to the current revision instead of the update revision
/// @param refused candidates that no method fits
public record Rollout(
        Numbers numbers,
        int createOld,
        int createUpdated,
        List<Member> deletions,
        List<Update> updates,
        boolean isBack,
        List<Refused> refused) {
    public Rollout {
        deletions = List.copyOf(deletions);
        updates = List.copyOf(updates);
        refused = List.copyOf(refused);
    }

    public record Update(Member member, UpdateMethod method) {}

    public record Refused(Member member, String reason) {}

    public boolean isScaling() {
        return createOld > 0 || createUpdated > 0 || !deletions.isEmpty();
    }
}
