package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// Namespaces, ConfigMaps, Secrets, ServiceAccounts, Nodes, Leases and ControllerRevisions.
final class CoreKinds {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DATA_BYTES_MAX = 1 << 20;
    private static final String WHEN_SET = "field is immutable when `immutable` is set";
    private static final FieldPath DATA = FieldPath.of("data");
    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final FieldPath STATUS = FieldPath.of("status");
    private static final String REDACTED = "<secret contents redacted>";

    private CoreKinds() {}

    static List<TableKind> all() {
        return List.of(
                namespace(),
                configMap(),
                secret(),
                new TableKind("v1", "ServiceAccount"),
                node(),
                lease(),
                controllerRevision());
    }

    private static TableKind namespace() {
        return new TableKind("v1", "Namespace")
                .clusterScoped()
                .named(Names.Rule.LABEL)
                .creation((namespace, now) -> {
                    namespace.putObject("status").put("phase", "Active");
                    ObjectNode spec = Trees.object(namespace, "spec");
                    if (!Trees.texts(spec.path("finalizers")).contains("kubernetes")) {
                        Trees.list(spec, "finalizers").add("kubernetes");
                    }
                    String name = namespace.path("metadata").path("name").asText("");
                    Trees.object(Trees.object(namespace, "metadata"), "labels")
                            .put("kubernetes.io/metadata.name", name);
                })
                .rule((namespace, findings) -> {
                    for (JsonNode finalizer : namespace.path("spec").path("finalizers")) {
                        String name = finalizer.asText();
                        findings.invalidEach(SPEC.child("finalizers"), name, Names.qualified(name));
                        if (name.indexOf('/') < 0 && !name.equals("kubernetes") && !name.equals("orphan")) {
                            findings.invalid(
                                    SPEC.child("finalizers"),
                                    name,
                                    "name is neither a standard finalizer name nor is it fully qualified");
                        }
                    }
                })
                .door(
                        "",
                        (namespace, old) -> {
                            Trees.put(namespace, "status", old.get("status"));
                            Trees.put(
                                    Trees.object(namespace, "spec"),
                                    "finalizers",
                                    old.path("spec").get("finalizers"));
                        },
                        TableKind::checkMetadataUpdate,
                        "status")
                .judgedAsNewBefore(TableKind::checkMetadataUpdate)
                .door(
                        "status",
                        (namespace, old) -> Trees.put(namespace, "spec", old.get("spec")),
                        CoreKinds::namespaceStatus,
                        "spec")
                .door(
                        "finalize",
                        (namespace, old) -> Trees.put(namespace, "status", old.get("status")),
                        TableKind::checkMetadataUpdate,
                        "status");
    }

    private static void namespaceStatus(ObjectNode namespace, ObjectNode old, Findings findings) {
        TableKind.checkMetadataUpdate(namespace, old, findings);
        String phase = Trees.text(namespace.path("status"), "phase");
        boolean isEnding = Trees.has(namespace.path("metadata"), "deletionTimestamp");
        if (!isEnding && !phase.equals("Active")) {
            findings.invalid(STATUS.child("Phase"), phase, "may only be 'Active' if `deletionTimestamp` is empty");
        } else if (isEnding && !phase.equals("Terminating")) {
            findings.invalid(
                    STATUS.child("Phase"), phase, "may only be 'Terminating' if `deletionTimestamp` is not empty");
        }
    }

    private static TableKind configMap() {
        return new TableKind("v1", "ConfigMap").rule(CoreKinds::configMapData).immutable((map, old, findings) -> {
            if (!Trees.flag(old, "immutable")) {
                return;
            }
            if (!Trees.flag(map, "immutable")) {
                findings.forbidden(FieldPath.of("immutable"), WHEN_SET);
            }
            for (String field : List.of("data", "binaryData")) {
                if (!Trees.isSame(map.path(field), old.path(field))) {
                    findings.forbidden(FieldPath.of(field), WHEN_SET);
                }
            }
        });
    }

