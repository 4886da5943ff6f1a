package io.fairlead.policies;

import io.fairlead.policies.ObjectDifference.Created;
import io.fairlead.policies.ObjectDifference.Deleted;
import io.fairlead.policies.ObjectDifference.Updated;
import java.util.ArrayList;
import java.util.List;

/// The classes of change; a policy says which need an approval. One change may be of several.
public enum ChangeClass {
    CREATE,
    TEMPLATE,
    CONFIG,
    SCALE,
    STRATEGY,
    DELETE;

    /// In the order of the constants; empty if nothing differs.
    static List<ChangeClass> of(ObjectDifference difference, ObjectSort sort) {
        return switch (difference) {
            case Created ignored -> List.of(CREATE);
            case Deleted ignored -> List.of(DELETE);
            case Updated updated -> ofUpdate(updated, sort);
        };
    }

    private static List<ChangeClass> ofUpdate(Updated updated, ObjectSort sort) {
        var classes = new ArrayList<ChangeClass>();
        boolean contentOfPlain = sort == ObjectSort.PLAIN && updated.templateDiffers();
        boolean settings =
                !updated.effective().settings().equals(updated.desired().settings());
        boolean strategy = updated.touched().strategy() || updated.touched().progress();
        if (sort != ObjectSort.PLAIN && updated.templateDiffers()) {
            classes.add(TEMPLATE);
        }
        // Settings that differ although no flag says where count as config: a caller's gap must not open the gate.
        if (updated.touched().config()
                || contentOfPlain
                || (settings && !updated.touched().strategy())) {
            classes.add(CONFIG);
        }
        if (updated.replicas().effective() != updated.replicas().desired()) {
            classes.add(SCALE);
        }
        if (strategy) {
            classes.add(STRATEGY);
        }
        return List.copyOf(classes);
    }
}
