package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.apply.FieldManagement;
import io.fairlead.simulator.schema.Schemas;
import io.fairlead.simulator.wire.ApiReply;
import io.fairlead.simulator.wire.FieldError;
import io.fairlead.simulator.wire.Refusals;
import io.fairlead.simulator.wire.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The subresources `binding` and `eviction` of pods.
final class PodRequests {
    private static final int CREATED = 201;
    private static final int RETRY_SECONDS = 10;
    private static final int DISRUPTED_PODS_MAX = 2000;

    private final Model model;
    private final Deletion deletion;

    PodRequests(Model model, Deletion deletion) {
        this.model = model;
        this.deletion = deletion;
    }

    private static ObjectNode body(Request request, String kind) {
        if (!(request.call().body() instanceof ObjectNode body)) {
            throw StatusException.badRequest("the object provided is unrecognized (must be of type " + kind
                    + "): couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)");
        }
        if (!Trees.text(body, "metadata", "name").equals(request.name())) {
            throw StatusException.badRequest("name in URL does not match name in " + kind + " object");
        }
        return body;
    }

    private void review(Request request, ObjectNode body) {
        ObjectNode object = Trees.withOwnMetadata(body);
        Trees.metadata(object).put("namespace", request.namespace());
        model.admission.mutate(request.subresourceReview("CREATE", object, null));
        model.admission.validate(request.subresourceReview("CREATE", object, null));
    }

    private static ApiReply success() {
        ObjectNode status = Trees.object();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success").put("code", CREATED);
        return ApiReply.of(CREATED, status);
    }

    /// Gives a pod its node.
    ApiReply bind(Request request) {
        ObjectNode binding = body(request, "Binding");
        JsonNode target = binding.path("target");
        if (target.path("name").asText("").isEmpty()) {
            throw StatusException.of(
                    500,
                    "",
                    new FieldError(FieldError.Type.REQUIRED, "target.name", null, "").toString(),
                    Trees.object().path("none"));
        }
        ObjectNode existing = Reading.existing(request);
        JsonNode expected = binding.path("metadata");
        new Preconditions(Trees.text(expected, "uid"), Trees.text(expected, "resourceVersion"))
                .check(request, existing);
        refuseBinding(request, existing);
        review(request, owned(request, binding));
        ObjectNode pod = Trees.withOwnMetadata(existing);
        ObjectNode spec = Trees.shallow((ObjectNode) pod.get("spec"));
        spec.set("nodeName", target.get("name"));
        pod.set("spec", spec);
        mergeInto(Trees.metadata(pod), "annotations", expected.path("annotations"));
        mergeInto(Trees.metadata(pod), "labels", expected.path("labels"));
        ObjectNode scheduled = Trees.object();
        scheduled.put("type", "PodScheduled").put("status", "True");
        setCondition(request, pod, scheduled);
        if (!request.options().isDryRun()) {
            model.storage.commit(request.kind().table(), request.key(), existing, pod, request.call());
        }
        return success();
    }

    /// Of a binding, too, it is written down who sent what.
    private static ObjectNode owned(Request request, ObjectNode binding) {
        return Schemas.builtin("", "v1", "Binding")
                .map(schema -> FieldManagement.update(schema, null, binding, request.writer(), request.now()))
                .orElse(binding);
    }

    private static void mergeInto(ObjectNode metadata, String field, JsonNode more) {
        if (more instanceof ObjectNode added && !added.isEmpty()) {
            ObjectNode merged = metadata.get(field) instanceof ObjectNode old ? Trees.shallow(old) : Trees.object();
            merged.setAll(added);
            metadata.set(field, merged);
        }
    }

    private static void refuseBinding(Request request, ObjectNode pod) {
        String name = request.name();
        String node = pod.path("spec").path("nodeName").asText("");
        String why = "";
        if (Metadata.isBeingDeleted(pod)) {
            why = "pod " + name + " is being deleted, cannot be assigned to a host";
        } else if (!node.isEmpty()) {
            why = "pod " + name + " is already assigned to node \"" + node + "\"";
        } else if (!pod.path("spec").path("schedulingGates").isEmpty()) {
            why = "pod " + name + " has non-empty .spec.schedulingGates";
        }
        if (!why.isEmpty()) {
            throw Refusals.conflict("", "pods/binding", name, why);
        }
    }