    private static void configMapData(ObjectNode map, Findings findings) {
        long bytes = 0;
        for (Map.Entry<String, JsonNode> each : map.path("data").properties()) {
            String key = each.getKey();
            findings.invalidEach(DATA.key(key), key, Names.dataKey(key));
            if (map.path("binaryData").has(key)) {
                findings.invalid(DATA.key(key), key, "duplicate of key present in binaryData");
            }
            bytes += Utf8.length(each.getValue().asText(""));
        }
        for (Map.Entry<String, JsonNode> each : map.path("binaryData").properties()) {
            String key = each.getKey();
            findings.invalidEach(FieldPath.of("binaryData").key(key), key, Names.dataKey(key));
            bytes += decodedLength(each.getValue());
        }
        if (bytes > DATA_BYTES_MAX) {
            findings.tooLong(FieldPath.of(""), DATA_BYTES_MAX);
        }
    }

    private static long decodedLength(JsonNode base64) {
        String text = base64.asText("");
        int padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
        return text.length() / 4L * 3 - padding;
    }

    private static TableKind secret() {
        return new TableKind("v1", "Secret")
                .rule(CoreKinds::secretData)
                .door(
                        "",
                        (secret, old) -> {
                            if (Trees.isUnset(secret, "type")) {
                                Trees.put(secret, "type", old.get("type"));
                            }
                        },
                        (secret, old, findings) -> {})
                .immutable((secret, old, findings) -> {
                    findings.immutable(FieldPath.of("type"), secret.path("type"), old.path("type"));
                    if (!Trees.flag(old, "immutable")) {
                        return;
                    }
                    if (!Trees.flag(secret, "immutable")) {
                        findings.forbidden(FieldPath.of("immutable"), WHEN_SET);
                    }
                    if (!Trees.isSame(secret.path("data"), old.path("data"))) {
                        findings.forbidden(DATA, WHEN_SET);
                    }
                });
    }

    private static void secretData(ObjectNode secret, Findings findings) {
        long bytes = 0;
        JsonNode data = secret.path("data");
        for (Map.Entry<String, JsonNode> each : data.properties()) {
            findings.invalidEach(DATA.key(each.getKey()), each.getKey(), Names.dataKey(each.getKey()));
            bytes += decodedLength(each.getValue());
        }
        if (bytes > DATA_BYTES_MAX) {
            findings.tooLong(DATA, DATA_BYTES_MAX);
        }
        switch (Trees.text(secret, "type")) {
            case "kubernetes.io/service-account-token" -> {
                String key = "kubernetes.io/service-account.name";
                if (secret.path("metadata")
                        .path("annotations")
                        .path(key)
                        .asText("")
                        .isEmpty()) {
                    findings.required(
                            FieldPath.of("metadata").child("annotations").key(key), "");
                }
            }
            case "kubernetes.io/dockercfg" -> jsonKey(data, ".dockercfg", findings);
            case "kubernetes.io/dockerconfigjson" -> jsonKey(data, ".dockerconfigjson", findings);
            case "kubernetes.io/basic-auth" -> {
                if (!data.has("username") && !data.has("password")) {
                    findings.required(DATA.key("username"), "");
                    findings.required(DATA.key("password"), "");
                }
            }
            case "kubernetes.io/ssh-auth" -> {
                if (data.path("ssh-privatekey").asText("").isEmpty()) {
                    findings.required(DATA.key("ssh-privatekey"), "");
                }
            }
            case "kubernetes.io/tls" -> {
                for (String key : List.of("tls.crt", "tls.key")) {
                    if (!data.has(key)) {
                        findings.required(DATA.key(key), "");
                    }
                }
            }
            default -> {}
        }
    }

    private static void jsonKey(JsonNode data, String key, Findings findings) {
        if (!data.has(key)) {
            findings.required(DATA.key(key), "");
            return;
        }
        byte[] content = Base64.getDecoder().decode(data.path(key).asText(""));
        if (content.length == 0) {
            findings.invalid(DATA.key(key), REDACTED, "unexpected end of JSON input");
            return;
        }
        try {
            JsonNode parsed = JSON.readTree(content);
            if (!parsed.isObject()) {
                findings.invalid(
                        DATA.key(key),
                        REDACTED,
                        "json: cannot unmarshal "
                                + (parsed.isArray() ? "array" : parsed.isTextual() ? "string" : "number")
                                + " into Go value of type map[string]interface {}");
            }
        } catch (JsonProcessingException e) {
            char first = (char) content[0];
            findings.invalid(
                    DATA.key(key), REDACTED, "invalid character '" + first + "' looking for beginning of value");
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory are always readable", e);
        }
    }

