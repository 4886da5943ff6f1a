package io.fairlead.engine.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.engine.PodView;
import io.fairlead.engine.PodView.ConditionView;
import io.fairlead.engine.PodView.ContainerView;
import io.fairlead.engine.Revision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Live objects as the engine sees them.
final class Projection {
    private Projection() {}

    static PodView pod(JsonNode pod) {
        JsonNode metadata = pod.path("metadata");
        JsonNode status = pod.path("status");
        SequencedMap<String, String> labels = new LinkedHashMap<>();
        metadata.path("labels")
                .properties()
                .forEach(each -> labels.put(each.getKey(), each.getValue().asText()));
        SequencedMap<String, String> annotations = new LinkedHashMap<>();
        for (String key : PodView.ANNOTATIONS) {
            if (metadata.path("annotations").has(key)) {
                annotations.put(key, metadata.path("annotations").path(key).asText());
            }
        }
        List<ConditionView> conditions = new ArrayList<>();
        status.path("conditions")
                .forEach(each -> conditions.add(new ConditionView(
                        each.path("type").asText(),
                        each.path("status").asText(),
                        Instant.parse(each.path("lastTransitionTime").asText()))));
        List<String> gates = new ArrayList<>();
        pod.path("spec")
                .path("readinessGates")
                .forEach(each -> gates.add(each.path("conditionType").asText()));
        return new PodView(
                metadata.path("namespace").asText(),
                metadata.path("name").asText(),
                metadata.path("uid").asText(),
                metadata.path("resourceVersion").asText(),
                metadata.path("ownerReferences").path(0).path("uid").asText(),
                status.path("phase").asText(),
                pod.path("spec").path("nodeName").asText(""),
                Instant.parse(metadata.path("creationTimestamp").asText()),
                metadata.has("deletionTimestamp")
                        ? Optional.of(
                                Instant.parse(metadata.path("deletionTimestamp").asText()))
                        : Optional.empty(),
                labels,
                annotations,
                containers(pod),
                List.of(),
                conditions,
                gates);
    }

    private static List<ContainerView> containers(JsonNode pod) {
        List<ContainerView> views = new ArrayList<>();
        for (JsonNode container : pod.path("spec").path("containers")) {
            String name = container.path("name").asText();
            JsonNode found = com.fasterxml.jackson.databind.node.MissingNode.getInstance();
            for (JsonNode each : pod.path("status").path("containerStatuses")) {
                found = each.path("name").asText().equals(name) ? each : found;
            }
            views.add(new ContainerView(
                    name,
                    container.path("image").asText(),
                    found.path("image").asText(""),
                    found.path("imageID").asText(""),
                    found.path("ready").asBoolean(),
                    found.path("restartCount").asInt()));
        }
        return views;
    }

    static Revision revision(JsonNode revision) {
        JsonNode metadata = revision.path("metadata");
        return new Revision(
                metadata.path("name").asText(),
                metadata.path("uid").asText(),
                metadata.path("resourceVersion").asText(),
                metadata.path("ownerReferences").path(0).path("uid").asText(),
                revision.path("revision").asLong(),
                Instant.parse(metadata.path("creationTimestamp").asText()),
                revision.path("data"));
    }
}
