package io.fairlead.gitsync.apply;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.api.ObjectKey;
import io.fairlead.api.gitops.Marks;
import java.util.Comparator;

/// The order in which objects of one scope are applied: what others rest on first.
public final class ApplyOrder {
    /// The annotation that moves an object to a later (positive) or earlier (negative) wave; 0 without it.
    public static final String WAVE = Marks.WAVE;

    /// Waves are bounded so that a typing error is seen as one.
    public static final int WAVE_MAX = 1_000;

    private ApplyOrder() {}

    /// What an object's place depends on.
    public record Place(ObjectKey key, int wave) {}

    /// A total order; reverse it for pruning.
    public static final Comparator<Place> COMPARATOR = Comparator.comparingInt((Place p) -> rank(p.key()))
            .thenComparingInt(Place::wave)
            .thenComparing(Place::key);

    /// The wave of a manifest, cut to ±[#WAVE_MAX]; a value that is no number counts as 0.
    public static int wave(JsonNode manifest) {
        String text = manifest.path("metadata").path("annotations").path(WAVE).asText("0");
        try {
            return Math.clamp(Integer.parseInt(text.strip()), -WAVE_MAX, WAVE_MAX);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static int rank(ObjectKey key) {
        if (key.kind().equals("CustomResourceDefinition")) {
            return 0;
        }
        if (key.kind().equals("Namespace") && key.group().isEmpty()) {
            return 1;
        }
        if (key.namespace().isEmpty() && !key.kind().equals("SidecarSet")) {
            return 2;
        }
        return switch (key.kind()) {
            case "ResourceDistribution", "SidecarSet" -> 3;
            case "ServiceAccount", "Role", "RoleBinding", "ConfigMap", "Secret", "ResourceQuota", "LimitRange" -> 4;
            case "WorkloadSpread", "PodUnavailableBudget", "PodDisruptionBudget" -> 5;
            default -> 6;
        };
    }
}
