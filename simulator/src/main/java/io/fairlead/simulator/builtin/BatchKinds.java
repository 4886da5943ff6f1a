package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// Jobs and CronJobs.
final class BatchKinds {
    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final int NAME_MAX = 52;
    private static final List<String> COUNTS = List.of(
            "parallelism",
            "completions",
            "activeDeadlineSeconds",
            "backoffLimit",
            "ttlSecondsAfterFinished",
            "backoffLimitPerIndex",
            "maxFailedIndexes");
    private static final List<String> FROZEN =
            List.of("completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy");

    private BatchKinds() {}

    static List<TableKind> all() {
        return List.of(job(), cronJob());
    }

    private static TableKind job() {
        return new TableKind("batch/v1", "Job")
                .generation("spec")
                .creation((job, now) -> ownSelector(job))
                .rule((job, findings) -> jobSpec(job.path("spec"), SPEC, findings))
                .updates((job, old, findings) -> {
                    TableKind.checkMetadataUpdate(job, old, findings);
                    JsonNode spec = job.path("spec");
                    JsonNode before = old.path("spec");
                    jobSpec(spec, SPEC, findings);
                    boolean isIndexed = Trees.text(spec, "completionMode").equals("Indexed");
                    if (!isIndexed) {
                        findings.immutable(
                                SPEC.child("completions"), spec.path("completions"), before.path("completions"));
                    }
                    findings.immutable(SPEC.child("selector"), spec.path("selector"), before.path("selector"));
                    if (!Trees.isSame(spec.path("template"), before.path("template"))) {
                        findings.invalidAs(SPEC.child("template"), "{}", "field is immutable");
                    }
                    for (String field : FROZEN) {
                        findings.immutable(SPEC.child(field), spec.path(field), before.path(field));
                    }
                })
                .status(TableKind::checkMetadataUpdate);
    }

    // Jobs choose their pods by labels that nobody else has.
    private static void ownSelector(ObjectNode job) {
        ObjectNode spec = Trees.object(job, "spec");
        if (Trees.flag(spec, "manualSelector")) {
            return;
        }
        JsonNode metadata = job.path("metadata");
        String uid = Trees.text(metadata, "uid");
        ObjectNode labels = Trees.object(Trees.object(Trees.object(spec, "template"), "metadata"), "labels");
        labels.put("batch.kubernetes.io/controller-uid", uid);
        labels.put("batch.kubernetes.io/job-name", Trees.text(metadata, "name"));
        labels.put("controller-uid", uid);
        labels.put("job-name", Trees.text(metadata, "name"));
        ObjectNode selector = Trees.object(spec, "selector");
        Trees.object(selector, "matchLabels").put("batch.kubernetes.io/controller-uid", uid);
        // What is read back from the store is filled in with defaults once more.
        ObjectNode own = Trees.object(job, "metadata");
        if (own.path("labels").isEmpty()) {
            own.set("labels", labels.deepCopy());
        }
    }

    private static void jobSpec(JsonNode spec, FieldPath path, Findings findings) {
        if (Trees.has(spec, "selector")) {
            SelectorRules.check(spec.path("selector"), path.child("selector"), findings);
            JsonNode labels = spec.path("template").path("metadata").path("labels");
            if (!Selectors.matches(spec.path("selector"), labels)) {
                findings.invalid(
                        path.child("template", "metadata").child("labels"),
                        labels,
                        "`selector` does not match template `labels`");
            }
        } else if (path.equals(SPEC)) {
            findings.required(path.child("selector"), "");
        }
        for (String count : COUNTS) {
            findings.nonNegative(path.child(count), spec.path(count));
        }
        String mode = Trees.text(spec, "completionMode");
        findings.oneOfOrEmpty(path.child("completionMode"), mode, List.of("NonIndexed", "Indexed"));
        if (mode.equals("Indexed") && !Trees.has(spec, "completions")) {
            findings.required(path.child("completions"), "when completion mode is Indexed");
        }
        for (String field : List.of("backoffLimitPerIndex", "maxFailedIndexes")) {
            if (!mode.equals("Indexed") && Trees.has(spec, field)) {
                findings.invalid(path.child(field), spec.path(field), "requires indexed completion mode");
            }
        }
        findings.oneOfOrEmpty(
                path.child("podReplacementPolicy"),
                Trees.text(spec, "podReplacementPolicy"),
                List.of("Failed", "TerminatingOrFailed"));
        PodSpecRules.checkTemplate(spec.path("template"), path.child("template"), findings);
        String policy = Trees.text(spec.path("template").path("spec"), "restartPolicy");
        FieldPath at = path.child("template", "spec").child("restartPolicy");
        if (policy.equals("Always") || policy.isEmpty()) {
            findings.required(at, "valid values: \"OnFailure\", \"Never\"");
        } else {
            findings.oneOf(at, policy, List.of("OnFailure", "Never"));
        }
    }

    private static TableKind cronJob() {
        return new TableKind("batch/v1", "CronJob")
                .generation("spec")
                .rule((cron, findings) -> {
                    cronSpec(cron.path("spec"), findings);
                    String name = cron.path("metadata").path("name").asText("");
                    if (name.length() > NAME_MAX) {
                        findings.invalid(
                                FieldPath.of("metadata").child("name"),
                                name,
                                "must be no more than " + NAME_MAX + " characters");
                    }
                })
                .updates((cron, old, findings) -> {
                    TableKind.checkMetadataUpdate(cron, old, findings);
                    cronSpec(cron.path("spec"), findings);
                })
                .status(TableKind::checkMetadataUpdate);
    }

    private static void cronSpec(JsonNode spec, Findings findings) {
        String schedule = Trees.text(spec, "schedule");
        if (schedule.isEmpty()) {
            findings.required(SPEC.child("schedule"), "");
        } else {
            schedule(schedule, findings);
        }
        findings.nonNegative(SPEC.child("startingDeadlineSeconds"), spec.path("startingDeadlineSeconds"));
        String policy = Trees.text(spec, "concurrencyPolicy");
        findings.oneOf(SPEC.child("concurrencyPolicy"), policy, List.of("Allow", "Forbid", "Replace"));
        jobSpec(spec.path("jobTemplate").path("spec"), SPEC.child("jobTemplate", "spec"), findings);
        for (String limit : List.of("successfulJobsHistoryLimit", "failedJobsHistoryLimit")) {
            findings.nonNegative(SPEC.child(limit), spec.path(limit));
        }
    }

    // Five fields, or a word; what stands in the fields is not judged.
    private static void schedule(String schedule, Findings findings) {
        int fields = schedule.strip().split("\\s+", -1).length;
        if (!schedule.startsWith("@") && fields != 5) {
            findings.invalid(
                    SPEC.child("schedule"),
                    schedule,
                    "expected exactly 5 fields, found " + fields + ": ["
                            + String.join(" ", schedule.strip().split("\\s+", -1)) + "]");
        }
    }
}
