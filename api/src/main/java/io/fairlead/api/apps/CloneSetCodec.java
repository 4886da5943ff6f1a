package io.fairlead.api.apps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.IntOrPercent.Rounding;
import io.fairlead.api.LabelSelector;
import io.fairlead.api.ObjectKey;
import io.fairlead.api.Parsed;
import io.fairlead.api.apps.CloneSet.Condition;
import io.fairlead.api.apps.CloneSet.Hook;
import io.fairlead.api.apps.CloneSet.Lifecycle;
import io.fairlead.api.apps.CloneSet.ScaleStrategy;
import io.fairlead.api.apps.CloneSet.Spec;
import io.fairlead.api.apps.CloneSet.Status;
import io.fairlead.api.apps.CloneSet.UpdateStrategy;
import io.fairlead.api.wire.Numbers;
import io.fairlead.api.wire.ObjectReader;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;

/// Between CloneSets on the wire and [CloneSet]. The rules are those of the field table of OpenKruise's CloneSet
/// (`apis/apps/{v1alpha1,v1beta1}`, `pkg/webhook/cloneset`), except that negative seconds and limits are refused and
/// `maxUnavailable: 0` with `maxSurge: 1` is allowed in both versions.
public final class CloneSetCodec {
    static final String VERSION_ALPHA = "apps.kruise.io/v1alpha1";
    static final String VERSION_BETA = "apps.kruise.io/v1beta1";
    /// In v1alpha1 this label says what the field `excludePreparingDelete` says in v1beta1.
    static final String LABEL_EXCLUDE_PREPARING_DELETE = "apps.kruise.io/cloneset-scaling-exclude-preparing-delete";

    private static final int REVISION_HISTORY_LIMIT = 10;

    private CloneSetCodec() {}

    /// Reads an object or manifest in either shape, or in a mixture of both: a field of v1beta1 beats a mark that
    /// the v1alpha1 schema wrote as a default (`type: ReCreate`, `disablePVCReuse: false`); two explicit fields
    /// that contradict each other are a defect.
    public static Parsed<CloneSet> parse(JsonNode object) {
        ObjectReader root = ObjectReader.of(object);
        ObjectReader metadata = root.object("metadata");
        boolean isAlpha = root.text("apiVersion", VERSION_BETA).equals(VERSION_ALPHA);
        if (!root.has("spec")) {
            root.defect("spec", "is required");
        }
        CloneSet cloneSet = new CloneSet(
                metadata.text("namespace", ""),
                metadata.text("name", ""),
                metadata.text("uid", ""),
                metadata.text("resourceVersion", ""),
                metadata.longInteger("generation", 0),
                metadata.time("deletionTimestamp"),
                metadata.textMap("labels"),
                metadata.textMap("annotations"),
                spec(root.object("spec"), metadata.textMap("labels"), isAlpha),
                status(root.object("status")));
        if (root.defects().isEmpty()) {
            return new Parsed.Valid<>(cloneSet);
        }
        ObjectKey key = cloneSet.key();
        return new Parsed.Invalid<>(
                key, cloneSet.uid(), cloneSet.resourceVersion(), cloneSet.generation(), root.defects());
    }

    private static Spec spec(ObjectReader spec, SequencedMap<String, String> labels, boolean isAlpha) {
        int replicas = spec.integer("replicas", 1, 0);
        LabelSelector selector = selector(spec);
        template(spec, selector);
        int minReadySeconds = spec.integer("minReadySeconds", 0, 0);
        UpdateStrategy update = UpdateStrategyReader.read(spec.object("updateStrategy"), isAlpha);
        pairRule(spec, update, replicas);
        return new Spec(
                replicas,
                selector,
                spec.node().path("template"),
                claims(spec),
                spec.integer("revisionHistoryLimit", REVISION_HISTORY_LIMIT, 0),
                minReadySeconds,
                progressDeadline(spec, minReadySeconds, isAlpha),
                scale(spec.object("scaleStrategy"), labels),
                update,
                lifecycle(spec));
    }

