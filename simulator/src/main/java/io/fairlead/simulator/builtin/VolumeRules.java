package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Validation of a pod's volumes and of what containers do with them.
final class VolumeRules {
    private static final String BAD_MODE = "must be a number between 0 and 0777 (octal), both inclusive";
    private static final int MODE_MAX = 0777;
    private static final String TWO_SOURCES = "may not specify more than 1 volume type";
    private static final List<String> FIELDS =
            List.of("metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid");
    private static final List<String> PROPAGATIONS = List.of("Bidirectional", "HostToContainer", "None");
    private static final List<String> HOST_PATH_TYPES = List.of(
            "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket");
    /// In the order in which the API server looks at them.
    private static final List<String> SOURCES = List.of(
            "emptyDir",
            "hostPath",
            "gitRepo",
            "gcePersistentDisk",
            "awsElasticBlockStore",
            "secret",
            "nfs",
            "iscsi",
            "glusterfs",
            "flocker",
            "persistentVolumeClaim",
            "rbd",
            "cinder",
            "cephfs",
            "quobyte",
            "downwardAPI",
            "fc",
            "configMap",
            "azureFile",
            "vsphereVolume",
            "photonPersistentDisk",
            "portworxVolume",
            "azureDisk",
            "storageos",
            "projected",
            "scaleIO",
            "csi",
            "ephemeral",
            "image");

    private VolumeRules() {}

    /// @param podName empty for a template
    /// @return the sound volumes by name
    static Map<String, JsonNode> check(JsonNode volumes, String podName, FieldPath path, Findings findings) {
        Map<String, JsonNode> sound = new LinkedHashMap<>();
        Set<String> claims = new HashSet<>();
        for (JsonNode volume : volumes) {
            if (!podName.isEmpty() && Trees.has(volume, "ephemeral")) {
                claims.add(podName + "-" + Trees.text(volume, "name"));
            }
        }
        for (int i = 0; i < volumes.size(); i++) {
            JsonNode volume = volumes.get(i);
            FieldPath at = path.index(i);
            int before = findings.size();
            source(volume, at, findings);
            String name = Trees.text(volume, "name");
            if (name.isEmpty()) {
                findings.required(at.child("name"), "");
            } else {
                findings.invalidEach(at.child("name"), name, Names.label(name));
            }
            if (sound.containsKey(name)) {
                findings.duplicate(at.child("name"), name);
            }
            if (findings.size() == before) {
                sound.put(name, volume);
            }
            String claim = Trees.text(volume.path("persistentVolumeClaim"), "claimName");
            if (claims.contains(claim)) {
                findings.invalid(
                        at.child("persistentVolumeClaim", "claimName"),
                        claim,
                        "must not reference a PVC that gets created for an ephemeral volume");
            }
        }
        return sound;
    }

    private static void source(JsonNode volume, FieldPath path, Findings findings) {
        boolean isFound = false;
        for (String source : SOURCES) {
            if (!Trees.has(volume, source)) {
                continue;
            }
            if (isFound) {
                findings.forbidden(path.child(source), TWO_SOURCES);
            } else {
                isFound = true;
                one(source, volume.get(source), path.child(source), findings);
            }
        }
        if (!isFound) {
            findings.required(path, "must specify a volume type");
        }
    }

    private static void one(String source, JsonNode content, FieldPath at, Findings findings) {
        switch (source) {
            case "emptyDir" -> {
                String limit = Trees.text(content, "sizeLimit");
                if (!limit.isEmpty() && Quantity.parse(limit).signum() < 0) {
                    findings.forbidden(at.child("sizeLimit"), "SizeLimit field must be a valid resource quantity");
                }
            }
            case "hostPath" -> hostPath(content, at, findings);
            case "secret" -> files(content, "secretName", at, findings);
            case "configMap" -> files(content, "name", at, findings);
            case "nfs" -> {
                required(content, "server", at, findings);
                required(content, "path", at, findings);
                if (!Trees.text(content, "path").startsWith("/")) {
                    findings.invalid(at.child("path"), Trees.text(content, "path"), "must be an absolute path");
                }
            }
            case "persistentVolumeClaim" -> required(content, "claimName", at, findings);
            case "downwardAPI" -> {
                mode(content, "defaultMode", at, findings);
                content.path("items").forEach(item -> downward(item, at, findings));
            }
            case "projected" -> {
                mode(content, "defaultMode", at, findings);
                projected(content, at, findings);
            }
            case "csi" -> required(content, "driver", at, findings);
            case "ephemeral" -> {
                if (!Trees.has(content, "volumeClaimTemplate")) {
                    findings.required(at.child("volumeClaimTemplate"), "");
                }
            }
            // The others are drivers of clouds, which the embedded cluster has none of.
            default -> {}
        }
    }

