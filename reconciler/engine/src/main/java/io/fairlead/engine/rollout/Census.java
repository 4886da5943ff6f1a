package io.fairlead.engine.rollout;

import java.util.Comparator;
import java.util.List;

/// The members of a roster, counted. "Unavailable" counts leave out the members that are specified for deletion, as
/// the formulas want it; `available` and `ready` count every member.
///
/// @param members sorted by name and uid, so that no choice depends on the order of the input
public record Census(
        List<Member> members,
        int updated,
        int old,
        int specifiedUpdated,
        int specifiedOld,
        int unavailable,
        int available,
        int ready) {
    private static final Comparator<Member> BY_NAME = Comparator.comparing(
                    (Member each) -> each.pod().name())
            .thenComparing(each -> each.pod().uid());

    public Census {
        members = List.copyOf(members);
    }

    public static Census of(List<Member> unsorted) {
        List<Member> members = sorted(unsorted);
        int updated = 0;
        int specifiedUpdated = 0;
        int specifiedOld = 0;
        int unavailable = 0;
        int available = 0;
        int ready = 0;
        for (Member member : members) {
            updated += member.isUpdated() ? 1 : 0;
            available += member.isAvailable() ? 1 : 0;
            ready += member.isReady() ? 1 : 0;
            if (!member.isSpecified()) {
                unavailable += member.isAvailable() ? 0 : 1;
            } else if (member.isUpdated()) {
                specifiedUpdated++;
            } else {
                specifiedOld++;
            }
        }
        int old = members.size() - updated;
        return new Census(members, updated, old, specifiedUpdated, specifiedOld, unavailable, available, ready);
    }

    /// The input is sorted as a rule: then one pass is enough.
    private static List<Member> sorted(List<Member> members) {
        for (int i = 1; i < members.size(); i++) {
            if (BY_NAME.compare(members.get(i - 1), members.get(i)) > 0) {
                return members.stream().sorted(BY_NAME).toList();
            }
        }
        return members;
    }

    public int total() {
        return members.size();
    }

    public int specified() {
        return specifiedUpdated + specifiedOld;
    }
}