    /// Sets a condition of the pod's status, with a transition time where its status changes.
    private static void setCondition(Request request, ObjectNode pod, ObjectNode condition) {
        ObjectNode status = pod.get("status") instanceof ObjectNode old ? Trees.shallow(old) : Trees.object();
        ArrayNode conditions = status.arrayNode();
        String since = Times.text(request.now());
        boolean isNew = true;
        for (JsonNode other : status.path("conditions")) {
            if (!other.path("type").equals(condition.path("type"))) {
                conditions.add(other);
                continue;
            }
            isNew = false;
            if (other.path("status").equals(condition.path("status"))) {
                since = other.path("lastTransitionTime").asText(since);
            }
            conditions.add(complete(condition, since));
        }
        if (isNew) {
            conditions.add(complete(condition, since));
        }
        status.set("conditions", conditions);
        pod.set("status", status);
    }

    private static ObjectNode complete(ObjectNode condition, String since) {
        condition.putNull("lastProbeTime").put("lastTransitionTime", since);
        return condition;
    }

    /// Deletes a pod if its disruption budget allows it.
    ApiReply evict(Request request) {
        ObjectNode eviction = body(request, "Eviction");
        DeleteOptions options = DeleteOptions.of(
                eviction.path("deleteOptions"), request.options().isDryRun());
        review(request, eviction);
        ObjectNode pod = Reading.existing(request);
        String phase = pod.path("status").path("phase").asText();
        boolean isUnguarded = phase.equals("Succeeded")
                || phase.equals("Failed")
                || phase.equals("Pending")
                || Metadata.isBeingDeleted(pod);
        if (!isUnguarded) {
            List<ObjectNode> budgets = budgets(pod);
            if (budgets.size() > 1) {
                return tooManyBudgets();
            }
            if (budgets.size() == 1 && !isUnhealthyAndMayGo(pod, budgets.getFirst())) {
                takeFrom(request, budgets.getFirst(), options);
            }
        }
        delete(request, pod, options);
        return success();
    }

    private void delete(Request request, ObjectNode pod, DeleteOptions options) {
        options.preconditions().check(request, pod);
        ObjectNode marked = pod;
        if (!options.isDryRun()) {
            ObjectNode candidate = Trees.withOwnMetadata(pod);
            ObjectNode target = Trees.object();
            target.put("type", "DisruptionTarget")
                    .put("status", "True")
                    .put("reason", "EvictionByEvictionAPI")
                    .put("message", "Eviction API: evicting");
            setCondition(request, candidate, target);
            if (!candidate.equals(pod)) {
                marked = model.storage.commit(request.kind().table(), request.key(), pod, candidate, request.call());
            }
        }
        deletion.carryOutReviewed(request, marked, options.withoutPreconditions());
    }

    private List<ObjectNode> budgets(ObjectNode pod) {
        Registration kind = model.kinds.find("policy", "v1", "poddisruptionbudgets");
        List<ObjectNode> matching = new ArrayList<>();
        if (kind != null) {
            for (ObjectNode budget :
                    kind.table().in(Trees.text(pod, "metadata", "namespace")).values()) {
                if (ObjectSelector.of(budget.path("spec").path("selector")).matches(pod)) {
                    matching.add(budget);
                }
            }
        }
        return matching;
    }

    private static ApiReply tooManyBudgets() {
        ObjectNode status = Trees.object();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure")
                .put(
                        "message",
                        "This pod has more than one PodDisruptionBudget, which the eviction subresource does not"
                                + " support.")
                .put("code", 500);
        return ApiReply.of(500, status);
    }

    private static boolean isUnhealthyAndMayGo(ObjectNode pod, ObjectNode budget) {
        for (JsonNode condition : pod.path("status").path("conditions")) {
            if (condition.path("type").asText().equals("Ready")
                    && condition.path("status").asText().equals("True")) {
                return false;
            }
        }
        if (budget.path("spec").path("unhealthyPodEvictionPolicy").asText().equals("AlwaysAllow")) {
            return true;
        }
        JsonNode status = budget.path("status");
        long desired = status.path("desiredHealthy").asLong();
        return desired > 0 && status.path("currentHealthy").asLong() >= desired;
    }

