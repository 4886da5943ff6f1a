package io.fairlead.server.execute;

import io.fairlead.engine.Step;
import io.fairlead.server.execute.Subject.Sort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Which steps of a plan may start, given what was still under way when its view was taken. Pure.
///
/// The plan does not know of writes whose answer is out. So a step on a subject that is under way is left out, and of
/// each sort (create, delete, update) only as many new steps are taken as the plan wants in all less those that are
/// under way: however the order of pods changed in between, no more pods are touched than one plan allows. What is
/// left out comes back with the next plan, once the answers are in.
record Intake(List<Step> taken, boolean isShort, Optional<Duration> retryIn) {

    /// @param underWay subjects whose write was out when the view was taken
    /// @param waiting how long a subject has to wait after a failure
    static Intake of(List<Step> steps, Collection<Subject> underWay, Function<Subject, Duration> waiting) {
        Set<String> busy = new LinkedHashSet<>();
        Map<Sort, Integer> room = new EnumMap<>(Sort.class);
        for (Subject subject : underWay) {
            busy.add(subject.name());
            room.merge(subject.sort(), -1, Integer::sum);
        }
        for (Step step : steps) {
            room.merge(Subject.of(step.action()).sort(), 1, Integer::sum);
        }
        List<Step> taken = new ArrayList<>();
        Duration retryIn = null;
        for (Step step : steps) {
            Subject subject = Subject.of(step.action());
            Duration wait = waiting.apply(subject);
            if (!wait.isZero()) {
                retryIn = retryIn == null || wait.compareTo(retryIn) < 0 ? wait : retryIn;
            } else if (!busy.contains(subject.name()) && mayTake(subject.sort(), room)) {
                taken.add(step);
            }
        }
        return new Intake(List.copyOf(taken), taken.size() < steps.size(), Optional.ofNullable(retryIn));
    }

    private static boolean mayTake(Sort sort, Map<Sort, Integer> room) {
        return switch (sort) {
            case REVISION, MARK -> true;
            case CREATE, DELETE, UPDATE -> room.merge(sort, -1, Integer::sum) >= 0;
        };
    }
}
