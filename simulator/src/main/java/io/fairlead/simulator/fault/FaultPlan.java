package io.fairlead.simulator.fault;

import io.fairlead.simulator.schedule.Dice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Which faults strike when. Data: two equal plans do the same to the same run, and a plan can be printed and cut
/// down.
///
/// @param strikes by time
public record FaultPlan(List<Strike> strikes) {
    public static final FaultPlan NONE = new FaultPlan(List.of());

    private static final Duration LASTING_MIN = Duration.ofSeconds(2);
    private static final Duration LASTING_MAX = Duration.ofSeconds(90);

    /// One fault.
    ///
    /// @param at since the start of the run
    /// @param lasting for faults that last
    /// @param salt decides whom it strikes, and how
    public record Strike(Duration at, Fault fault, Duration lasting, long salt) {}

    public FaultPlan {
        strikes = strikes.stream().sorted(Comparator.comparing(Strike::at)).toList();
    }

    /// @param faults those that may strike
    /// @param from before that nothing strikes
    /// @param until after that nothing strikes; what lasts may last longer
    /// @param count how many strikes
    public static FaultPlan of(Dice dice, Collection<Fault> faults, Duration from, Duration until, int count) {
        if (faults.isEmpty()) {
            return NONE;
        }
        List<Fault> choice = List.copyOf(faults);
        List<Strike> strikes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            strikes.add(new Strike(
                    from.plusMillis(dice.below(until.minus(from).toMillis())),
                    choice.get(dice.below(choice.size())),
                    lasting(dice),
                    dice.nextLong()));
        }
        return new FaultPlan(strikes);
    }

    /// Short ones are more frequent than long ones.
    private static Duration lasting(Dice dice) {
        double share = dice.nextDouble();
        return LASTING_MIN.plusMillis((long) (LASTING_MAX.minus(LASTING_MIN).toMillis() * share * share));
    }
}
