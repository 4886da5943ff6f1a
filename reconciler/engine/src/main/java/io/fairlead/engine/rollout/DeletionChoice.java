package io.fairlead.engine.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Which pods a scale step deletes: those that people asked for, else surplus ones. A pod that is not ready may
/// always go; a ready one only while enough others remain.
final class DeletionChoice {
    private DeletionChoice() {}

    static List<Member> choose(Census census, Numbers numbers) {
        List<Member> specified =
                census.members().stream().filter(Member::isSpecified).toList();
        // Surplus pods wait: a specified pod that goes may be all the surplus there is.
        List<Member> wanted = specified.isEmpty() ? surplus(census, numbers) : MemberOrder.forDeletion(specified);
        return withinLimits(wanted, numbers);
    }

    private static List<Member> surplus(Census census, Numbers numbers) {
        if (numbers.scaleIn() == 0) {
            return List.of();
        }
        List<Member> chosen = new ArrayList<>(first(census, each -> !each.isUpdated(), numbers.scaleInOld()));
        chosen.addAll(first(census, Member::isUpdated, numbers.scaleIn() - chosen.size()));
        return chosen;
    }

    private static List<Member> first(Census census, Predicate<Member> side, int count) {
        List<Member> members = census.members().stream().filter(side).toList();
        return count >= members.size()
                ? members
                : MemberOrder.forDeletion(members).subList(0, count);
    }

    private static List<Member> withinLimits(List<Member> wanted, Numbers numbers) {
        int available = numbers.deletableAvailable();
        int ready = numbers.deletableReady();
        List<Member> chosen = new ArrayList<>();
        for (Member member : wanted) {
            boolean isHeld = (member.isAvailable() && available == 0) || (member.isReady() && ready == 0);
            if (!isHeld) {
                available -= member.isAvailable() ? 1 : 0;
                ready -= member.isReady() ? 1 : 0;
                chosen.add(member);
            }
        }
        return chosen;
    }
}
