package io.fairlead.simulator.apply;

import io.fairlead.simulator.apply.FieldSet.Branch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A field set in the making.
final class Draft {
    private final Map<Element, Draft> below = new TreeMap<>();
    private boolean isMember;

    void insert(List<Element> path) {
        Draft at = this;
        for (Element element : path) {
            at = at.below.computeIfAbsent(element, key -> new Draft());
        }
        // The whole object is no member of anything.
        at.isMember = !path.isEmpty();
    }

    FieldSet done() {
        if (below.isEmpty()) {
            return FieldSet.EMPTY;
        }
        List<Branch> entries = new ArrayList<>(below.size());
        below.forEach((element, draft) -> {
            FieldSet deeper = draft.done();
            entries.add(new Branch(element, draft.isMember, deeper.isEmpty() ? null : deeper));
        });
        return FieldSet.of(entries);
    }
}
