package io.fairlead.gitsync.desired;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fairlead.api.ObjectKey;
import io.fairlead.policies.Extent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/// Where a kind keeps its partition (pods that stay on the old revision) and its pause, and how a
/// [io.fairlead.policies.Verdict.Cap] is written there. Manifests are in the v1beta1 shape.
public final class PartitionField {
    private static final String ROLLING = "/spec/updateStrategy/rollingUpdate";
    private static final String PARTITION = "partition";
    private static final String PAUSED = "paused";

    private PartitionField() {}

    /// The partition table: only these kinds can be capped.
    public static boolean isPartitioned(ObjectKey key) {
        return key.group().equals("apps.kruise.io") && key.kind().equals("CloneSet");
    }

    static JsonNode partition(JsonNode manifest) {
        JsonNode value = manifest.at(ROLLING).path(PARTITION);
        return value.isMissingNode() || value.isNull() ? IntNode.valueOf(0) : value;
    }

    static boolean isPaused(JsonNode manifest) {
        return manifest.at(ROLLING).path(PAUSED).asBoolean(false);
    }

    /// The manifest with its partition raised so that no more than `cap` is updated; nothing else changes, and
    /// one that
    /// holds back more by itself stays as it is. Empty where that cannot be written down: a cap in pods, or a
    /// partition
    /// in pods beside replicas that Git does not set.
    public static Optional<ObjectNode> capped(JsonNode manifest, Extent cap) {
        ObjectNode copy = manifest.deepCopy();
        if (cap.isFull() || isPaused(manifest)) {
            return Optional.of(copy);
        }
        int keptPercent = Extent.PERCENT_MAX - cap.percent();
        if (cap.percent() > 0 && cap.pods() != Extent.ANY_PODS) {
            return Optional.empty();
        }
        JsonNode own = partition(manifest);
        if (own.isTextual()) {
            Optional<BigDecimal> ownPercent = percent(own.asText());
            if (ownPercent.isEmpty()) {
                return Optional.empty();
            }
            if (ownPercent.get().compareTo(BigDecimal.valueOf(keptPercent)) < 0) {
                copy.withObject(ROLLING).set(PARTITION, TextNode.valueOf(keptPercent + "%"));
            }
            return Optional.of(copy);
        }
        if (own.asInt() <= 0) {
            copy.withObject(ROLLING).set(PARTITION, TextNode.valueOf(keptPercent + "%"));
            return Optional.of(copy);
        }
        JsonNode replicas = manifest.path("spec").path("replicas");
        if (!replicas.isInt()) {
            return Optional.empty();
        }
        int kept = Math.max(own.asInt(), replicas.asInt() - cap.updatedAtMost(replicas.asInt()));
        copy.withObject(ROLLING).set(PARTITION, IntNode.valueOf(kept));
        return Optional.of(copy);
    }

    /// The manifest without a partition or a pause, for a rollback: what is bad has to go everywhere.
    public static ObjectNode opened(JsonNode manifest) {
        ObjectNode copy = manifest.deepCopy();
        clear(copy);
        return copy;
    }

    static void clear(ObjectNode manifest) {
        if (manifest.at(ROLLING) instanceof ObjectNode rolling) {
            rolling.remove(PARTITION);
            rolling.remove(PAUSED);
        }
    }

    private static Optional<BigDecimal> percent(String text) {
        String trimmed = text.strip();
        try {
            return trimmed.endsWith("%")
                    ? Optional.of(new BigDecimal(trimmed.substring(0, trimmed.length() - 1))
                            .setScale(2, RoundingMode.CEILING))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
