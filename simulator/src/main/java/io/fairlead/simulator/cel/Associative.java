package io.fairlead.simulator.cel;

import java.util.List;

/// A list of Kubernetes' types set or map: it is equal to another in any order, and `+` merges instead of appending
/// (KEP-2876).
public interface Associative {
    boolean isEqualTo(List<?> other);

    List<Object> plus(List<?> other);
}