    private static void required(JsonNode content, String field, FieldPath at, Findings findings) {
        if (Trees.text(content, field).isEmpty()) {
            findings.required(at.child(field), "");
        }
    }

    private static void hostPath(JsonNode content, FieldPath at, Findings findings) {
        String path = Trees.text(content, "path");
        if (path.isEmpty()) {
            findings.required(at.child("path"), "");
            return;
        }
        noBacksteps(path, at.child("path"), findings);
        String type = Trees.text(content, "type");
        if (!HOST_PATH_TYPES.contains(type)) {
            findings.notSupported(at.child("type"), type, HOST_PATH_TYPES);
        }
    }

    private static void mode(JsonNode content, String field, FieldPath at, Findings findings) {
        JsonNode mode = content.path(field);
        if (mode.isNumber() && (mode.longValue() < 0 || mode.longValue() > MODE_MAX)) {
            findings.invalid(at.child(field), mode, BAD_MODE);
        }
    }

    private static void files(JsonNode content, String name, FieldPath at, Findings findings) {
        required(content, name, at, findings);
        mode(content, "defaultMode", at, findings);
        items(content.path("items"), at.child("items"), findings);
    }

    private static void items(JsonNode items, FieldPath path, Findings findings) {
        for (int i = 0; i < items.size(); i++) {
            FieldPath at = path.index(i);
            required(items.get(i), "key", at, findings);
            required(items.get(i), "path", at, findings);
            local(Trees.text(items.get(i), "path"), at.child("path"), findings);
            mode(items.get(i), "mode", at, findings);
        }
    }

    private static void local(String path, FieldPath at, Findings findings) {
        descending(path, at, findings);
        if (path.startsWith("..") && !path.startsWith("../") && !path.equals("..")) {
            findings.invalid(at, path, "must not start with '..'");
        }
    }

    private static void descending(String path, FieldPath at, Findings findings) {
        if (path.startsWith("/")) {
            findings.invalid(at, path, "must be a relative path");
        }
        noBacksteps(path, at, findings);
    }

    private static void noBacksteps(String path, FieldPath at, Findings findings) {
        if (List.of(path.split("/", -1)).contains("..")) {
            findings.invalid(at, path, "must not contain '..'");
        }
    }

