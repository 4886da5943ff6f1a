package io.fairlead.cli.doctor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// Something that Fairlead does on a cluster.
///
/// @param resource with its subresource: `pods/status`
/// @param namespace empty: in all of them
record Right(String verb, String group, String resource, String namespace) {
    private static final String OURS = "fairlead-system";

    /// What the two services need, beside the kinds that the repository holds.
    static List<Right> needed() {
        List<Right> all = new ArrayList<>();
        add(all, "", "pods", "list watch create patch delete");
        add(all, "", "pods/status", "patch");
        add(all, "", "events", "create patch");
        add(all, "", "namespaces", "get list watch");
        add(all, "apps", "controllerrevisions", "list watch create patch delete");
        add(all, "apps.kruise.io", "clonesets", "list watch get create patch delete");
        add(all, "apps.kruise.io", "clonesets/status", "patch");
        add(all, "coordination.k8s.io", "leases", "get create update");
        add(all, "gitops.fairlead.io", "gitsources", "get list watch patch");
        add(all, "gitops.fairlead.io", "gitsources/status", "patch");
        add(all, "gitops.fairlead.io", "promotionpolicies", "get patch");
        add(all, "gitops.fairlead.io", "promotionlimits", "list");
        add(all, "gitops.fairlead.io", "deliveries", "get list create patch");
        all.add(new Right("get", "", "secrets", OURS));
        return all;
    }

    /// What `--install` needs.
    static List<Right> neededToInstall() {
        List<Right> all = new ArrayList<>();
        add(all, "apiextensions.k8s.io", "customresourcedefinitions", "get create patch");
        add(all, "", "namespaces", "create patch");
        return all;
    }

    private static void add(List<Right> all, String group, String resource, String verbs) {
        for (String verb : verbs.split(" ", -1)) {
            all.add(new Right(verb, group, resource, ""));
        }
    }

    /// The question as the API server takes it.
    ObjectNode review() {
        ObjectNode review = JsonNodeFactory.instance.objectNode();
        review.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SelfSubjectAccessReview");
        int slash = resource.indexOf('/');
        ObjectNode attributes = review.putObject("spec").putObject("resourceAttributes");
        attributes.put("verb", verb).put("group", group);
        attributes.put("resource", slash < 0 ? resource : resource.substring(0, slash));
        if (slash >= 0) {
            attributes.put("subresource", resource.substring(slash + 1));
        }
        if (!namespace.isEmpty()) {
            attributes.put("namespace", namespace);
        }
        return review;
    }

    /// `patch pods/status`, `get secrets in fairlead-system`.
    String text() {
        String name = group.isEmpty() ? resource : resource + "." + group;
        return verb + " " + name + (namespace.isEmpty() ? "" : " in " + namespace);
    }
}
