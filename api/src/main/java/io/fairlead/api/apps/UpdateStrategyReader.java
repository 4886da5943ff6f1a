package io.fairlead.api.apps;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.api.IntOrPercent;
import io.fairlead.api.LabelSelector;
import io.fairlead.api.apps.CloneSet.Priority;
import io.fairlead.api.apps.CloneSet.ScatterTerm;
import io.fairlead.api.apps.CloneSet.UpdateStrategy;
import io.fairlead.api.apps.CloneSet.UpdateStrategy.PodUpdatePolicy;
import io.fairlead.api.apps.CloneSet.WeightTerm;
import io.fairlead.api.wire.ObjectReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// Reads `spec.updateStrategy` of a CloneSet. Each field of a rolling update may lie directly in it (v1alpha1) or in
/// `rollingUpdate` (v1beta1); one that lies in both must say the same.
final class UpdateStrategyReader {
    /// The fields that v1alpha1 keeps directly under `updateStrategy`.
    static final List<String> MOVED = List.of(
            "partition",
            "maxUnavailable",
            "maxSurge",
            "paused",
            "priorityStrategy",
            "scatterStrategy",
            "inPlaceUpdateStrategy");

    private static final IntOrPercent MAX_UNAVAILABLE = new IntOrPercent.Percent(BigDecimal.valueOf(20));
    private static final IntOrPercent NOTHING = IntOrPercent.of(0);
    private static final int WEIGHT_MAX = 100;

    private UpdateStrategyReader() {}

    static UpdateStrategy read(ObjectReader update, boolean isAlpha) {
        contradictions(update);
        PodUpdatePolicy policy = policy(update);
        IntOrPercent maxSurge =
                holder(update, "maxSurge").intOrPercent("maxSurge").orElse(NOTHING);
        if (policy == PodUpdatePolicy.IN_PLACE_ONLY && !maxSurge.isZero()) {
            holder(update, "maxSurge").defect("maxSurge", "must be 0 with InPlaceOnly");
        }
        ObjectReader inPlace = holder(update, "inPlaceUpdateStrategy").object("inPlaceUpdateStrategy");
        preDownload(inPlace);
        return new UpdateStrategy(
                type(update, isAlpha),
                policy,
                holder(update, "partition").intOrPercent("partition").orElse(NOTHING),
                holder(update, "maxUnavailable").intOrPercent("maxUnavailable").orElse(MAX_UNAVAILABLE),
                maxSurge,
                holder(update, "paused").bool("paused", false),
                priority(holder(update, "priorityStrategy").object("priorityStrategy")),
                scatter(holder(update, "scatterStrategy")),
                inPlace.integer("gracePeriodSeconds", 0, 0));
    }

    /// Where the field lies: directly under `updateStrategy` if only there, else under `rollingUpdate`.
    static ObjectReader holder(ObjectReader update, String field) {
        boolean isDirect =
                update.has(field) && !update.node().path("rollingUpdate").hasNonNull(field);
        return isDirect ? update : update.object("rollingUpdate");
    }

    private static void contradictions(ObjectReader update) {
        JsonNode rolling = update.node().path("rollingUpdate");
        for (String field : MOVED) {
            boolean isInBoth = update.has(field) && rolling.hasNonNull(field);
            if (isInBoth && !update.node().path(field).equals(rolling.path(field))) {
                update.defect(field, "contradicts " + update.path("rollingUpdate." + field));
            }
        }
    }

    private static UpdateStrategy.Type type(ObjectReader update, boolean isAlpha) {
        String text = update.text("type", "");
        if (text.isEmpty() || text.equals(PolicyNames.ROLLING_UPDATE)) {
            return UpdateStrategy.Type.ROLLING_UPDATE;
        }
        if (text.equals(PolicyNames.ON_DELETE)) {
            if (isAlpha) {
                update.defect("type", "must not be OnDelete in v1alpha1; write the manifest as v1beta1");
            }
            return UpdateStrategy.Type.ON_DELETE;
        }
        if (PolicyNames.parse(text).isEmpty()) {
            update.defect(
                    "type",
                    "must be RollingUpdate or OnDelete (v1beta1), or ReCreate, InPlaceIfPossible or"
                            + " InPlaceOnly (v1alpha1)");
        }
        return UpdateStrategy.Type.ROLLING_UPDATE;
    }

