package io.fairlead.server.testing;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Pods as a kubelet leaves them.
public final class Pods {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Pods() {}

    public static String path(String name) {
        return "/api/v1/namespaces/shop/pods/" + name;
    }

    /// A pod that serves, controlled by the CloneSet with this uid.
    public static ObjectNode serving(String name, String uid, String ownerUid) {
        return parse("""
                {"apiVersion": "v1", "kind": "Pod",
                 "metadata": {"name": "%s", "namespace": "shop", "uid": "%s",
                   "creationTimestamp": "2026-01-01T00:00:00Z",
                   "labels": {"app": "web", "controller-revision-hash": "web-aaa",
                     "apps.kruise.io/cloneset-instance-id": "%s"},
                   "annotations": {"example.com/large": "dropped", "controller.kubernetes.io/pod-deletion-cost": "5"},
                   "ownerReferences": [{"apiVersion": "apps.kruise.io/v1beta1", "kind": "CloneSet", "name": "web",
                     "uid": "%s", "controller": true, "blockOwnerDeletion": true}]},
                 "spec": {"nodeName": "node-0",
                   "readinessGates": [{"conditionType": "InPlaceUpdateReady"}],
                   "initContainers": [{"name": "init", "image": "busybox:1"}],
                   "containers": [{"name": "main", "image": "nginx:1"}, {"name": "side", "image": "envoy:1"}]},
                 "status": {"phase": "Running",
                   "conditions": [
                     {"type": "Ready", "status": "True", "lastTransitionTime": "2026-01-01T00:00:07Z"},
                     {"type": "InPlaceUpdateReady", "status": "True", "lastTransitionTime": "2026-01-01T00:00:01Z"}],
                   "initContainerStatuses": [{"name": "init", "image": "busybox:1", "imageID": "sha256:b",
                     "ready": true, "restartCount": 0}],
                   "containerStatuses": [
                     {"name": "side", "image": "envoy:1", "imageID": "sha256:e", "ready": true, "restartCount": 0},
                     {"name": "main", "image": "docker.io/library/nginx:1", "imageID": "sha256:n", "ready": true,
                      "restartCount": 2}]}}
                """.formatted(name, uid, name, ownerUid));
    }

    public static ObjectNode parse(String json) {
        try {
            return (ObjectNode) MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