    private static TableKind node() {
        return new TableKind("v1", "Node")
                .clusterScoped()
                .rule((node, findings) -> {
                    SchedulingRules.taints(
                            node.path("spec").path("taints"),
                            FieldPath.of("metadata").child("taints"),
                            findings);
                    amounts(node, findings);
                    JsonNode networks = node.path("spec").path("podCIDRs");
                    for (int i = 0; i < networks.size(); i++) {
                        Addresses.checkNetwork(
                                networks.get(i).asText(), SPEC.child("podCIDRs").index(i), findings);
                    }
                })
                .statusKeptOnCreation(CoreKinds::nodeUpdate)
                .judgedAsNewBefore(CoreKinds::nodeUpdate);
    }

    private static void amounts(JsonNode node, Findings findings) {
        for (String field : List.of("capacity", "allocatable")) {
            for (Map.Entry<String, JsonNode> each :
                    node.path("status").path(field).properties()) {
                ResourceRules.amount(
                        each.getKey(), each.getValue(), STATUS.child(field).child(each.getKey()), findings);
            }
        }
    }

    private static void nodeUpdate(ObjectNode node, ObjectNode old, Findings findings) {
        TableKind.checkMetadataUpdate(node, old, findings);
        amounts(node, findings);
        JsonNode networks = old.path("spec").path("podCIDRs");
        if (!networks.isEmpty() && !networks.equals(node.path("spec").path("podCIDRs"))) {
            findings.forbidden(SPEC.child("podCIDRs"), "node updates may not change podCIDR except from \"\" to valid");
        }
        String provider = Trees.text(old.path("spec"), "providerID");
        if (!provider.isEmpty() && !provider.equals(Trees.text(node.path("spec"), "providerID"))) {
            findings.forbidden(
                    SPEC.child("providerID"), "node updates may not change providerID except from \"\" to valid");
        }
        SchedulingRules.taints(
                node.path("spec").path("taints"), FieldPath.of("metadata").child("taints"), findings);
    }

    private static TableKind lease() {
        return new TableKind("coordination.k8s.io/v1", "Lease")
                .withAnyFinalizers()
                .creation((lease, now) -> withoutElection(lease))
                .door("", (lease, old) -> withoutElection(lease), (lease, old, findings) -> {})
                .rule(CoreKinds::leaseSpec)
                .updates((lease, old, findings) -> {
                    TableKind.checkMetadataUpdate(lease, old, findings);
                    leaseSpec(lease, findings);
                });
    }

    // Coordinated leader election is switched off.
    private static void withoutElection(ObjectNode lease) {
        Trees.object(lease, "spec").remove(List.of("strategy", "preferredHolder"));
    }

    private static void leaseSpec(ObjectNode lease, Findings findings) {
        JsonNode spec = lease.path("spec");
        JsonNode duration = spec.path("leaseDurationSeconds");
        if (duration.isNumber() && duration.longValue() <= 0) {
            findings.invalid(SPEC.child("leaseDurationSeconds"), duration, "must be greater than 0");
        }
        findings.nonNegative(SPEC.child("leaseTransitions"), spec.path("leaseTransitions"));
    }

    private static TableKind controllerRevision() {
        return new TableKind("apps/v1", "ControllerRevision")
                .rule((revision, findings) -> {
                    findings.nonNegative(FieldPath.of("revision"), revision.path("revision"));
                    JsonNode data = revision.path("data");
                    if (data.isNull() || data.isMissingNode()) {
                        findings.required(DATA, "data is mandatory");
                    } else if (!data.isObject()) {
                        findings.required(DATA, "data must be a valid JSON object");
                    }
                })
                .updates((revision, old, findings) -> {
                    TableKind.checkMetadataUpdate(revision, old, findings);
                    ObjectMetaRules.check(revision.path("metadata"), true, Names.Rule.SUBDOMAIN, findings);
                    findings.nonNegative(FieldPath.of("revision"), revision.path("revision"));
                    findings.immutable(DATA, revision.path("data"), old.path("data"));
                });
    }
}
