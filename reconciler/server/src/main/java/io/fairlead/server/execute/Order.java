package io.fairlead.server.execute;

import io.fairlead.api.ObjectKey;
import io.fairlead.engine.Plan;
import io.fairlead.engine.PodView;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// One plan to carry out, with the view on which it rests.
///
/// @param ownerUid uid of the workload
/// @param apiVersion of the workload, for owner references
/// @param pods every pod in the view by uid
/// @param lookedLiveNanos when that view was last read from the server instead of the watch; [Long#MIN_VALUE] for
///     never
public record Order(
        ObjectKey key,
        String ownerUid,
        String apiVersion,
        Plan plan,
        SequencedMap<String, PodView> pods,
        long lookedLiveNanos) {
    public Order {
        pods = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(pods));
    }

    public static SequencedMap<String, PodView> byUid(List<PodView> pods) {
        SequencedMap<String, PodView> byUid = new LinkedHashMap<>();
        for (PodView pod : pods) {
            byUid.put(pod.uid(), pod);
        }
        return byUid;
    }
}
