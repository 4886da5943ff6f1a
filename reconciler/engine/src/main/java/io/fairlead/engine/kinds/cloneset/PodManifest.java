package io.fairlead.engine.kinds.cloneset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.engine.PodKeys;
import io.fairlead.engine.PodState;
import io.fairlead.engine.revision.PodRevision;
import io.fairlead.engine.revision.RevisionBook;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The pod that a CloneSet creates from a revision.
final class PodManifest {
    private PodManifest() {}

    static String name(RevisionBook.Owner owner, String instanceId) {
        return owner.name() + "-" + instanceId;
    }

    static ObjectNode of(RevisionBook.Owner owner, PodRevision revision, String instanceId, Instant now) {
        JsonNode template = revision.template();
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        pod.put("apiVersion", "v1").put("kind", "Pod");
        ObjectNode metadata = pod.putObject("metadata");
        metadata.put("name", name(owner, instanceId)).put("namespace", owner.namespace());
        ObjectNode labels = copy(template.path("metadata").path("labels"));
        labels.put(PodKeys.REVISION, revision.name())
                .put(PodKeys.TEMPLATE_HASH, revision.hash())
                .put(PodKeys.INSTANCE_ID, instanceId)
                .put(PodKeys.LIFECYCLE_STATE, PodState.PREPARING_NORMAL.wire());
        metadata.set("labels", labels);
        ObjectNode annotations = copy(template.path("metadata").path("annotations"));
        annotations.put(
                PodKeys.LIFECYCLE_TIMESTAMP, now.truncatedTo(ChronoUnit.SECONDS).toString());
        metadata.set("annotations", annotations);
        JsonNode finalizers = template.path("metadata").path("finalizers");
        if (!finalizers.isEmpty()) {
            metadata.set("finalizers", finalizers.deepCopy());
        }
        metadata.putArray("ownerReferences").add(RevisionBook.ownerReference(owner));
        pod.set("spec", spec(template.path("spec")));
        return pod;
    }

    /// Every pod gets the gate, whatever the update policy: the policy may change while the pod lives.
    private static ObjectNode spec(JsonNode template) {
        ObjectNode spec = copy(template);
        ArrayNode gates = spec.withArray("readinessGates");
        for (JsonNode gate : gates) {
            if (gate.path("conditionType").asText().equals(PodKeys.IN_PLACE_READY)) {
                return spec;
            }
        }
        gates.addObject().put("conditionType", PodKeys.IN_PLACE_READY);
        return spec;
    }

    private static ObjectNode copy(JsonNode node) {
        return node instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
    }
}
