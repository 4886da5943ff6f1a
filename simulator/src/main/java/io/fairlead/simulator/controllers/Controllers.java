package io.fairlead.simulator.controllers;

import io.fairlead.simulator.server.ApiServer;
import io.fairlead.simulator.server.CommitListener;
import io.fairlead.simulator.time.Timeline;
import java.util.List;

/// All controllers of this package, hearing of commits in a fixed order.
public final class Controllers {
    private Controllers() {}

    public static CommitListener listener(ApiServer server, Timeline timeline) {
        ObjectIndex index = new ObjectIndex();
        List<CommitListener> all = List.of(
                index::take,
                new GarbageCollector(server, timeline, index),
                new NamespaceController(server, timeline, index),
                new NodeController(server, timeline));
        return commit -> all.forEach(each -> each.committed(commit));
    }
}
