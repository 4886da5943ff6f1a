package io.fairlead.simulator.builtin;

import java.util.List;
import java.util.Locale;

/// The resource of a kind.
final class Plurals {
    private static final List<String> CLUSTER_SCOPED = List.of(
            "Namespace",
            "Node",
            "PersistentVolume",
            "StorageClass",
            "PriorityClass",
            "ClusterRole",
            "ClusterRoleBinding",
            "MutatingWebhookConfiguration",
            "ValidatingWebhookConfiguration",
            "CustomResourceDefinition",
            "RuntimeClass",
            "IngressClass");

    private Plurals() {}

    static String of(String kind) {
        String lower = kind.toLowerCase(Locale.ROOT);
        if (lower.equals("endpoints")) {
            return lower;
        }
        if (lower.endsWith("s")) {
            return lower + "es";
        }
        return lower.endsWith("cy") ? lower.substring(0, lower.length() - 1) + "ies" : lower + "s";
    }

    static boolean isClusterScoped(String kind) {
        return CLUSTER_SCOPED.contains(kind);
    }
}