    private static LabelSelector selector(ObjectReader spec) {
        int before = spec.defects().size();
        Optional<LabelSelector> selector = spec.selector("selector");
        if (selector.isEmpty()) {
            spec.defect("selector", "is required");
        } else if (selector.get().isEmpty() && spec.defects().size() == before) {
            spec.defect("selector", "must not be empty: it would select every pod of the namespace");
        }
        return selector.orElseGet(() -> new LabelSelector(new LinkedHashMap<>(), List.of()));
    }

    private static void template(ObjectReader spec, LabelSelector selector) {
        if (!spec.has("template")) {
            spec.defect("template", "is required");
            return;
        }
        ObjectReader template = spec.object("template");
        ObjectReader metadata = template.object("metadata");
        if (!selector.isEmpty() && !selector.matches(metadata.textMap("labels"))) {
            metadata.defect("labels", "must match spec.selector");
        }
        ObjectReader podSpec = template.object("spec");
        String restartPolicy = podSpec.text("restartPolicy", "");
        if (!restartPolicy.isEmpty() && !restartPolicy.equals("Always")) {
            podSpec.defect("restartPolicy", "must be Always");
        }
        if (podSpec.has("activeDeadlineSeconds")) {
            podSpec.defect("activeDeadlineSeconds", "must not be set");
        }
    }

    private static List<JsonNode> claims(ObjectReader spec) {
        List<ObjectReader> claims = spec.objects("volumeClaimTemplates");
        for (ObjectReader claim : claims) {
            claim.object("metadata").requiredText("name");
        }
        return claims.stream().map(ObjectReader::node).toList();
    }

    private static OptionalInt progressDeadline(ObjectReader spec, int minReadySeconds, boolean isAlpha) {
        OptionalInt deadline = spec.optionalInteger("progressDeadlineSeconds", 0);
        if (deadline.isEmpty() || deadline.getAsInt() == Integer.MAX_VALUE) {
            return OptionalInt.empty();
        }
        // Only v1alpha1 refuses this; a v1beta1 object with it is in use somewhere.
        if (isAlpha && deadline.getAsInt() <= minReadySeconds) {
            spec.defect("progressDeadlineSeconds", "must be greater than spec.minReadySeconds");
        }
        return deadline;
    }

    private static ScaleStrategy scale(ObjectReader scale, SequencedMap<String, String> labels) {
        List<String> podsToDelete = scale.texts("podsToDelete");
        LinkedHashSet<String> distinct = new LinkedHashSet<>(podsToDelete);
        if (distinct.size() < podsToDelete.size()) {
            scale.defect("podsToDelete", "must name each pod once");
        }
        boolean isDisabled = scale.bool("disablePVCReuse", false);
        boolean isEnabled = scale.bool("enablePVCReuse", scale.has("disablePVCReuse") && !isDisabled);
        // disablePVCReuse: false may be a default that the v1alpha1 schema wrote; true is somebody's will.
        if (isDisabled && isEnabled) {
            scale.defect("enablePVCReuse", "contradicts disablePVCReuse: true");
        }
        boolean isLabelled = "true".equals(labels.get(LABEL_EXCLUDE_PREPARING_DELETE));
        return new ScaleStrategy(
                podsToDelete,
                scale.intOrPercent("maxUnavailable"),
                isEnabled,
                scale.bool("excludePreparingDelete", isLabelled));
    }

    private static void pairRule(ObjectReader spec, UpdateStrategy update, int replicas) {
        if (replicas > 0
                && update.maxUnavailable().resolve(replicas, Rounding.UP) < 1
                && update.maxSurge().resolve(replicas, Rounding.UP) < 1) {
            UpdateStrategyReader.holder(spec.object("updateStrategy"), "maxUnavailable")
                    .defect("maxUnavailable", "must not be 0 while maxSurge is 0: no pod could ever be updated");
        }
    }

