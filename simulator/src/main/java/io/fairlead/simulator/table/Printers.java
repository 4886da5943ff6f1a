package io.fairlead.simulator.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.kube.ResourceType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Which printer writes the rows of which built-in kind.
final class Printers {
    interface Printer {
        void write(JsonNode object, Row row);
    }

    private static final Map<String, Printer> PRINTERS = new LinkedHashMap<>();

    static {
        workloads();
        network();
        storage();
        cluster();
    }

    private Printers() {}

    static Optional<Printer> find(ResourceType type) {
        return Optional.ofNullable(PRINTERS.get(type.group() + "/" + type.plural()));
    }

    private static void workloads() {
        PRINTERS.put("/pods", PodRow::write);
        PRINTERS.put("/podtemplates", WorkloadRows::podTemplate);
        PRINTERS.put("/replicationcontrollers", WorkloadRows::replicationController);
        PRINTERS.put("apps/deployments", WorkloadRows::deployment);
        PRINTERS.put("apps/replicasets", WorkloadRows::replicaSet);
        PRINTERS.put("apps/statefulsets", WorkloadRows::statefulSet);
        PRINTERS.put("apps/daemonsets", WorkloadRows::daemonSet);
        PRINTERS.put("apps/controllerrevisions", WorkloadRows::controllerRevision);
        PRINTERS.put("batch/jobs", WorkloadRows::job);
        PRINTERS.put("batch/cronjobs", WorkloadRows::cronJob);
        PRINTERS.put("policy/poddisruptionbudgets", WorkloadRows::disruptionBudget);
        PRINTERS.put("autoscaling/horizontalpodautoscalers", WorkloadRows::autoscaler);
    }

    private static void network() {
        PRINTERS.put("/services", NetworkRows::service);
        PRINTERS.put("/endpoints", NetworkRows::endpoints);
        PRINTERS.put("discovery.k8s.io/endpointslices", NetworkRows::endpointSlice);
        PRINTERS.put("networking.k8s.io/ingresses", NetworkRows::ingress);
        PRINTERS.put("networking.k8s.io/ingressclasses", NetworkRows::ingressClass);
        PRINTERS.put("networking.k8s.io/networkpolicies", NetworkRows::networkPolicy);
    }

    private static void storage() {
        PRINTERS.put("/persistentvolumes", StorageRows::volume);
        PRINTERS.put("/persistentvolumeclaims", StorageRows::claim);
        PRINTERS.put("storage.k8s.io/storageclasses", StorageRows::storageClass);
        PRINTERS.put("storage.k8s.io/csinodes", StorageRows::csiNode);
        PRINTERS.put("storage.k8s.io/volumeattachments", StorageRows::volumeAttachment);
    }

    private static void cluster() {
        PRINTERS.put("/nodes", ClusterRows::node);
        PRINTERS.put("/namespaces", ClusterRows::namespace);
        PRINTERS.put("/configmaps", ClusterRows::configMap);
        PRINTERS.put("/secrets", ClusterRows::secret);
        PRINTERS.put("/serviceaccounts", ClusterRows::nameAndAge);
        PRINTERS.put("/resourcequotas", ClusterRows::resourceQuota);
        PRINTERS.put("/events", ClusterRows::event);
        PRINTERS.put("events.k8s.io/events", ClusterRows::event);
        PRINTERS.put("coordination.k8s.io/leases", ClusterRows::lease);
        PRINTERS.put("rbac.authorization.k8s.io/rolebindings", ClusterRows::roleBinding);
        PRINTERS.put("rbac.authorization.k8s.io/clusterrolebindings", ClusterRows::roleBinding);
        PRINTERS.put("admissionregistration.k8s.io/mutatingwebhookconfigurations", ClusterRows::webhooks);
        PRINTERS.put("admissionregistration.k8s.io/validatingwebhookconfigurations", ClusterRows::webhooks);
        PRINTERS.put("admissionregistration.k8s.io/validatingadmissionpolicies", ClusterRows::admissionPolicy);
        PRINTERS.put("scheduling.k8s.io/priorityclasses", ClusterRows::priorityClass);
        PRINTERS.put("node.k8s.io/runtimeclasses", ClusterRows::runtimeClass);
    }
}
