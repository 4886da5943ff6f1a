package io.fairlead.simulator.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/// Rows of nodes, namespaces, configuration, events, access and admission.
final class ClusterRows {
    private static final String ROLE_LABEL_PREFIX = "node-role.kubernetes.io/";
    private static final String ROLE_LABEL = "kubernetes.io/role";

    private ClusterRows() {}

    static void nameAndAge(JsonNode object, Row row) {
        row.add(Nodes.name(object)).age(object);
    }

    static void namespace(JsonNode object, Row row) {
        row.add(Nodes.name(object)).add(Nodes.text(object, "status", "phase")).age(object);
    }

    static void node(JsonNode object, Row row) {
        String ready = Nodes.condition(object, "Ready");
        String status = ready.isEmpty() ? "Unknown" : ready.equals("True") ? "Ready" : "NotReady";
        JsonNode info = Nodes.at(object, "status", "nodeInfo");
        row.add(Nodes.name(object))
                .add(Nodes.flag(object, "spec", "unschedulable") ? status + ",SchedulingDisabled" : status)
                .add(Nodes.orNone(roles(object)))
                .age(object)
                .add(Nodes.text(info, "kubeletVersion"))
                .add(address(object, "InternalIP"))
                .add(address(object, "ExternalIP"))
                .add(Nodes.textOr(Ages.UNKNOWN, info, "osImage"))
                .add(Nodes.textOr(Ages.UNKNOWN, info, "kernelVersion"))
                .add(Nodes.textOr(Ages.UNKNOWN, info, "containerRuntimeVersion"));
    }

    private static String roles(JsonNode node) {
        TreeSet<String> roles = new TreeSet<>();
        Nodes.at(node, "metadata", "labels").properties().forEach(label -> {
            String value = label.getValue().asText();
            if (label.getKey().startsWith(ROLE_LABEL_PREFIX)) {
                roles.add(label.getKey().substring(ROLE_LABEL_PREFIX.length()));
            } else if (label.getKey().equals(ROLE_LABEL)) {
                roles.add(value);
            }
        });
        roles.remove("");
        return String.join(",", roles);
    }

    private static String address(JsonNode node, String type) {
        for (JsonNode address : Nodes.at(node, "status", "addresses")) {
            if (address.path("type").asText().equals(type)) {
                return address.path("address").asText();
            }
        }
        return Row.NONE;
    }

    static void configMap(JsonNode object, Row row) {
        row.add(Nodes.name(object))
                .add(Nodes.at(object, "data").size()
                        + Nodes.at(object, "binaryData").size())
                .age(object);
    }

    static void secret(JsonNode object, Row row) {
        row.add(Nodes.name(object))
                .add(Nodes.text(object, "type"))
                .add(Nodes.at(object, "data").size())
                .age(object);
    }

    static void lease(JsonNode object, Row row) {
        row.add(Nodes.name(object))
                .add(Nodes.text(object, "spec", "holderIdentity"))
                .age(object);
    }

    /// `v1` and `events.k8s.io/v1` name the same fields differently.
    static void event(JsonNode object, Row row) {
        boolean isCore = object.path("apiVersion").asText().equals("v1");
        String first = Nodes.text(object, isCore ? "firstTimestamp" : "deprecatedFirstTimestamp");
        String last = Nodes.text(object, isCore ? "lastTimestamp" : "deprecatedLastTimestamp");
        long count = Nodes.number(object, isCore ? "count" : "deprecatedCount");
        JsonNode target = Nodes.at(object, isCore ? "involvedObject" : "regarding");
        JsonNode source = Nodes.at(object, isCore ? "source" : "deprecatedSource");
        String firstAge = row.since(first.isEmpty() ? Nodes.text(object, "eventTime") : first);
        String lastAge = last.isEmpty() ? firstAge : row.since(last);
        if (Nodes.has(object, "series")) {
            lastAge = row.since(Nodes.text(object, "series", "lastObservedTime"));
            count = Nodes.number(object, "series", "count");
        } else if (count == 0) {
            count = 1;
        }
        String kind = target.path("kind").asText().toLowerCase(Locale.ROOT);
        String name = target.path("name").asText();
        String component = Nodes.textOr(
                Nodes.text(object, isCore ? "reportingComponent" : "reportingController"), source, "component");
        String host = Nodes.textOr(Nodes.text(object, "reportingInstance"), source, "host");
        row.add(lastAge)
                .add(Nodes.text(object, "type"))
                .add(Nodes.text(object, "reason"))
                .add(name.isEmpty() ? kind : kind + "/" + name)
                .add(target.path("fieldPath").asText())
                .add(host.isEmpty() ? component : component + ", " + host)
                .add(Nodes.text(object, isCore ? "message" : "note").strip())
                .add(firstAge)
                .add(count)
                .add(Nodes.name(object));
    }

    static void roleBinding(JsonNode object, Row row) {
        row.add(Nodes.name(object))
                .add(Nodes.text(object, "roleRef", "kind") + "/" + Nodes.text(object, "roleRef", "name"))
                .age(object)
                .add(subjects(object, "User"))
                .add(subjects(object, "Group"))
                .add(subjects(object, "ServiceAccount"));
    }

    private static String subjects(JsonNode binding, String kind) {
        List<String> names = new ArrayList<>();
        for (JsonNode subject : Nodes.at(binding, "subjects")) {
            if (subject.path("kind").asText().equals(kind)) {
                String namespace = kind.equals("ServiceAccount")
                        ? subject.path("namespace").asText() + "/"
                        : "";
                names.add(namespace + subject.path("name").asText());
            }
        }
        return String.join(", ", names);
    }

    static void webhooks(JsonNode object, Row row) {
        row.add(Nodes.name(object)).add(Nodes.at(object, "webhooks").size()).age(object);
    }

    static void admissionPolicy(JsonNode object, Row row) {
        JsonNode kind = Nodes.at(object, "spec", "paramKind");
        row.add(Nodes.name(object))
                .add(Nodes.at(object, "spec", "validations").size())
                .add(
                        kind.isObject()
                                ? kind.path("apiVersion").asText() + "/"
                                        + kind.path("kind").asText()
                                : Row.UNSET)
                .age(object);
    }

    static void priorityClass(JsonNode object, Row row) {
        row.add(Nodes.name(object))
                .add(Nodes.number(object, "value"))
                .add(Nodes.flag(object, "globalDefault"))
                .age(object)
                .add(Nodes.text(object, "preemptionPolicy"));
    }

    static void runtimeClass(JsonNode object, Row row) {
        row.add(Nodes.name(object)).add(Nodes.text(object, "handler")).age(object);
    }

    static void resourceQuota(JsonNode object, Row row) {
        List<String> requests = new ArrayList<>();
        List<String> limits = new ArrayList<>();
        JsonNode hard = Nodes.at(object, "status", "hard");
        TreeSet<String> names = new TreeSet<>();
        hard.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            String used = Nodes.textOr("0", object, "status", "used", name);
            (name.startsWith("limits.") ? limits : requests)
                    .add(name + ": " + used + "/" + hard.path(name).asText());
        }
        row.add(Nodes.name(object))
                .add(String.join(", ", requests))
                .add(String.join(", ", limits))
                .age(object);
    }
}
