package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// Claims, volumes and storage classes.
final class StorageKinds {
    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final List<String> ACCESS_MODES =
            List.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");
    private static final List<String> VOLUME_MODES = List.of("Block", "Filesystem");

    private StorageKinds() {}

    static List<TableKind> all() {
        return List.of(claim(), volume(), storageClass());
    }

    private static TableKind claim() {
        return new TableKind("v1", "PersistentVolumeClaim")
                .rule((claim, findings) -> claimSpec(claim.path("spec"), findings))
                .updates((claim, old, findings) -> {
                    TableKind.checkMetadataUpdate(claim, old, findings);
                    claimSpec(claim.path("spec"), findings);
                    claimChange(claim, old, findings);
                })
                .status(TableKind::checkMetadataUpdate)
                .creation((claim, now) -> {
                    claim.putObject("status").put("phase", "Pending");
                    protect(claim, "kubernetes.io/pvc-protection");
                });
    }

    // The admission plug-in StorageObjectInUseProtection.
    private static void protect(ObjectNode object, String finalizer) {
        ObjectNode metadata = Trees.object(object, "metadata");
        if (!Trees.texts(metadata.path("finalizers")).contains(finalizer)) {
            Trees.list(metadata, "finalizers").add(finalizer);
        }
    }

    private static void claimSpec(JsonNode spec, Findings findings) {
        JsonNode modes = spec.path("accessModes");
        if (modes.isEmpty()) {
            findings.required(SPEC.child("accessModes"), "at least 1 access mode is required");
        }
        SelectorRules.check(spec.path("selector"), SPEC.child("selector"), findings);
        for (JsonNode mode : modes) {
            findings.oneOf(SPEC.child("accessModes"), mode.asText(), ACCESS_MODES);
        }
        FieldPath storage = SPEC.child("resources").key("storage");
        String size = spec.path("resources").path("requests").path("storage").asText("");
        if (size.isEmpty()) {
            findings.required(storage, "");
        } else if (Quantity.parse(size).signum() <= 0) {
            findings.invalid(storage, size, "must be greater than zero");
        }
        String name = Trees.text(spec, "storageClassName");
        if (!name.isEmpty()) {
            findings.invalidEach(SPEC.child("storageClassName"), name, Names.subdomain(name));
        }
        findings.oneOfOrEmpty(SPEC.child("volumeMode"), Trees.text(spec, "volumeMode"), VOLUME_MODES);
    }

    /// Of a bound claim the size may change, of one that is not bound the volume may be named.
    private static void claimChange(ObjectNode claim, ObjectNode old, Findings findings) {
        ObjectNode now = Trees.without(claim.path("spec"));
        ObjectNode before = Trees.without(old.path("spec"));
        if (Trees.isUnset(before, "volumeName")) {
            Trees.put(before, "volumeName", now.get("volumeName"));
        }
        if (Trees.text(claim.path("status"), "phase").equals("Bound")) {
            for (ObjectNode spec : List.of(now, before)) {
                spec.remove("volumeAttributesClassName");
                ObjectNode resources = Trees.without(spec.path("resources"));
                Trees.put(resources, "requests", Trees.without(resources.path("requests"), "storage"));
                spec.set("resources", resources);
            }
        }
        if (!Trees.isSame(now, before)) {
            findings.forbidden(
                    SPEC,
                    "spec is immutable after creation except resources.requests and volumeAttributesClassName for"
                            + " bound claims\n" + UnifiedDiff.of(before.toPrettyString(), now.toPrettyString()));
        }
    }

    private static TableKind volume() {
        return new TableKind("v1", "PersistentVolume")
                .clusterScoped()
                .rule((volume, findings) -> {
                    JsonNode spec = volume.path("spec");
                    if (spec.path("accessModes").isEmpty()) {
                        findings.required(SPEC.child("accessModes"), "");
                    }
                    for (JsonNode mode : spec.path("accessModes")) {
                        findings.oneOf(SPEC.child("accessModes"), mode.asText(), ACCESS_MODES);
                    }
                    if (spec.path("capacity").isEmpty()) {
                        findings.required(SPEC.child("capacity"), "");
                    }
                })
                .status(TableKind::checkMetadataUpdate)
                .creation((volume, now) -> {
                    volume.putObject("status")
                            .put("phase", "Pending")
                            .put("lastPhaseTransitionTime", GoTimes.seconds(now));
                    protect(volume, "kubernetes.io/pv-protection");
                });
    }

    private static TableKind storageClass() {
        return new TableKind("storage.k8s.io/v1", "StorageClass")
                .clusterScoped()
                .rule((storage, findings) -> {
                    if (Trees.isUnset(storage, "provisioner")) {
                        findings.required(FieldPath.of("provisioner"), "");
                    }
                    findings.oneOf(
                            FieldPath.of("reclaimPolicy"),
                            Trees.text(storage, "reclaimPolicy"),
                            List.of("Delete", "Retain"));
                    findings.oneOf(
                            FieldPath.of("volumeBindingMode"),
                            Trees.text(storage, "volumeBindingMode"),
                            List.of("Immediate", "WaitForFirstConsumer"));
                })
                .updates((storage, old, findings) -> {
                    TableKind.checkMetadataUpdate(storage, old, findings);
                    if (!Trees.isSame(storage.path("parameters"), old.path("parameters"))) {
                        findings.forbidden(FieldPath.of("parameters"), "updates to parameters are forbidden.");
                    }
                    for (String field : List.of("provisioner", "reclaimPolicy", "volumeBindingMode")) {
                        if (!Trees.isSame(storage.path(field), old.path(field))) {
                            findings.forbidden(FieldPath.of(field), "updates to " + field + " are forbidden.");
                        }
                    }
                });
    }
}
