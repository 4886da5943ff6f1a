package io.fairlead.simulator.server;

import io.fairlead.kube.WatchStream;
import java.util.Optional;

/// The server's side of one open watch: a buffer of items that the client has not taken yet.
public interface WatchFeed {
    /// The next item, if there is one; after an `End` there is none.
    Optional<WatchStream.Item> poll();

    /// Runs, inside the model, whenever an item was added. One listener; it is also run at once if there is an
    /// item.
    void onItem(Runnable listener);

    /// The client goes away.
    void close();
}
