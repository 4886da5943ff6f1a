package io.fairlead.cli.simulate.git;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// In which respect two versions of an object differ; a policy says which of them need an approval.
enum Aspect {
    CREATE,
    TEMPLATE,
    CONFIG,
    SCALE,
    STRATEGY,
    DELETE;

    /// What a return to a healthy content need not ask for.
    static final Set<Aspect> WAIVED = Set.copyOf(EnumSet.of(TEMPLATE, CONFIG, STRATEGY));

    /// As in a policy.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