    private static Optional<Lifecycle> lifecycle(ObjectReader spec) {
        return spec.optionalObject("lifecycle")
                .map(each ->
                        new Lifecycle(hook(each, "preDelete"), hook(each, "inPlaceUpdate"), hook(each, "preNormal")));
    }

    private static Optional<Hook> hook(ObjectReader lifecycle, String field) {
        return lifecycle
                .optionalObject(field)
                .map(each -> new Hook(
                        each.textMap("labelsHandler"),
                        each.texts("finalizersHandler"),
                        each.bool("markPodNotReady", false)));
    }

    private static Status status(ObjectReader status) {
        return new Status(
                status.longInteger("observedGeneration", 0),
                status.integer("replicas", 0, 0),
                status.integer("readyReplicas", 0, 0),
                status.integer("availableReplicas", 0, 0),
                status.integer("updatedReplicas", 0, 0),
                status.integer("updatedReadyReplicas", 0, 0),
                status.integer("updatedAvailableReplicas", 0, 0),
                status.integer("expectedUpdatedReplicas", 0, 0),
                status.text("updateRevision", ""),
                status.text("currentRevision", ""),
                status.integer("collisionCount", 0, 0),
                status.text("labelSelector", ""),
                status.objects("conditions").stream()
                        .map(CloneSetCodec::condition)
                        .toList());
    }

    private static Condition condition(ObjectReader condition) {
        Instant transition = condition.time("lastTransitionTime").orElse(Instant.EPOCH);
        return new Condition(
                condition.requiredText("type"),
                condition.requiredText("status"),
                condition.time("lastUpdateTime").orElse(transition),
                transition,
                condition.text("reason", ""),
                condition.text("message", ""));
    }

    /// The whole `status` of the object: the counts always, absent texts and an empty list of conditions left out.
    public static JsonNode statusToJson(Status status) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("observedGeneration", Numbers.node(status.observedGeneration()));
        json.put("replicas", status.replicas());
        json.put("readyReplicas", status.readyReplicas());
        json.put("availableReplicas", status.availableReplicas());
        json.put("updatedReplicas", status.updatedReplicas());
        json.put("updatedReadyReplicas", status.updatedReadyReplicas());
        json.put("updatedAvailableReplicas", status.updatedAvailableReplicas());
        json.put("expectedUpdatedReplicas", status.expectedUpdatedReplicas());
        putText(json, "updateRevision", status.updateRevision());
        putText(json, "currentRevision", status.currentRevision());
        json.put("collisionCount", status.collisionCount());
        putText(json, "labelSelector", status.labelSelector());
        if (!status.conditions().isEmpty()) {
            ArrayNode conditions = json.putArray("conditions");
            status.conditions().forEach(each -> conditions.add(conditionToJson(each)));
        }
        return json;
    }

    private static ObjectNode conditionToJson(Condition condition) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", condition.type());
        json.put("status", condition.status());
        json.put("lastUpdateTime", wireTime(condition.lastUpdateTime()));
        json.put("lastTransitionTime", wireTime(condition.lastTransitionTime()));
        putText(json, "reason", condition.reason());
        putText(json, "message", condition.message());
        return json;
    }

    // Kubernetes times have whole seconds.
    private static String wireTime(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static void putText(ObjectNode json, String field, String text) {
        if (!text.isEmpty()) {
            json.put(field, text);
        }
    }

    /// Rewrites a manifest of either shape to the v1beta1 shape, with every discriminator written out (`type`,
    /// `podUpdatePolicy`, `enablePVCReuse`), so that its meaning depends on no default any more. The defaults of
    /// the version that the manifest names are respected. The template and fields that this code does not know stay
    /// as they are; so does what contradicts or cannot be read, for [#parse] to refuse. The argument is not
    /// changed.
    public static ObjectNode toV1beta1(ObjectNode manifest) {
        return V1beta1Shape.of(manifest);
    }
}
