package io.fairlead.engine.kinds.cloneset;

import io.fairlead.api.apps.CloneSet;
import io.fairlead.engine.KindModule;
import io.fairlead.engine.Plan;

/// The kind `CloneSet` of `apps.kruise.io`.
public final class CloneSetModule implements KindModule<CloneSet> {
    @Override
    public String kind() {
        return CloneSet.KIND;
    }

    @Override
    public Plan plan(Observed<CloneSet> observed) {
        return CloneSetPlanner.plan(observed);
    }
}