    private static void downward(JsonNode item, FieldPath at, Findings findings) {
        required(item, "path", at, findings);
        local(Trees.text(item, "path"), at.child("path"), findings);
        if (Trees.has(item, "fieldRef")) {
            EnvironmentRules.field(item.get("fieldRef"), FIELDS, at.child("fieldRef"), findings);
            if (Trees.has(item, "resourceFieldRef")) {
                findings.invalid(at, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously");
            }
        } else if (Trees.has(item, "resourceFieldRef")) {
            EnvironmentRules.resource(item.get("resourceFieldRef"), true, at.child("resourceFieldRef"), findings);
        } else {
            findings.required(at, "one of fieldRef and resourceFieldRef is required");
        }
        mode(item, "mode", at, findings);
    }

    private static void projected(JsonNode content, FieldPath path, Findings findings) {
        Set<String> paths = new LinkedHashSet<>();
        JsonNode sources = content.path("sources");
        for (int i = 0; i < sources.size(); i++) {
            JsonNode source = sources.get(i);
            FieldPath at = path.child("sources").index(i);
            List<String> kinds = new ArrayList<>();
            for (String kind : List.of("secret", "configMap", "downwardAPI", "serviceAccountToken")) {
                if (Trees.has(source, kind)) {
                    kinds.add(kind);
                    projection(kind, source.get(kind), path, at.child(kind), paths, findings);
                }
            }
            if (kinds.size() > 1) {
                findings.forbidden(at, "may not specify more than 1 volume type per source");
            }
        }
    }

    private static void projection(
            String kind, JsonNode content, FieldPath volume, FieldPath at, Set<String> paths, Findings findings) {
        if (kind.equals("serviceAccountToken")) {
            JsonNode seconds = content.path("expirationSeconds");
            if (seconds.isNumber() && seconds.longValue() < 600) {
                String detail = "may not specify a duration less than 10 minutes";
                findings.invalid(at.child("expirationSeconds"), seconds, detail);
            }
            required(content, "path", volume, findings);
            return;
        }
        if (kind.equals("downwardAPI")) {
            content.path("items").forEach(item -> downward(item, at, findings));
        } else {
            required(content, "name", at, findings);
            items(content.path("items"), at.child("items"), findings);
        }
        for (JsonNode item : content.path("items")) {
            String path = Trees.text(item, "path");
            if (!path.isEmpty() && !paths.add(path)) {
                String value = kind.equals("downwardAPI") ? path : Trees.text(content, "name");
                findings.invalid(volume, value, "conflicting duplicate paths");
            }
        }
    }

    /// Mounts and devices of one container.
    ///
    /// @param volumes by name
    static void mounts(JsonNode container, Map<String, JsonNode> volumes, FieldPath path, Findings findings) {
        FieldPath mountsPath = path.child("volumeMounts");
        JsonNode mounts = container.path("volumeMounts");
        Set<String> points = new LinkedHashSet<>();
        for (int i = 0; i < mounts.size(); i++) {
            JsonNode mount = mounts.get(i);
            FieldPath at = mountsPath.index(i);
            required(mount, "name", at, findings);
            String name = Trees.text(mount, "name");
            if (!volumes.containsKey(name)) {
                findings.notFound(at.child("name"), name);
            }
            required(mount, "mountPath", at, findings);
            String point = Trees.text(mount, "mountPath");
            if (!points.add(point)) {
                findings.invalid(at.child("mountPath"), point, "must be unique");
            }
            String sub = Trees.text(mount, "subPath");
            String expression = Trees.text(mount, "subPathExpr");
            if (!sub.isEmpty()) {
                descending(sub, mountsPath.child("subPath"), findings);
            }
            if (!expression.isEmpty()) {
                if (!sub.isEmpty()) {
                    String detail = "subPathExpr and subPath are mutually exclusive";
                    findings.invalid(at.child("subPathExpr"), expression, detail);
                }
                descending(expression, mountsPath.child("subPathExpr"), findings);
            }
            if (Trees.has(mount, "mountPropagation")) {
                propagation(mount, container, mountsPath.child("mountPropagation"), findings);
            }
        }
        JsonNode devices = container.path("volumeDevices");
        for (int i = 0; i < devices.size(); i++) {
            FieldPath at = path.child("volumeDevices").index(i);
            required(devices.get(i), "name", at, findings);
            if (!volumes.containsKey(Trees.text(devices.get(i), "name"))) {
                findings.notFound(at.child("name"), Trees.text(devices.get(i), "name"));
            }
            required(devices.get(i), "devicePath", at, findings);
        }
    }

    private static void propagation(JsonNode mount, JsonNode container, FieldPath at, Findings findings) {
        String mode = Trees.text(mount, "mountPropagation");
        if (!PROPAGATIONS.contains(mode)) {
            findings.notSupported(at, mode, PROPAGATIONS);
        }
        if (mode.equals("Bidirectional") && !Trees.flag(container.path("securityContext"), "privileged")) {
            findings.forbidden(at, "Bidirectional mount propagation is available only to privileged containers");
        }
    }
}