    private static PodUpdatePolicy policy(ObjectReader update) {
        ObjectReader rolling = update.object("rollingUpdate");
        String text = rolling.text("podUpdatePolicy", "");
        Optional<PodUpdatePolicy> fromType =
                PolicyNames.parse(update.node().path("type").asText(""));
        if (text.isEmpty()) {
            return fromType.orElse(PodUpdatePolicy.RECREATE);
        }
        Optional<PodUpdatePolicy> policy = PolicyNames.parse(text);
        if (policy.isEmpty()) {
            rolling.defect("podUpdatePolicy", "must be ReCreate, InPlaceIfPossible or InPlaceOnly");
            return PodUpdatePolicy.RECREATE;
        }
        // type: ReCreate may be a default that the v1alpha1 schema wrote; the other two are somebody's will.
        boolean isWill = fromType.isPresent() && fromType.get() != PodUpdatePolicy.RECREATE;
        if (isWill && !fromType.equals(policy)) {
            rolling.defect("podUpdatePolicy", "contradicts " + update.path("type"));
        }
        return policy.get();
    }

    private static Priority priority(ObjectReader priority) {
        List<ObjectReader> weights = priority.objects("weightPriority");
        List<ObjectReader> orders = priority.objects("orderPriority");
        if (!weights.isEmpty() && !orders.isEmpty()) {
            priority.defect("", "must not have both weightPriority and orderPriority");
        }
        List<WeightTerm> terms = new ArrayList<>();
        for (ObjectReader each : weights) {
            weight(each).ifPresent(terms::add);
        }
        List<String> keys = new ArrayList<>();
        for (ObjectReader each : orders) {
            keys.add(each.requiredText("orderedKey"));
        }
        if (!terms.isEmpty()) {
            return new Priority.Weights(terms);
        }
        return keys.isEmpty() ? new Priority.None() : new Priority.Order(keys);
    }

    private static Optional<WeightTerm> weight(ObjectReader term) {
        if (!term.has("weight")) {
            term.defect("weight", "is required");
        }
        int weight = term.integer("weight", 0, 0);
        if (weight > WEIGHT_MAX) {
            term.defect("weight", "must be at most " + WEIGHT_MAX);
        }
        Optional<LabelSelector> selector = term.selector("matchSelector");
        if (selector.isEmpty() || selector.get().isEmpty()) {
            term.defect("matchSelector", "is required and must not be empty");
        }
        return selector.map(each -> new WeightTerm(weight, each));
    }

    private static List<ScatterTerm> scatter(ObjectReader holder) {
        List<ScatterTerm> terms = new ArrayList<>();
        for (ObjectReader each : holder.objects("scatterStrategy")) {
            terms.add(new ScatterTerm(each.requiredText("key"), each.text("value", "")));
        }
        if (new LinkedHashSet<>(terms).size() < terms.size()) {
            holder.defect("scatterStrategy", "must name each key and value once");
        }
        return terms;
    }

    // Pre-download is checked, so that a manifest is refused here as anywhere, but not yet modelled.
    private static void preDownload(ObjectReader inPlace) {
        String parallelism = inPlace.node().path("imagePreDownloadParallelism").asText("0");
        if (!parallelism.matches("[0-9]{1,9}")) {
            inPlace.defect("imagePreDownloadParallelism", "must be a number of nodes, 0 or more");
        }
        inPlace.optionalInteger("imagePreDownloadTimeoutSeconds", 0);
        inPlace.optionalInteger("imagePreDownloadMinUpdatedReadyPods", 0);
    }
}
