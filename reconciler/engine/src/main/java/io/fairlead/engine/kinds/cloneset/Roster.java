package io.fairlead.engine.kinds.cloneset;

import io.fairlead.api.apps.CloneSet;
import io.fairlead.engine.KindModule.Observed;
import io.fairlead.engine.PodView;
import java.util.ArrayList;
import java.util.List;

/// The active pods that a CloneSet owns.
///
/// @param pods those that its selector matches: its replicas
/// @param strays those that it does not match any more
record Roster(List<PodView> pods, List<PodView> strays) {
    static Roster of(Observed<CloneSet> observed) {
        CloneSet cloneSet = observed.object();
        List<PodView> pods = new ArrayList<>(observed.pods().size());
        List<PodView> strays = new ArrayList<>();
        for (PodView pod : observed.pods()) {
            if (!pod.isActive() || !pod.ownerUid().equals(cloneSet.uid())) {
                continue;
            }
            if (cloneSet.spec().selector().matches(pod.labels())) {
                pods.add(pod);
            } else {
                strays.add(pod);
            }
        }
        return new Roster(pods, strays);
    }
}
