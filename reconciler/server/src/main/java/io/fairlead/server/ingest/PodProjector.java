package io.fairlead.server.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fairlead.engine.PodView;
import io.fairlead.engine.PodView.ConditionView;
import io.fairlead.engine.PodView.ContainerView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// A live pod as the engine sees it, or nothing where no CloneSet controls it.
public final class PodProjector {
    private static final String OWNER_KIND = "CloneSet";

    private final StringPool pool;

    public PodProjector(StringPool pool) {
        this.pool = pool;
    }

    public Optional<PodView> project(JsonNode pod) {
        return Metadata.controllerUid(pod, OWNER_KIND).map(owner -> view(pod, owner));
    }

    private PodView view(JsonNode pod, String ownerUid) {
        JsonNode metadata = pod.path("metadata");
        JsonNode spec = pod.path("spec");
        JsonNode status = pod.path("status");
        return new PodView(
                shared(metadata.path("namespace")),
                metadata.path("name").asText(),
                metadata.path("uid").asText(),
                metadata.path("resourceVersion").asText(),
                pool.shared(ownerUid),
                shared(status.path("phase")),
                shared(spec.path("nodeName")),
                Metadata.time(metadata.path("creationTimestamp")).orElse(Instant.EPOCH),
                Metadata.time(metadata.path("deletionTimestamp")),
                labels(metadata.path("labels")),
                annotations(metadata.path("annotations")),
                containers(spec.path("containers"), status.path("containerStatuses")),
                containers(spec.path("initContainers"), status.path("initContainerStatuses")),
                conditions(status.path("conditions")),
                readinessGates(spec.path("readinessGates")));
    }

    private String shared(JsonNode text) {
        return pool.shared(text.asText(""));
    }

    private SequencedMap<String, String> labels(JsonNode node) {
        SequencedMap<String, String> labels = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> label : node.properties()) {
            labels.put(pool.shared(label.getKey()), shared(label.getValue()));
        }
        return labels;
    }

    private static SequencedMap<String, String> annotations(JsonNode node) {
        SequencedMap<String, String> annotations = new LinkedHashMap<>();
        for (String key : PodView.ANNOTATIONS) {
            JsonNode value = node.path(key);
            if (value.isTextual()) {
                annotations.put(key, value.textValue());
            }
        }
        return annotations;
    }

    /// Spec and status of one container belong together by name; the kubelet reports in its own order.
    private List<ContainerView> containers(JsonNode specs, JsonNode statuses) {
        List<ContainerView> views = new ArrayList<>(specs.size());
        for (JsonNode spec : specs) {
            String name = spec.path("name").asText();
            JsonNode status = named(statuses, name);
            views.add(new ContainerView(
                    pool.shared(name),
                    shared(spec.path("image")),
                    shared(status.path("image")),
                    shared(status.path("imageID")),
                    status.path("ready").asBoolean(),
                    status.path("restartCount").asInt()));
        }
        return views;
    }

    private static JsonNode named(JsonNode statuses, String name) {
        for (JsonNode status : statuses) {
            if (status.path("name").asText().equals(name)) {
                return status;
            }
        }
        return MissingNode.getInstance();
    }

    private List<ConditionView> conditions(JsonNode conditions) {
        List<ConditionView> views = new ArrayList<>(conditions.size());
        for (JsonNode condition : conditions) {
            views.add(new ConditionView(
                    shared(condition.path("type")),
                    shared(condition.path("status")),
                    Metadata.time(condition.path("lastTransitionTime")).orElse(Instant.EPOCH)));
        }
        return views;
    }

    private List<String> readinessGates(JsonNode gates) {
        List<String> types = new ArrayList<>(gates.size());
        for (JsonNode gate : gates) {
            types.add(shared(gate.path("conditionType")));
        }
        return types;
    }
}
