package io.fairlead.engine.rollout;

import io.fairlead.engine.PodKeys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The orders in which members are deleted and updated. All are total: the last word has the uid. Written out rather
/// than chained: a plan compares thousands of pods many times.
final class MemberOrder {
    /// Kubernetes' order of active pods, least valuable first, after pods whose update has been begun.
    static final Comparator<Member> UPDATE = MemberOrder::compareForUpdate;

    private MemberOrder() {}

    private static int compareForUpdate(Member left, Member right) {
        int order = Integer.compare(updateRank(left), updateRank(right));
        return order == 0 ? compareYouth(left, right) : order;
    }

    private static int updateRank(Member member) {
        return (member.isDrained() ? 0 : 16) + assignment(member) * 2 + (member.isReady() ? 1 : 0);
    }

    /// Unassigned pods first, then by phase: 0 to 6.
    private static int assignment(Member member) {
        return (member.pod().nodeName().isEmpty() ? 0 : 4) + member.phaseRank();
    }

    /// A pod that was never ready goes before one that became so long ago; then the one that restarted more often,
    /// then the one that was created later.
    private static int compareYouth(Member left, Member right) {
        int order = right.readyTime().compareTo(left.readyTime());
        if (order == 0) {
            order = Integer.compare(right.restarts(), left.restarts());
        }
        if (order == 0) {
            order = right.pod().creationTime().compareTo(left.pod().creationTime());
        }
        return order == 0 ? left.pod().uid().compareTo(right.pod().uid()) : order;
    }

    /// One member in the order of scale-in.
    ///
    /// @param better how many better pods share its node
    private record Ranked(Member member, int worth, int cost, int better) {
        static int compareAlone(Ranked left, Ranked right) {
            int order = compareWorth(left, right);
            return order == 0 ? compareYouth(left.member, right.member) : order;
        }

        static int compareOnNodes(Ranked left, Ranked right) {
            int order = compareWorth(left, right);
            if (order == 0) {
                order = Integer.compare(right.better, left.better);
            }
            return order == 0 ? compareYouth(left.member, right.member) : order;
        }

        private static int compareWorth(Ranked left, Ranked right) {
            int order = Integer.compare(left.worth, right.worth);
            return order == 0 ? Integer.compare(left.cost, right.cost) : order;
        }
    }

    /// The order of scale-in among these members, first to go first: unassigned, pending, unavailable, unready,
    /// cheap, crowded on a node, young. (kruise spreads by topology constraints where there are any; without the
    /// nodes' labels the node itself is the domain.)
    static List<Member> forDeletion(List<Member> members) {
        List<Ranked> ranked = new ArrayList<>(members.size());
        for (Member member : members) {
            ranked.add(new Ranked(member, worth(member), deletionCost(member), 0));
        }
        ranked.sort(Ranked::compareAlone);
        Map<String, Integer> onNode = new HashMap<>();
        List<Ranked> placed = new ArrayList<>(members.size());
        for (Ranked each : ranked.reversed()) {
            int better = onNode.merge(each.member.pod().nodeName(), 1, Integer::sum) - 1;
            placed.add(new Ranked(each.member, each.worth, each.cost, better));
        }
        placed.sort(Ranked::compareOnNodes);
        return placed.stream().map(Ranked::member).toList();
    }

    private static int worth(Member member) {
        return assignment(member) * 4 + (member.isAvailable() ? 2 : 0) + (member.isReady() ? 1 : 0);
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
