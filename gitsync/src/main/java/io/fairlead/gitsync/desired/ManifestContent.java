package io.fairlead.gitsync.desired;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.ObjectKey;
import io.fairlead.gitsync.manifest.ManifestDigest;
import io.fairlead.policies.ContentDigest;
import io.fairlead.policies.ObjectDifference.Replicas;
import io.fairlead.policies.ObjectDifference.Touched;
import io.fairlead.policies.ObjectSort;
import java.util.List;

/// What a manifest says, cut along the lines that gates care about: the pod template, replicas, how far
/// (partition and
/// paused), the strategy, and everything else.
public final class ManifestContent {
    private static final List<String> STRATEGY = List.of("updateStrategy", "scaleStrategy", "strategy");

    private ManifestContent() {}

    public static ObjectSort sort(ObjectKey key, JsonNode manifest) {
        if (PartitionField.isPartitioned(key)) {
            return ObjectSort.PARTITIONED_WORKLOAD;
        }
        return manifest.path("spec").path("template").path("spec").isObject() ? ObjectSort.WORKLOAD : ObjectSort.PLAIN;
    }

    /// The two digests of a manifest. For a kind without a pod template the whole content is the first.
    public static ContentDigest digest(ObjectKey key, JsonNode manifest) {
        if (sort(key, manifest) == ObjectSort.PLAIN) {
            return new ContentDigest(ManifestDigest.of(manifest), "");
        }
        return new ContentDigest(
                ManifestDigest.of(manifest.path("spec").path("template")),
                ManifestDigest.of(withoutTemplateAndProgress(key, manifest)));
    }

    public static Touched touched(ObjectKey key, JsonNode effective, JsonNode desired) {
        ObjectNode before = withoutTemplateAndProgress(key, effective);
        ObjectNode after = withoutTemplateAndProgress(key, desired);
        boolean strategy = false;
        for (String field : STRATEGY) {
            strategy |=
                    !before.path("spec").path(field).equals(after.path("spec").path(field));
            remove(before, field);
            remove(after, field);
        }
        boolean progress = PartitionField.isPartitioned(key)
                && !(PartitionField.partition(effective).equals(PartitionField.partition(desired))
                        && PartitionField.isPaused(effective) == PartitionField.isPaused(desired));
        return new Touched(!before.equals(after), strategy, progress);
    }

    /// Replicas of both versions; equal where Git does not set them.
    public static Replicas replicas(JsonNode effective, JsonNode desired) {
        JsonNode before = effective.path("spec").path("replicas");
        JsonNode after = desired.path("spec").path("replicas");
        if (!before.isInt() || !after.isInt()) {
            return new Replicas(0, 0);
        }
        return new Replicas(Math.max(0, before.asInt()), Math.max(0, after.asInt()));
    }

    private static ObjectNode withoutTemplateAndProgress(ObjectKey key, JsonNode manifest) {
        ObjectNode copy = manifest.deepCopy();
        if (copy.path("spec") instanceof ObjectNode spec) {
            spec.remove("template");
            spec.remove("replicas");
        }
        if (PartitionField.isPartitioned(key)) {
            PartitionField.clear(copy);
        }
        return copy;
    }

    private static void remove(ObjectNode manifest, String field) {
        if (manifest.path("spec") instanceof ObjectNode spec) {
            spec.remove(field);
        }
    }
}
