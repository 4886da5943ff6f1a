package io.fairlead.engine.rollout;

import io.fairlead.engine.PodKeys;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The orders in which members are deleted and updated. All are total: the last word has the uid.
final class MemberOrder {
    private static final Comparator<Member> LAST = Comparator.comparing(
                    (Member each) -> each.pod().creationTime())
            .reversed()
            .thenComparing(each -> each.pod().uid());

    // A pod that was never ready goes before one that became so long ago.
    private static final Comparator<Member> YOUTH = Comparator.comparing(Member::readyTime)
            .reversed()
            .thenComparing(Comparator.comparingInt(Member::restarts).reversed())
            .thenComparing(LAST);

    private static final Comparator<Member> WORTH =
            Comparator.comparingInt(MemberOrder::worth).thenComparingInt(MemberOrder::deletionCost);

    /// Kubernetes' order of active pods, least valuable first, after pods whose update has been begun.
    static final Comparator<Member> UPDATE =
            Comparator.comparingInt(MemberOrder::updateRank).thenComparing(YOUTH);

    private MemberOrder() {}

    /// The order of scale-in among these members, first to go first: unassigned, pending, unavailable, unready,
    /// cheap, crowded on a node, young. (kruise spreads by topology constraints where there are any; without the
    /// nodes' labels the node itself is the domain.)
    static List<Member> forDeletion(List<Member> members) {
        List<Member> bestFirst =
                members.stream().sorted(WORTH.thenComparing(YOUTH).reversed()).toList();
        Map<String, Integer> onNode = new HashMap<>();
        Map<String, Integer> rank = new HashMap<>();
        for (Member member : bestFirst) {
            int better = onNode.merge(member.pod().nodeName(), 1, Integer::sum) - 1;
            rank.put(member.pod().uid(), better);
        }
        Comparator<Member> crowded = Comparator.comparingInt(
                (Member each) -> -rank.getOrDefault(each.pod().uid(), 0));
        return members.stream()
                .sorted(WORTH.thenComparing(crowded).thenComparing(YOUTH))
                .toList();
    }

    private static int worth(Member member) {
        return assignment(member) * 4 + (member.isAvailable() ? 2 : 0) + (member.isReady() ? 1 : 0);
    }

    private static int updateRank(Member member) {
        return (member.isDrained() ? 0 : 16) + assignment(member) * 2 + (member.isReady() ? 1 : 0);
    }

    /// Unassigned pods first, then by phase: 0 to 6.
    private static int assignment(Member member) {
        return (member.pod().nodeName().isEmpty() ? 0 : 4) + member.phaseRank();
    }

    /// As Kubernetes reads it: a 32-bit integer without a plus sign or leading zeros, anything else counts as 0.
    static int deletionCost(Member member) {
        String text = member.pod().annotations().getOrDefault(PodKeys.DELETION_COST, "");
        if (text.isEmpty()) {
            return 0;
        }
        char first = text.charAt(0);
        boolean isAllowed = text.equals("0") || first == '-' || (first >= '1' && first <= '9');
        if (!isAllowed) {
            return 0;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
