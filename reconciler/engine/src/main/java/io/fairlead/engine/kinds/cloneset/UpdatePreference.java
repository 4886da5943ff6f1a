package io.fairlead.engine.kinds.cloneset;

import io.fairlead.api.apps.CloneSet.Priority;
import io.fairlead.api.apps.CloneSet.WeightTerm;
import io.fairlead.engine.rollout.Member;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The order that `priorityStrategy` asks for; ties are broken by whoever uses it.
final class UpdatePreference {
    private static final Pattern TRAILING_NUMBER = Pattern.compile("([0-9]{1,9})$");
    // More than any trailing number.
    private static final long KEY_STEP = 10_000_000_000L;

    private UpdatePreference() {}

    static Optional<Comparator<Member>> of(Priority priority, List<Member> members) {
        return switch (priority) {
            case Priority.None none -> Optional.empty();
            case Priority.Weights weights -> Optional.of(lowestFirst(members, each -> -weight(weights.terms(), each)));
            case Priority.Order order -> Optional.of(lowestFirst(members, each -> rank(order.labelKeys(), each)));
        };
    }

    private static Comparator<Member> lowestFirst(List<Member> members, ToLongFunction<Member> level) {
        Map<String, Long> levels = new HashMap<>();
        members.forEach(each -> levels.put(each.pod().uid(), level.applyAsLong(each)));
        return Comparator.comparingLong(each -> levels.getOrDefault(each.pod().uid(), 0L));
    }

    private static long weight(List<WeightTerm> terms, Member member) {
        long weight = 0;
        for (WeightTerm term : terms) {
            weight += term.selector().matches(member.pod().labels()) ? term.weight() : 0;
        }
        return weight;
    }

    /// Pods without any of the keys go first, as in kruise, whose documentation says otherwise.
    private static long rank(List<String> keys, Member member) {
        for (int i = 0; i < keys.size(); i++) {
            String value = member.pod().labels().get(keys.get(i));
            if (value != null) {
                Matcher number = TRAILING_NUMBER.matcher(value);
                return (i + 1) * KEY_STEP - (number.find() ? Long.parseLong(number.group(1)) : 0);
            }
        }
        return 0;
    }
}
