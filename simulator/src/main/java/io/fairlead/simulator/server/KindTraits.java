package io.fairlead.simulator.server;

import java.util.Set;

/// How the strategies of the built-in kinds differ (kubernetes 1.35 `pkg/registry`). By `plural` or `plural.group`.
final class KindTraits {
    /// An update without a resourceVersion is refused (`AllowUnconditionalUpdate`).
    private static final Set<String> NEEDS_VERSION = Set.of(
            "podcertificaterequests.certificates.k8s.io",
            "runtimeclasses.node.k8s.io",
            "poddisruptionbudgets.policy",
            "csidrivers.storage.k8s.io",
            "csistoragecapacities.storage.k8s.io",
            "volumeattachments.storage.k8s.io",
            "csinodes.storage.k8s.io",
            "leases.coordination.k8s.io",
            "validatingadmissionpolicies.admissionregistration.k8s.io",
            "mutatingwebhookconfigurations.admissionregistration.k8s.io",
            "validatingwebhookconfigurations.admissionregistration.k8s.io",
            "validatingadmissionpolicybindings.admissionregistration.k8s.io",
            "customresourcedefinitions.apiextensions.k8s.io",
            "apiservices.apiregistration.k8s.io");

    /// A PUT of what is not there creates it (`AllowCreateOnUpdate`).
    private static final Set<String> CREATED_BY_UPDATE = Set.of(
            "runtimeclasses.node.k8s.io",
            "rolebindings.rbac.authorization.k8s.io",
            "clusterrolebindings.rbac.authorization.k8s.io",
            "roles.rbac.authorization.k8s.io",
            "clusterroles.rbac.authorization.k8s.io",
            "leases.coordination.k8s.io",
            "limitranges",
            "events",
            "events.events.k8s.io",
            "services",
            "endpoints");

    /// A DELETE answers with the object, not with a Status (`ReturnDeletedObject`).
    private static final Set<String> RETURNED_BY_DELETE = Set.of(
            "resourceclaimtemplates.resource.k8s.io",
            "resourceslices.resource.k8s.io",
            "resourceclaims.resource.k8s.io",
            "deviceclasses.resource.k8s.io",
            "csidrivers.storage.k8s.io",
            "storageclasses.storage.k8s.io",
            "volumeattachments.storage.k8s.io",
            "csinodes.storage.k8s.io",
            "volumeattributesclasses.storage.k8s.io",
            "resourcequotas",
            "persistentvolumes",
            "serviceaccounts",
            "persistentvolumeclaims",
            "namespaces",
            "pods",
            "services",
            "podtemplates");

    /// Dependents are orphaned unless the request says otherwise (`DefaultGarbageCollectionPolicy`).
    private static final Set<String> ORPHANING = Set.of("jobs.batch", "replicationcontrollers");

    private KindTraits() {}

    static boolean allowsUnconditionalUpdate(Registration kind) {
        return !kind.isCustom() && !NEEDS_VERSION.contains(kind.resource());
    }

    static boolean isCreatedByUpdate(Registration kind) {
        return !kind.isCustom() && CREATED_BY_UPDATE.contains(kind.resource());
    }

    static boolean isReturnedByDelete(Registration kind) {
        return !kind.isCustom() && RETURNED_BY_DELETE.contains(kind.resource());
    }

    static boolean orphansByDefault(Registration kind) {
        return !kind.isCustom() && ORPHANING.contains(kind.resource());
    }

    /// Events are never owners: no finalizers for the garbage collector.
    static boolean isGarbageCollected(Registration kind) {
        return !kind.resource().equals("events") && !kind.resource().equals("events.events.k8s.io");
    }
}
