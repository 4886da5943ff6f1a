package io.fairlead.kube;

/// Where a kind is served.
///
/// @param group empty for the core group
/// @param plural as in the path: `pods`
public record ResourceType(String group, String version, String kind, String plural, boolean isNamespaced) {
    public static final ResourceType POD = new ResourceType("", "v1", "Pod", "pods", true);
    public static final ResourceType EVENT = new ResourceType("", "v1", "Event", "events", true);
    public static final ResourceType NAMESPACE = new ResourceType("", "v1", "Namespace", "namespaces", false);
    public static final ResourceType CONTROLLER_REVISION =
            new ResourceType("apps", "v1", "ControllerRevision", "controllerrevisions", true);
    public static final ResourceType LEASE = new ResourceType("coordination.k8s.io", "v1", "Lease", "leases", true);
    public static final ResourceType CUSTOM_RESOURCE_DEFINITION = new ResourceType(
            "apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", false);
    public static final ResourceType CLONE_SET =
            new ResourceType("apps.kruise.io", "v1beta1", "CloneSet", "clonesets", true);
    public static final ResourceType GIT_SOURCE = ours("GitSource", "gitsources", true);
    public static final ResourceType DELIVERY = ours("Delivery", "deliveries", true);
    public static final ResourceType PROMOTION_POLICY = ours("PromotionPolicy", "promotionpolicies", false);
    public static final ResourceType PROMOTION_LIMIT = ours("PromotionLimit", "promotionlimits", true);

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    private static ResourceType ours(String kind, String plural, boolean isNamespaced) {
        return new ResourceType("gitops.fairlead.io", "v1alpha1", kind, plural, isNamespaced);
    }
}
