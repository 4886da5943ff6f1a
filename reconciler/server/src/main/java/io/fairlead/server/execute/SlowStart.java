package io.fairlead.server.execute;

/// How many pods may be under creation at once: 1, then 2, 4, … as long as every creation of a batch succeeds, so
/// that a quota or a broken template costs one refused request instead of a thousand (kube-controller-manager's
/// slowStartBatch). Not thread-safe: [Lanes] guards it.
final class SlowStart {
    private int width = 1;
    private int underWay;
    private int succeeded;

    /// Whether one more may start; if so it counts as started.
    boolean mayStart() {
        if (underWay >= width) {
            return false;
        }
        underWay++;
        return true;
    }

    void finish(boolean isSuccess) {
        underWay--;
        if (!isSuccess) {
            reset();
            return;
        }
        succeeded++;
        if (succeeded >= width) {
            width = Math.min(width * 2, Lanes.IN_FLIGHT_MAX);
            succeeded = 0;
        }
    }

    boolean isIdle() {
        return underWay == 0;
    }

    /// Back to one at a time.
    void reset() {
        width = 1;
        succeeded = 0;
    }
}
