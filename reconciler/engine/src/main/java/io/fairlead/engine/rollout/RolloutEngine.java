package io.fairlead.engine.rollout;

import java.util.List;

/// Decides about one roster: count, then scale, and update only where nothing is to be scaled.
public final class RolloutEngine {
    /// Pods that one decision creates, and that it updates. What is left over is decided from the next view: by
    /// then these have shown what becomes of them, and a view of ten thousand pods is planned in milliseconds.
    static final int MOVES_MAX = 500;

    private RolloutEngine() {}

    public static Rollout decide(RolloutInput input) {
        Numbers numbers = Numbers.of(input.allowance(), input.census(), input.isRollingOut());
        int createOld = input.mayUseCurrent() ? Math.min(numbers.createOld(), MOVES_MAX) : 0;
        int createUpdated = Math.min(numbers.create() - numbers.createOld(), MOVES_MAX - createOld);
        if (createOld + createUpdated > 0) {
            return scaled(numbers, createOld, createUpdated, List.of());
        }
        List<Member> deletions = DeletionChoice.choose(input.census(), numbers);
        if (!deletions.isEmpty()) {
            return scaled(numbers, 0, 0, deletions);
        }
        return updated(input, numbers);
    }

    private static Rollout scaled(Numbers numbers, int createOld, int createUpdated, List<Member> deletions) {
        return new Rollout(numbers, createOld, createUpdated, deletions, List.of(), false, List.of());
    }

    private static Rollout updated(RolloutInput input, Numbers numbers) {
        boolean isBack = numbers.update() < 0;
        if (numbers.update() == 0 || (isBack && !input.mayUseCurrent())) {
            return new Rollout(numbers, 0, 0, List.of(), List.of(), false, List.of());
        }
        UpdateChoice.Choice choice = UpdateChoice.choose(new UpdateChoice.Request(
                input.census(),
                numbers,
                isBack,
                input.preference()
                        .map(each -> each.thenComparing(MemberOrder.UPDATE))
                        .orElse(MemberOrder.UPDATE),
                input.method()));
        return new Rollout(numbers, 0, 0, List.of(), choice.updates(), isBack, choice.refused());
    }
}
