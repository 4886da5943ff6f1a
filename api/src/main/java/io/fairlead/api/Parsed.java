package io.fairlead.api;

import java.util.List;
import java.util.Objects;

/// What parsing an object gave: the typed value, or everything that is wrong with it. A defective object is never
/// half used: its owner holds it and says why.
public sealed interface Parsed<T> {
    /// The object as a value; every rule of its kind holds.
    record Valid<T>(T value) implements Parsed<T> {
        public Valid {
            Objects.requireNonNull(value, "value");
        }
    }

    /// The object cannot be used.
    ///
    /// @param uid empty for a manifest that no server has seen
    /// @param resourceVersion empty for a manifest that no server has seen
    /// @param generation 0 for a manifest that no server has seen
    /// @param defects at least one
    record Invalid<T>(ObjectKey key, String uid, String resourceVersion, long generation, List<Defect> defects)
            implements Parsed<T> {
        public Invalid {
            defects = List.copyOf(defects);
            if (defects.isEmpty()) {
                throw new IllegalArgumentException("an invalid object without a defect: " + key);
            }
        }
    }
}
