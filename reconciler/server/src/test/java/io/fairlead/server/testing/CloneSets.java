package io.fairlead.server.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// CloneSets as people write them.
public final class CloneSets {
    private CloneSets() {}

    public static String path(String name) {
        return "/apis/apps.kruise.io/v1beta1/namespaces/shop/clonesets/" + name;
    }

    /// As the server holds it: with uid and generation.
    public static ObjectNode stored(String name, int replicas, String image) {
        ObjectNode object = manifest(name, replicas, image);
        object.withObject("/metadata").put("uid", "uid-of-" + name).put("generation", 1);
        return object;
    }

    public static ObjectNode manifest(String name, int replicas, String image) {
        return Pods.parse("""
                {"apiVersion": "apps.kruise.io/v1beta1", "kind": "CloneSet",
                 "metadata": {"name": "%s", "namespace": "shop"},
                 "spec": {"replicas": %d,
                   "selector": {"matchLabels": {"app": "%s"}},
                   "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {
                     "podUpdatePolicy": "InPlaceIfPossible", "maxUnavailable": 1}},
                   "template": {"metadata": {"labels": {"app": "%s"}},
                     "spec": {"containers": [
                       {"name": "main", "image": "%s", "env": [{"name": "MODE", "value": "a"}]},
                       {"name": "side", "image": "envoy:1"}]}}}}
                """.formatted(name, replicas, name, name, image));
    }
}
