package io.fairlead.engine.inplace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.engine.PodKeys;
import io.fairlead.engine.PodView;
import io.fairlead.engine.PodView.ContainerView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// The annotation that says what an in-place update changed, so that its end can be seen: a container is done once it
/// reports another image ID than before, or just the image that its spec asks for (kruise: pkg/util/inplaceupdate
/// `DefaultCheckContainersInPlaceUpdateCompleted`).
///
/// @param revision full name of the revision that the pod was brought to
/// @param lastImageIds by container, before the change
/// @param hasMore a foreign writer left batches, resources or variables open, whose end cannot be seen here
record InPlaceState(String revision, Instant updateTime, SequencedMap<String, String> lastImageIds, boolean hasMore) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> FOREIGN = List.of(
            "nextContainerImages",
            "nextContainerRefMetadata",
            "nextContainerResources",
            "updateEnvFromMetadata",
            "updateResources");

    InPlaceState {
        lastImageIds = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(lastImageIds));
    }

    /// The state to write with a change of these containers. What an earlier change of the pod still waits for is
    /// waited for on.
    static InPlaceState next(PodView pod, String revision, List<String> changed, Instant now) {
        SequencedMap<String, String> imageIds = new LinkedHashMap<>();
        boolean isUnderWay = !isComplete(pod);
        SequencedMap<String, String> open =
                isUnderWay ? read(pod).map(InPlaceState::lastImageIds).orElseGet(LinkedHashMap::new) : imageIds;
        for (ContainerView container : pod.containers()) {
            String recorded = open.get(container.name());
            if (changed.contains(container.name())) {
                imageIds.put(container.name(), container.imageId());
            } else if (isUnderWay && recorded != null) {
                imageIds.put(container.name(), recorded);
            }
        }
        return new InPlaceState(revision, now, imageIds, false);
    }

    /// No in-place update of this pod waits for anything. Without the annotation there never was one.
    static boolean isComplete(PodView pod) {
        if (!pod.annotations().containsKey(PodKeys.IN_PLACE_STATE)) {
            return true;
        }
        Optional<InPlaceState> state = read(pod);
        for (ContainerView container : pod.containers()) {
            boolean isShown = ImageName.isSame(container.image(), container.statusImage());
            // An annotation that nobody can read: only what the kubelet shows counts.
            boolean isDone = state.map(each -> isDone(each, container, isShown)).orElse(isShown);
            if (!isDone) {
                return false;
            }
        }
        return state.map(each -> !each.hasMore()).orElse(true);
    }

    private static boolean isDone(InPlaceState state, ContainerView container, boolean isShown) {
        String last = state.lastImageIds().get(container.name());
        boolean isReplaced = last != null
                && !container.imageId().isEmpty()
                && !container.imageId().equals(last);
        return last == null || isShown || isReplaced;
    }

    private static Optional<InPlaceState> read(PodView pod) {
        String text = pod.annotations().getOrDefault(PodKeys.IN_PLACE_STATE, "");
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        if (!json.isObject()) {
            return Optional.empty();
        }
        SequencedMap<String, String> imageIds = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each :
                json.path("lastContainerStatuses").properties()) {
            imageIds.put(each.getKey(), each.getValue().path("imageID").asText());
        }
        boolean hasMore = FOREIGN.stream().anyMatch(field -> isOpen(json.path(field)));
        return Optional.of(new InPlaceState(json.path("revision").asText(), Instant.EPOCH, imageIds, hasMore));
    }

    private static boolean isOpen(JsonNode field) {
        return field.isContainerNode() ? !field.isEmpty() : field.asBoolean();
    }

    String toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        String time = updateTime.truncatedTo(ChronoUnit.SECONDS).toString();
        json.put("revision", revision);
        json.put("updateTimestamp", time);
        ObjectNode statuses = json.putObject("lastContainerStatuses");
        lastImageIds.forEach((name, imageId) -> statuses.putObject(name).put("imageID", imageId));
        if (!lastImageIds.isEmpty()) {
            json.put("updateImages", true);
            ObjectNode batch = json.putArray("containerBatchesRecord").addObject();
            batch.put("timestamp", time);
            lastImageIds.keySet().forEach(batch.withArray("containers")::add);
        }
        return json.toString();
    }
}
