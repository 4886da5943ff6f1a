package io.fairlead.api.apps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Rewrites CloneSet manifests to the v1beta1 shape. Where both shapes speak and differ, both stay.
final class V1beta1Shape {
    /// In v1alpha1 these annotations say what the fields say in v1beta1.
    private static final SequencedMap<String, String> PRE_DOWNLOAD = preDownload();

    private V1beta1Shape() {}

    static ObjectNode of(ObjectNode manifest) {
        ObjectNode copy = manifest.deepCopy();
        boolean isAlpha = copy.path("apiVersion").asText("").equals(CloneSetCodec.VERSION_ALPHA);
        copy.put("apiVersion", CloneSetCodec.VERSION_BETA);
        if (!(copy.path("spec") instanceof ObjectNode spec)) {
            return copy;
        }
        child(spec, "updateStrategy").ifPresent(update -> {
            update(update);
            if (isAlpha) {
                preDownload(update, copy.path("metadata").path("annotations"));
            }
        });
        child(spec, "scaleStrategy").ifPresent(scale -> {
            pvcReuse(scale, isAlpha);
            JsonNode label = copy.path("metadata").path("labels").path(CloneSetCodec.LABEL_EXCLUDE_PREPARING_DELETE);
            if (!scale.hasNonNull("excludePreparingDelete") && label.asText("").equals("true")) {
                scale.put("excludePreparingDelete", true);
            }
        });
        return copy;
    }

    private static void update(ObjectNode update) {
        JsonNode typeNode = update.path("type");
        String type = typeNode.asText("");
        boolean isOnDelete = type.equals(PolicyNames.ON_DELETE);
        boolean hasMoved = UpdateStrategyReader.MOVED.stream().anyMatch(update::hasNonNull);
        if (isOnDelete && !hasMoved && !update.hasNonNull("rollingUpdate")) {
            return;
        }
        Optional<ObjectNode> child = child(update, "rollingUpdate");
        if (child.isEmpty()) {
            return;
        }
        ObjectNode rolling = child.get();
        for (String field : UpdateStrategyReader.MOVED) {
            move(update, rolling, field);
        }
        boolean isPolicy = PolicyNames.parse(type).isPresent();
        if (!rolling.hasNonNull("podUpdatePolicy")) {
            rolling.put("podUpdatePolicy", isPolicy ? type : PolicyNames.RECREATE);
        }
        // type: ReCreate beside another policy is a default that the v1alpha1 schema wrote, so it gives way.
        boolean givesWay = type.equals(PolicyNames.RECREATE)
                || (isPolicy && rolling.path("podUpdatePolicy").asText("").equals(type));
        if (typeNode.isMissingNode() || typeNode.isNull() || type.isEmpty() || givesWay) {
            update.put("type", PolicyNames.ROLLING_UPDATE);
        }
    }

    private static void move(ObjectNode from, ObjectNode to, String field) {
        JsonNode value = from.path(field);
        if (value.isMissingNode()) {
            return;
        }
        if (value.isNull() || value.equals(to.path(field))) {
            from.remove(field);
        } else if (!to.hasNonNull(field)) {
            from.remove(field);
            to.set(field, value);
        }
    }

    private static void pvcReuse(ObjectNode scale, boolean isAlpha) {
        JsonNode disabled = scale.path("disablePVCReuse");
        boolean isReadable = disabled.isBoolean() || disabled.isMissingNode() || disabled.isNull();
        if (!isReadable) {
            return;
        }
        if (!scale.hasNonNull("enablePVCReuse")) {
            scale.put("enablePVCReuse", disabled.isBoolean() ? !disabled.booleanValue() : isAlpha);
        }
        if (!disabled.asBoolean(false) || !scale.path("enablePVCReuse").asBoolean(false)) {
            scale.remove("disablePVCReuse");
        }
    }

    private static void preDownload(ObjectNode update, JsonNode annotations) {
        for (Map.Entry<String, String> entry : PRE_DOWNLOAD.entrySet()) {
            String value = annotations.path(entry.getKey()).asText("");
            // A value that is no number means nothing in v1alpha1 either.
            if (value.matches("[0-9]{1,9}") && update.path("rollingUpdate") instanceof ObjectNode rolling) {
                child(rolling, "inPlaceUpdateStrategy")
                        .filter(inPlace -> !inPlace.hasNonNull(entry.getValue()))
                        .ifPresent(inPlace -> inPlace.put(entry.getValue(), Integer.parseInt(value)));
            }
        }
    }

    /// The nested object, made if it is absent; empty if something else lies there.
    private static Optional<ObjectNode> child(ObjectNode parent, String field) {
        JsonNode node = parent.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.of(parent.putObject(field));
        }
        return node instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    }

    private static SequencedMap<String, String> preDownload() {
        SequencedMap<String, String> fields = new LinkedHashMap<>();
        fields.put("apps.kruise.io/image-predownload-parallelism", "imagePreDownloadParallelism");
        fields.put("apps.kruise.io/image-predownload-timeout-seconds", "imagePreDownloadTimeoutSeconds");
        fields.put("apps.kruise.io/image-predownload-min-updated-ready-pods", "imagePreDownloadMinUpdatedReadyPods");
        return fields;
    }
}
