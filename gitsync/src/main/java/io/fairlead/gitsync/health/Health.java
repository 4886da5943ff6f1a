package io.fairlead.gitsync.health;

import com.fasterxml.jackson.databind.JsonNode;

/// What a live object's status says of it.
///
/// @param message a sentence for people; empty where there is nothing to add
/// @param counts pods, zero for kinds without
public record Health(State state, String message, Counts counts) {
    public enum State {
        HEALTHY,
        /// On its way, or waiting at a partition that its own spec asks for.
        PROGRESSING,
        /// Its controller says that it failed.
        DEGRADED
    }

    /// @param revision the revision that the pods are moved to; empty where the kind has none
    public record Counts(int replicas, int updated, int ready, String revision) {
        public static final Counts NONE = new Counts(0, 0, 0, "");

        /// The counts of a status that speaks of an earlier generation: of the present one nothing is updated as far
        /// as anybody knows.
        Counts ofAnEarlierOne() {
            return new Counts(replicas, 0, ready, "");
        }
    }

    /// Judges one object as the API server holds it.
    public static Health of(JsonNode object) {
        String group = object.path("apiVersion").asText("");
        int slash = group.indexOf('/');
        group = slash < 0 ? "" : group.substring(0, slash);
        if (object.path("metadata").has("deletionTimestamp")) {
            return new Health(State.PROGRESSING, "is being deleted", Counts.NONE);
        }
        return switch (group + "/" + object.path("kind").asText("")) {
            case "apps.kruise.io/CloneSet" -> cloneSet(object);
            case "apps/Deployment" -> deployment(object);
            case "apps/StatefulSet", "apps.kruise.io/StatefulSet" -> statefulSet(object);
            case "apps/DaemonSet", "apps.kruise.io/DaemonSet" -> daemonSet(object);
            case "batch/Job" -> job(object);
            case "/PersistentVolumeClaim" -> phase(object, "Bound");
            case "/Namespace" -> phase(object, "Active");
            default -> byCondition(object);
        };
    }

    private static Health cloneSet(JsonNode object) {
        JsonNode status = object.path("status");
        int replicas = object.path("spec").path("replicas").asInt(1);
        Counts counts = new Counts(
                status.path("replicas").asInt(),
                status.path("updatedReplicas").asInt(),
                status.path("readyReplicas").asInt(),
                status.path("updateRevision").asText(""));
        if (isBehind(object)) {
            return new Health(
                    State.PROGRESSING, "its controller has not seen this generation yet", counts.ofAnEarlierOne());
        }
        for (String type : new String[] {"Stalled", "FailedUpdate", "FailedScale"}) {
            JsonNode condition = condition(object, type);
            if (condition.path("status").asText().equals("True")) {
                return new Health(
                        State.DEGRADED, type + ": " + condition.path("message").asText(), counts);
            }
        }
        JsonNode progressing = condition(object, "Progressing");
        if (progressing.path("reason").asText().equals("ProgressDeadlineExceeded")) {
            return new Health(State.DEGRADED, progressing.path("message").asText(), counts);
        }
        int wanted = status.path("expectedUpdatedReplicas").asInt(replicas);
        int available = status.path("updatedAvailableReplicas").asInt();
        boolean isSettled = counts.replicas() == replicas
                && status.path("availableReplicas").asInt() == replicas
                && counts.updated() >= wanted
                && available >= wanted;
        if (!isSettled) {
            return new Health(
                    State.PROGRESSING,
                    counts.updated() + "/" + replicas + " updated, "
                            + status.path("availableReplicas").asInt() + " available",
                    counts);
        }
        return new Health(State.HEALTHY, counts.updated() + "/" + replicas + " updated", counts);
    }

    private static Health deployment(JsonNode object) {
        JsonNode status = object.path("status");
        int replicas = object.path("spec").path("replicas").asInt(1);
        Counts counts = counts(status, "replicas", "updatedReplicas", "readyReplicas");
        if (condition(object, "Progressing").path("reason").asText().equals("ProgressDeadlineExceeded")) {
            return new Health(
                    State.DEGRADED,
                    condition(object, "Progressing").path("message").asText(),
                    counts);
        }
        boolean isSettled = !isBehind(object)
                && counts.updated() == replicas
                && counts.replicas() == replicas
                && status.path("availableReplicas").asInt() == replicas;
        return settled(isSettled, isBehind(object) ? counts.ofAnEarlierOne() : counts, replicas);
    }

    private static Health statefulSet(JsonNode object) {
        JsonNode status = object.path("status");
        int replicas = object.path("spec").path("replicas").asInt(1);
        int partition = object.path("spec")
                .path("updateStrategy")
                .path("rollingUpdate")
                .path("partition")
                .asInt(0);
        Counts counts = counts(status, "replicas", "updatedReplicas", "readyReplicas");
        boolean isSettled = !isBehind(object)
                && counts.ready() == replicas
                && counts.replicas() == replicas
                && counts.updated() >= Math.max(replicas - partition, 0);
        return settled(isSettled, isBehind(object) ? counts.ofAnEarlierOne() : counts, replicas);
    }

    private static Health daemonSet(JsonNode object) {
        JsonNode status = object.path("status");
        int wanted = status.path("desiredNumberScheduled").asInt();
        Counts counts = counts(status, "currentNumberScheduled", "updatedNumberScheduled", "numberReady");
        boolean isSettled = !isBehind(object) && counts.updated() >= wanted && counts.ready() >= wanted;
        return settled(isSettled, isBehind(object) ? counts.ofAnEarlierOne() : counts, wanted);
    }

    private static Health job(JsonNode object) {
        JsonNode failed = condition(object, "Failed");
        if (failed.path("status").asText().equals("True")) {
            return new Health(State.DEGRADED, failed.path("message").asText(), Counts.NONE);
        }
        boolean isDone = condition(object, "Complete").path("status").asText().equals("True");
        return new Health(isDone ? State.HEALTHY : State.PROGRESSING, isDone ? "" : "is running", Counts.NONE);
    }

    private static Health phase(JsonNode object, String wanted) {
        String phase = object.path("status").path("phase").asText("");
        return phase.equals(wanted)
                ? new Health(State.HEALTHY, "", Counts.NONE)
                : new Health(State.PROGRESSING, "phase " + (phase.isEmpty() ? "not known yet" : phase), Counts.NONE);
    }

    private static Health byCondition(JsonNode object) {
        JsonNode ready = condition(object, "Ready");
        String status = ready.path("status").asText("True");
        if (status.equals("True") && !(object.path("status").has("observedGeneration") && isBehind(object))) {
            return new Health(State.HEALTHY, "", Counts.NONE);
        }
        return new Health(State.PROGRESSING, ready.path("message").asText(""), Counts.NONE);
    }

    private static Health settled(boolean isSettled, Counts counts, int wanted) {
        return new Health(
                isSettled ? State.HEALTHY : State.PROGRESSING,
                counts.updated() + "/" + wanted + " updated, " + counts.ready() + " ready",
                counts);
    }

    private static Counts counts(JsonNode status, String replicas, String updated, String ready) {
        return new Counts(
                status.path(replicas).asInt(),
                status.path(updated).asInt(),
                status.path(ready).asInt(),
                status.path("updateRevision").asText(""));
    }

    private static boolean isBehind(JsonNode object) {
        return object.path("status").path("observedGeneration").asLong(0)
                < object.path("metadata").path("generation").asLong(0);
    }

    private static JsonNode condition(JsonNode object, String type) {
        for (JsonNode condition : object.path("status").path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition;
            }
        }
        return object.path("status").path("conditions").path("none");
    }
}
