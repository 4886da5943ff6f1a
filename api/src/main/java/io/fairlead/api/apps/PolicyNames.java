package io.fairlead.api.apps;

import io.fairlead.api.apps.CloneSet.UpdateStrategy.PodUpdatePolicy;
import java.util.Optional;

/// How the update policies are spelled on the wire: as `updateStrategy.type` in v1alpha1, as
/// `rollingUpdate.podUpdatePolicy` in v1beta1.
final class PolicyNames {
    static final String RECREATE = "ReCreate";
    static final String IN_PLACE_IF_POSSIBLE = "InPlaceIfPossible";
    static final String IN_PLACE_ONLY = "InPlaceOnly";
    static final String ROLLING_UPDATE = "RollingUpdate";
    static final String ON_DELETE = "OnDelete";

    private PolicyNames() {}

    static Optional<PodUpdatePolicy> parse(String text) {
        return switch (text) {
            case RECREATE -> Optional.of(PodUpdatePolicy.RECREATE);
            case IN_PLACE_IF_POSSIBLE -> Optional.of(PodUpdatePolicy.IN_PLACE_IF_POSSIBLE);
            case IN_PLACE_ONLY -> Optional.of(PodUpdatePolicy.IN_PLACE_ONLY);
            default -> Optional.empty();
        };
    }
}
