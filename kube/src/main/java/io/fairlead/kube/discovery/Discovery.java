package io.fairlead.kube.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.ApiResponse;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.ResourceType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/// Finds the resource of a kind, asking the server once for each group and version. Safe for use by several
/// threads.
public final class Discovery {
    /// How many group versions are remembered; more than any known cluster serves.
    public static final int GROUP_VERSIONS_MAX = 1_000;

    private final KubeApi api;
    /// Held over the requests too, so that each thing is asked once.
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Map<String, ResourceType>> byGroupVersion = new TreeMap<>();

    public Discovery(KubeApi api) {
        this.api = api;
    }

    /// What the server says of a kind.
    public sealed interface Answer {
        /// It is served there.
        record Served(ResourceType type) implements Answer {}

        /// The server is there and does not know the kind in that group and version.
        record NotServed(String message) implements Answer {}

        /// The server did not answer, so nothing is known.
        record Unreachable(String message) implements Answer {}
    }

    /// @param apiVersion as in a manifest: `v1`, `apps.kruise.io/v1beta1`
    public Answer find(String apiVersion, String kind) {
        lock.lock();
        try {
            return ask(apiVersion, kind);
        } finally {
            lock.unlock();
        }
    }

    private Answer ask(String apiVersion, String kind) {
        Map<String, ResourceType> kinds = byGroupVersion.get(apiVersion);
        if (kinds == null) {
            ApiResponse response = api.call(ApiRequest.get(path(apiVersion), Map.of()));
            if (response.status() == 404 || response.status() == 400) {
                return new Answer.NotServed("the API server does not serve " + apiVersion);
            }
            if (!response.isSuccess()) {
                return new Answer.Unreachable("discovery of " + apiVersion + ": " + response.message());
            }
            kinds = parse(apiVersion, response.body());
            if (byGroupVersion.size() < GROUP_VERSIONS_MAX) {
                byGroupVersion.put(apiVersion, kinds);
            }
        }
        ResourceType type = kinds.get(kind);
        return type == null
                ? new Answer.NotServed("the API server serves no kind " + kind + " in " + apiVersion)
                : new Answer.Served(type);
    }

    /// The same for a kind whose version is not known: the group's versions are asked in the server's
    /// order of preference.
    public Answer findInGroup(String group, String kind) {
        if (group.isEmpty()) {
            return find("v1", kind);
        }
        ApiResponse response = api.call(ApiRequest.get("/apis/" + group, Map.of()));
        if (response.status() == 404 || response.status() == 400) {
            return new Answer.NotServed("the API server does not serve the group " + group);
        }
        if (!response.isSuccess()) {
            return new Answer.Unreachable("discovery of " + group + ": " + response.message());
        }
        for (JsonNode version : response.body().path("versions")) {
            switch (find(version.path("groupVersion").asText(), kind)) {
                case Answer.Served served -> {
                    return served;
                }
                case Answer.Unreachable unreachable -> {
                    return unreachable;
                }
                case Answer.NotServed _ -> {}
            }
        }
        return new Answer.NotServed("the API server serves no kind " + kind + " in " + group);
    }

    /// Drops what is remembered, so that kinds that came or went are seen.
    public void forget() {
        lock.lock();
        try {
            byGroupVersion.clear();
        } finally {
            lock.unlock();
        }
    }

    private static String path(String apiVersion) {
        return apiVersion.contains("/") ? "/apis/" + apiVersion : "/api/" + apiVersion;
    }

    private static Map<String, ResourceType> parse(String apiVersion, JsonNode list) {
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? "" : apiVersion.substring(0, slash);
        String version = apiVersion.substring(slash + 1);
        Map<String, ResourceType> kinds = new LinkedHashMap<>();
        for (JsonNode resource : list.path("resources")) {
            String plural = resource.path("name").asText();
            if (!plural.contains("/")) {
                String kind = resource.path("kind").asText();
                kinds.putIfAbsent(
                        kind,
                        new ResourceType(
                                group,
                                version,
                                kind,
                                plural,
                                resource.path("namespaced").asBoolean()));
            }
        }
        return kinds;
    }
}
