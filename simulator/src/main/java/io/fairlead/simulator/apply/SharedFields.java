package io.fairlead.simulator.apply;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Field sets that were written lately, so that the same set of ten thousand pods is kept once. A table of fixed size:
/// what falls out is only written again.
final class SharedFields {
    /// A power of two.
    static final int SLOTS = 4096;

    private static final AtomicReferenceArray<@Nullable FieldSet> RECENT = new AtomicReferenceArray<>(SLOTS);

    private SharedFields() {}

    static FieldSet of(FieldSet set) {
        int slot = (set.hashCode() ^ (set.hashCode() >>> 16)) & (SLOTS - 1);
        FieldSet present = RECENT.get(slot);
        if (present != null && present.equals(set)) {
            return present;
        }
        RECENT.set(slot, set);
        return set;
    }
}
