package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest.Verb;
import io.fairlead.simulator.wire.ApiCall;
import io.fairlead.simulator.wire.ApiReply;
import java.util.LinkedHashMap;
import java.util.List;

/// What every new cluster has.
final class FirstObjects {
    private static final String AGENT = "kube-apiserver";

    private FirstObjects() {}

    static void create(Dispatch dispatch) {
        for (String name : List.of("kube-system", "kube-public", "kube-node-lease", "default")) {
            ObjectNode namespace = Trees.object();
            namespace.put("apiVersion", "v1").put("kind", "Namespace");
            namespace.putObject("metadata").put("name", name);
            post(dispatch, "/api/v1/namespaces", namespace);
        }
        post(dispatch, "/api/v1/namespaces/default/services", kubernetes());
    }

    private static ObjectNode kubernetes() {
        ObjectNode service = Trees.object();
        service.put("apiVersion", "v1").put("kind", "Service");
        ObjectNode metadata = service.putObject("metadata");
        metadata.put("name", "kubernetes");
        metadata.putObject("labels").put("component", "apiserver").put("provider", "kubernetes");
        ObjectNode spec = service.putObject("spec");
        spec.put("type", "ClusterIP").put("clusterIP", "10.0.0.1").put("sessionAffinity", "None");
        spec.putArray("ports")
                .addObject()
                .put("name", "https")
                .put("port", 443)
                .put("protocol", "TCP")
                .put("targetPort", 6443);
        return service;
    }

    private static void post(Dispatch dispatch, String path, JsonNode body) {
        LinkedHashMap<String, String> headers = new LinkedHashMap<>();
        headers.put("user-agent", AGENT);
        headers.put("content-type", "application/json");
        ApiReply reply =
                dispatch.handle(new ApiCall(Verb.POST, path, new LinkedHashMap<>(), headers, body, ApiCall.User.ADMIN));
        if (!reply.isSuccess()) {
            throw new IllegalStateException(path + ": " + reply.body());
        }
    }
}
