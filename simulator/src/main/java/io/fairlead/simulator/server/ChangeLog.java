package io.fairlead.simulator.server;

/// The newest changes of one kind, in order, up to a bound; feeds hold positions in it. A position is the number of
/// changes ever added before it.
final class ChangeLog {
    private static final int FIRST_CAPACITY = 16;

    private final int window;
    private Change[] ring;
    private long first;
    private long next;
    private long forgotten;

    ChangeLog(int window) {
        this.window = Math.max(1, window);
        this.ring = new Change[Math.min(this.window, FIRST_CAPACITY)];
    }

    void add(Change change) {
        int count = (int) (next - first);
        if (count == ring.length) {
            if (ring.length < window) {
                grow(Math.min(window, ring.length * 2));
            } else {
                forgotten = ring[index(first)].version();
                first++;
            }
        }
        ring[index(next)] = change;
        next++;
    }

    private void grow(int capacity) {
        Change[] larger = new Change[capacity];
        for (long at = first; at < next; at++) {
            larger[(int) (at % capacity)] = ring[index(at)];
        }
        ring = larger;
    }

    private int index(long position) {
        return (int) (position % ring.length);
    }

    /// Where the next change will stand.
    long end() {
        return next;
    }

    boolean has(long position) {
        return position >= first && position < next;
    }

    Change at(long position) {
        return ring[index(position)];
    }

    /// The resourceVersion of the newest change that is gone: a watch cannot go on from before it.
    long forgotten() {
        return forgotten;
    }

    /// Nobody can go on from before this version.
    void forget(long version) {
        first = next;
        forgotten = Math.max(forgotten, version);
    }

    /// The oldest position whose change is newer than a version.
    long after(long version) {
        long low = first;
        long high = next;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (at(middle).version() > version) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
