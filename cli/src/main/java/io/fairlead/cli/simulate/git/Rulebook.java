package io.fairlead.cli.simulate.git;

import io.fairlead.simulator.schedule.Dice;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/// What the policy of a run asks for.
///
/// @param required aspects that need an approval
record Rulebook(Set<Aspect> required) {
    static final String STAGE = "prod";
    static final String OTHER_STAGE = "staging";

    /// What may be pruned without an approval, at most: this, or a tenth of the scope.
    static final int PRUNES_MAX = 5;

    private static final int SHARE = 10;

    static Rulebook of(Dice dice) {
        Set<Aspect> required = EnumSet.allOf(Aspect.class);
        required.remove(Aspect.SCALE);
        switch (dice.below(5)) {
            case 0, 1 -> required.remove(Aspect.DELETE);
            case 2 -> required.retainAll(EnumSet.of(Aspect.CREATE, Aspect.TEMPLATE));
            default -> {}
        }
        return new Rulebook(required);
    }

    int prunesMax(int objects) {
        return Math.max(PRUNES_MAX, objects / SHARE);
    }

    /// As in a policy: `[create, template]`.
    String words() {
        return required.stream().map(Aspect::word).collect(Collectors.joining(", ", "[", "]"));
    }
}
