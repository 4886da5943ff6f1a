package io.fairlead.engine.rollout;

import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;

/// What a rollout is decided from.
///
/// @param isRollingOut the current revision is another than the update revision
/// @param mayUseCurrent the current revision is known, so pods can be created at it and brought back to it
/// @param preference which candidates are updated first; ties go by Kubernetes' order of active pods
/// @param method how one pod would be updated; cheap, asked for candidates only
public record RolloutInput(
        Allowance allowance,
        Census census,
        boolean isRollingOut,
        boolean mayUseCurrent,
        Optional<Comparator<Member>> preference,
        Function<Member, UpdateMethod> method) {}