    /// Takes one disruption from the budget.
    private void takeFrom(Request request, ObjectNode budget, DeleteOptions options) {
        String name = Metadata.name(budget);
        JsonNode status = budget.path("status");
        long allowed = status.path("disruptionsAllowed").asLong();
        if (status.path("observedGeneration").asLong()
                < budget.path("metadata").path("generation").asLong()) {
            throw refused("The disruption budget " + name + " is still being processed by the server.", RETRY_SECONDS);
        }
        if (allowed < 0) {
            throw Refusals.forbidden("policy", "poddisruptionbudget", name, "pdb disruptions allowed is negative");
        }
        if (status.path("disruptedPods").size() > DISRUPTED_PODS_MAX) {
            throw Refusals.forbidden(
                    "policy",
                    "poddisruptionbudget",
                    name,
                    "DisruptedPods map too big - too many evictions not confirmed by PDB controller");
        }
        if (allowed == 0) {
            throw refused(whyNone(name, status), 0);
        }
        if (options.isDryRun()) {
            return;
        }
        ObjectNode after = Trees.withOwnMetadata(budget);
        ObjectNode changed = Trees.shallow((ObjectNode) status);
        changed.put("disruptionsAllowed", (int) allowed - 1);
        ObjectNode disrupted =
                status.get("disruptedPods") instanceof ObjectNode old ? Trees.shallow(old) : Trees.object();
        changed.set("disruptedPods", disrupted.put(request.name(), Times.text(request.now())));
        if (allowed == 1) {
            changed.set("conditions", exhausted(status, request));
        }
        after.set("status", changed);
        KindTable table = Objects.requireNonNull(model.kinds.find("policy", "v1", "poddisruptionbudgets"))
                .table();
        model.storage.commit(table, KindTable.key(request.namespace(), name), budget, after, request.call());
    }

    /// The budget's conditions once no disruption is left.
    private static ArrayNode exhausted(JsonNode status, Request request) {
        ObjectNode refusal = Trees.object();
        refusal.put("type", "DisruptionAllowed").put("status", "False");
        refusal.set("observedGeneration", status.path("observedGeneration"));
        refusal.put("lastTransitionTime", Times.text(request.now()))
                .put("reason", "InsufficientPods")
                .put("message", "");
        ArrayNode conditions = refusal.arrayNode();
        for (JsonNode other : status.path("conditions")) {
            if (!other.path("type").equals(refusal.path("type"))) {
                conditions.add(other);
            } else if (other.path("status").equals(refusal.path("status"))) {
                refusal.set("lastTransitionTime", other.path("lastTransitionTime"));
            }
        }
        return conditions.add(refusal);
    }

    private static String whyNone(String name, JsonNode status) {
        String start = "The disruption budget " + name;
        for (JsonNode condition : status.path("conditions")) {
            boolean isRefusal = condition.path("type").asText().equals("DisruptionAllowed")
                    && condition.path("status").asText().equals("False")
                    && condition.path("reason").asText().equals("SyncFailed");
            if (isRefusal && !condition.path("message").asText("").isEmpty()) {
                return start + " does not allow evicting pods currently because it failed sync: "
                        + condition.path("message").asText();
            }
        }
        long desired = status.path("desiredHealthy").asLong();
        long current = status.path("currentHealthy").asLong();
        return current <= desired
                ? start + " needs " + desired + " healthy pods and has " + current + " currently"
                : start + " does not allow evicting pods currently";
    }

    private static StatusException refused(String cause, int retryAfterSeconds) {
        ArrayNode causes = Trees.object().arrayNode();
        causes.addObject().put("reason", "DisruptionBudget").put("message", cause);
        return Refusals.tooManyRequests(
                "Cannot evict pod as it would violate the pod's disruption budget.", retryAfterSeconds, causes);
    }
}
