package io.fairlead.kube.fabric;

import io.fairlead.kube.WatchStream;

/// A watch that never came about.
record EndedStream(WatchStream.End end) implements WatchStream {
    @Override
    public Item next() {
        return end;
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}
