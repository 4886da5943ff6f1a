package io.fairlead.cli.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.ApiRequest.Verb;
import io.fairlead.kube.ApiResponse;
import io.fairlead.kube.KubeApi;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Defects of gitsync.
final class GitLies {
    private GitLies() {}

    /// What a ledger calls used up opens again when it is read.
    static final class OpensSpent extends Lie {
        OpensSpent(KubeApi api) {
            super(api);
        }

        @Override
        JsonNode shown(JsonNode object) {
            if (!kind(object).equals("Delivery")) {
                return object;
            }
            ObjectNode other = object.deepCopy();
            other.path("ledger").path("tags").forEach(tag -> ((ObjectNode) tag).put("state", "Open"));
            return other;
        }
    }

    /// The policy seems to let any number of objects go.
    static final class LiftsGuard extends Lie {
        LiftsGuard(KubeApi api) {
            super(api);
        }

        @Override
        JsonNode shown(JsonNode object) {
            if (!kind(object).equals("PromotionPolicy")) {
                return object;
            }
            ObjectNode other = object.deepCopy();
            other.withObject("/spec/limits/prune").put("count", 1_000);
            return other;
        }
    }

    /// The policy seems to ask for no approval of a new template.
    static final class AsksLess extends Lie {
        AsksLess(KubeApi api) {
            super(api);
        }

        @Override
        JsonNode shown(JsonNode object) {
            if (!kind(object).equals("PromotionPolicy")) {
                return object;
            }
            ObjectNode other = object.deepCopy();
            other.path("spec")
                    .path("stages")
                    .forEach(stage -> ((ObjectNode) stage)
                            .putArray("approvalFor")
                            .add("create")
                            .add("config")
                            .add("strategy")
                            .add("delete"));
            return other;
        }
    }

    /// A Delivery is stored only when the next one is.
    static final class StoresLate extends Lie {
        private @Nullable ApiRequest held;
        private String version = "";

        StoresLate(KubeApi api) {
            super(api);
        }

        @Override
        public ApiResponse call(ApiRequest request) {
            if (request.verb() != Verb.PUT || !request.path().contains("/deliveries/")) {
                return super.call(request);
            }
            ApiRequest before = held;
            held = request;
            if (before != null) {
                ApiResponse answer = super.call(at(before));
                version = answer.body().at("/metadata/resourceVersion").asText(version);
            } else {
                version = body(request).at("/metadata/resourceVersion").asText();
            }
            return new ApiResponse(200, body(request), Optional.empty());
        }

        private ApiRequest at(ApiRequest request) {
            ObjectNode body = body(request).deepCopy();
            body.withObject("/metadata").put("resourceVersion", version);
            return with(request, body);
        }
    }

    private static JsonNode body(ApiRequest request) {
        JsonNode body = request.body();
        if (body == null) {
            throw new IllegalStateException(request.path() + " without a body");
        }
        return body;
    }

    /// What is only asked about, with a dry run, is no apply.
    private static boolean isApply(ApiRequest request, String plural) {
        return request.verb() == Verb.PATCH
                && !request.query().containsKey("dryRun")
                && request.path().contains("/namespaces/shop/" + plural + "/");
    }

    /// A partition that was raised does not reach the cluster.
    static final class Uncapped extends Lie {
        Uncapped(KubeApi api) {
            super(api);
        }

        @Override
        public ApiResponse call(ApiRequest request) {
            if (!isApply(request, "clonesets")) {
                return super.call(request);
            }
            ObjectNode body = body(request).deepCopy();
            body.withObject("/spec/updateStrategy/rollingUpdate").remove("partition");
            return super.call(with(request, body));
        }
    }

    /// Of some objects the version before is applied once more.
    static final class Mixes extends Lie {
        private final Map<String, JsonNode> before = new HashMap<>();

        Mixes(KubeApi api) {
            super(api);
        }

        @Override
        public ApiResponse call(ApiRequest request) {
            if (!isApply(request, "clonesets")) {
                return super.call(request);
            }
            JsonNode last = before.put(request.path(), body(request));
            JsonNode old = last == null ? body(request) : last;
            ObjectNode mixed = body(request).deepCopy();
            mixed.withObject("/spec").set("template", old.path("spec").path("template"));
            return super.call(with(request, mixed));
        }
    }

    /// What was applied once counts as applied for ever.
    static final class AppliesOnce extends Lie {
        private final Map<String, Integer> counts = new HashMap<>();

        AppliesOnce(KubeApi api) {
            super(api);
        }

        @Override
        public ApiResponse call(ApiRequest request) {
            boolean isAgain = isApply(request, "clonesets") && counts.merge(request.path(), 1, Integer::sum) > 1;
            return isAgain ? new ApiResponse(200, body(request), Optional.empty()) : super.call(request);
        }
    }
}
