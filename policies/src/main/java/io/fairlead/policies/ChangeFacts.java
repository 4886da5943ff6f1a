package io.fairlead.policies;

import io.fairlead.api.ObjectKey;
import io.fairlead.policies.ObjectDifference.Created;
import io.fairlead.policies.ObjectDifference.Deleted;
import io.fairlead.policies.ObjectDifference.Updated;
import java.util.List;

/// What is about to happen to one object.
public record ChangeFacts(ObjectKey key, ObjectSort sort, ObjectDifference difference) {
    public List<ChangeClass> classes() {
        return ChangeClass.of(difference, sort);
    }

    /// Whether the template that is already effective has not been let go all the way yet.
    public boolean isUnderWay() {
        return difference instanceof Updated updated
                && sort == ObjectSort.PARTITIONED_WORKLOAD
                && !updated.templateDiffers()
                && !updated.live().isFull();
    }

    /// Whether a [Verdict.Cap] has a meaning: the update of a template that a partition can hold back.
    public boolean canBeCapped() {
        return switch (difference) {
            case Created ignored -> false;
            case Deleted ignored -> false;
            case Updated updated ->
                sort == ObjectSort.PARTITIONED_WORKLOAD && (updated.templateDiffers() || isUnderWay());
        };
    }
}
