package io.fairlead.simulator.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Rows of volumes, claims and storage classes.
final class StorageRows {
    private static final String CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";
    private static final List<String> DEFAULT_ANNOTATIONS =
            List.of("storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class");
    private static final Map<String, String> MODES = modes();

    private StorageRows() {}

    private static Map<String, String> modes() {
        Map<String, String> modes = new LinkedHashMap<>();
        modes.put("ReadWriteOnce", "RWO");
        modes.put("ReadOnlyMany", "ROX");
        modes.put("ReadWriteMany", "RWX");
        modes.put("ReadWriteOncePod", "RWOP");
        return modes;
    }

    static void volume(JsonNode object, Row row) {
        JsonNode claim = Nodes.at(object, "spec", "claimRef");
        row.add(Nodes.name(object))
                .add(Nodes.textOr("0", object, "spec", "capacity", "storage"))
                .add(accessModes(Nodes.at(object, "spec", "accessModes")))
                .add(Nodes.text(object, "spec", "persistentVolumeReclaimPolicy"))
                .add(phase(object))
                .add(
                        claim.isObject()
                                ? claim.path("namespace").asText() + "/"
                                        + claim.path("name").asText()
                                : "")
                .add(storageClass(object))
                .add(Nodes.textOr(Row.UNSET, object, "spec", "volumeAttributesClassName"))
                .add(Nodes.text(object, "status", "reason"))
                .age(object)
                .add(Nodes.textOr(Row.UNSET, object, "spec", "volumeMode"));
    }

    static void claim(JsonNode object, Row row) {
        String volume = Nodes.text(object, "spec", "volumeName");
        boolean isBound = !volume.isEmpty();
        row.add(Nodes.name(object))
                .add(phase(object))
                .add(volume)
                .add(isBound ? Nodes.textOr("0", object, "status", "capacity", "storage") : "")
                .add(isBound ? accessModes(Nodes.at(object, "status", "accessModes")) : "")
                .add(storageClass(object))
                .add(Nodes.textOr(Row.UNSET, object, "spec", "volumeAttributesClassName"))
                .age(object)
                .add(Nodes.textOr(Row.UNSET, object, "spec", "volumeMode"));
    }

    private static String phase(JsonNode object) {
        return Nodes.isDeleting(object) ? "Terminating" : Nodes.text(object, "status", "phase");
    }

    private static String storageClass(JsonNode object) {
        JsonNode annotation = Nodes.at(object, "metadata", "annotations", CLASS_ANNOTATION);
        return annotation.isMissingNode() ? Nodes.text(object, "spec", "storageClassName") : annotation.asText();
    }

    private static String accessModes(JsonNode given) {
        List<String> names = new ArrayList<>();
        given.forEach(mode -> names.add(mode.asText()));
        List<String> words = new ArrayList<>();
        MODES.forEach((name, word) -> {
            if (names.contains(name)) {
                words.add(word);
            }
        });
        return String.join(",", words);
    }

    static void storageClass(JsonNode object, Row row) {
        boolean isDefault = DEFAULT_ANNOTATIONS.stream()
                .anyMatch(name ->
                        Nodes.text(object, "metadata", "annotations", name).equals("true"));
        row.add(isDefault ? Nodes.name(object) + " (default)" : Nodes.name(object))
                .add(Nodes.text(object, "provisioner"))
                .add(Nodes.textOr("Delete", object, "reclaimPolicy"))
                .add(Nodes.textOr("Immediate", object, "volumeBindingMode"))
                .add(Nodes.flag(object, "allowVolumeExpansion"))
                .age(object);
    }

    static void csiNode(JsonNode object, Row row) {
        row.add(Nodes.name(object))
                .add(Nodes.at(object, "spec", "drivers").size())
                .age(object);
    }

    static void volumeAttachment(JsonNode object, Row row) {
        row.add(Nodes.name(object))
                .add(Nodes.text(object, "spec", "attacher"))
                .add(Nodes.text(object, "spec", "source", "persistentVolumeName"))
                .add(Nodes.text(object, "spec", "nodeName"))
                .add(Nodes.flag(object, "status", "attached"))
                .age(object);
    }
}
