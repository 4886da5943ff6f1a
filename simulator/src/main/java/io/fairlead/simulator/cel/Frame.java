package io.fairlead.simulator.cel;

/// What one evaluation keeps: the values of variables and what it has cost so far.
final class Frame {
    final Object[] slots;
    private final long costMax;
    private long cost;

    Frame(int slots, long costMax) {
        this.slots = new Object[slots];
        this.costMax = costMax;
    }

    void charge(long units) throws CelFault {
        cost += units;
        if (cost > costMax) {
            throw CelFault.COST_EXCEEDED;
        }
    }

    long cost() {
        return cost;
    }
}
