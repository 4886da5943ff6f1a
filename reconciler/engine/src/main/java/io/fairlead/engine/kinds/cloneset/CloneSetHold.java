package io.fairlead.engine.kinds.cloneset;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.api.apps.CloneSet;
import io.fairlead.api.apps.CloneSet.Lifecycle;
import io.fairlead.engine.PodKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Why nothing is written for a CloneSet: somebody froze it, or it asks for what is not supported, and half of what
/// was asked for would be worse than nothing.
///
/// @param reason CamelCase, of the condition `Stalled`
record CloneSetHold(String reason, String message) {
    private static final int FREEZE_TEXT_MAX = 200;
    private static final List<String> PRIORITY_VARIABLES =
            List.of("KRUISE_CONTAINER_PRIORITY", "KRUISE_CONTAINER_BARRIER");
    private static final String PRIORITY_ANNOTATION = "apps.kruise.io/container-launch-priority";

    static Optional<CloneSetHold> of(CloneSet cloneSet) {
        String freeze = cloneSet.annotations().get(PodKeys.FREEZE);
        if (freeze != null) {
            String text = freeze.length() > FREEZE_TEXT_MAX ? freeze.substring(0, FREEZE_TEXT_MAX) : freeze;
            return Optional.of(new CloneSetHold("Frozen", "annotation " + PodKeys.FREEZE + ": " + text));
        }
        List<String> unsupported = unsupported(cloneSet.spec());
        return unsupported.isEmpty()
                ? Optional.empty()
                : Optional.of(new CloneSetHold("Unsupported", "not supported: " + String.join(", ", unsupported)));
    }

    private static List<String> unsupported(CloneSet.Spec spec) {
        List<String> fields = new ArrayList<>();
        if (!spec.volumeClaimTemplates().isEmpty()) {
            fields.add("spec.volumeClaimTemplates");
        }
        Optional<Lifecycle> lifecycle = spec.lifecycle();
        if (lifecycle.isPresent()
                && (lifecycle.get().preDelete().isPresent()
                        || lifecycle.get().inPlaceUpdate().isPresent()
                        || lifecycle.get().preNormal().isPresent())) {
            fields.add("spec.lifecycle");
        }
        if (!spec.update().scatter().isEmpty()) {
            fields.add("scatterStrategy");
        }
        if (spec.update().gracePeriodSeconds() > 0) {
            fields.add("gracePeriodSeconds");
        }
        if (hasLaunchPriority(spec.template())) {
            fields.add("container launch priority");
        }
        return fields;
    }

    private static boolean hasLaunchPriority(JsonNode template) {
        if (template.path("metadata").path("annotations").has(PRIORITY_ANNOTATION)) {
            return true;
        }
        for (JsonNode container : template.path("spec").path("containers")) {
            for (JsonNode env : container.path("env")) {
                if (PRIORITY_VARIABLES.contains(env.path("name").asText())) {
                    return true;
                }
            }
        }
        return false;
    }
}
