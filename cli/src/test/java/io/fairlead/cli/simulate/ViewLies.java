package io.fairlead.cli.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.ApiRequest.Verb;
import io.fairlead.kube.ApiResponse;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.WatchStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Defects of what a process sees.
final class ViewLies {
    private ViewLies() {}

    /// What the watch has shown counts as read live, however long ago that was.
    static final class Stale extends Lie {
        private static final String APP = "app=";

        private final Map<String, JsonNode> seen = new LinkedHashMap<>();

        Stale(KubeApi api) {
            super(api);
        }

        @Override
        JsonNode shown(JsonNode object) {
            seen.put(uid(object), object);
            return object;
        }

        @Override
        WatchStream.@Nullable Event seen(WatchStream.Event event) {
            seen.put(uid(event.object()), event.object());
            if (event.type().equals("DELETED")) {
                seen.remove(uid(event.object()));
            }
            return event;
        }

        @Override
        public ApiResponse call(ApiRequest request) {
            String selector = request.query().getOrDefault("labelSelector", "");
            if (request.path().contains("/clonesets/") && request.verb() == Verb.GET) {
                String name = request.path().substring(request.path().lastIndexOf('/') + 1);
                return seen.values().stream()
                        .filter(each -> kind(each).equals("CloneSet"))
                        .filter(each -> each.at("/metadata/name").asText().equals(name))
                        .findFirst()
                        .map(each -> new ApiResponse(200, each, Optional.empty()))
                        .orElseGet(() -> super.call(request));
            }
            if (!selector.startsWith(APP) || !request.path().endsWith("/pods")) {
                return super.call(request);
            }
            ObjectNode list = JsonNodeFactory.instance.objectNode();
            list.put("kind", "PodList").putObject("metadata").put("resourceVersion", "1");
            ArrayNode items = list.putArray("items");
            seen.values().stream()
                    .filter(each -> kind(each).equals("Pod"))
                    .filter(each -> request.path()
                            .contains("/" + each.at("/metadata/namespace").asText() + "/"))
                    .filter(each -> each.at("/metadata/labels/app").asText().equals(selector.substring(APP.length())))
                    .forEach(items::add);
            return new ApiResponse(200, list, Optional.empty());
        }
    }

    /// Now and then the change of a pod is missed, and nothing ever makes up for it.
    static final class Missed extends Lie {
        private static final int EVERY = 5;

        private int count;

        Missed(KubeApi api) {
            super(api);
        }

        @Override
        WatchStream.@Nullable Event seen(WatchStream.Event event) {
            return kind(event.object()).equals("Pod") && ++count % EVERY == 0 ? null : event;
        }
    }

    /// What was begun on a pod is not seen: neither after a restart nor at any time.
    static final class HalfDone extends Lie {
        HalfDone(KubeApi api) {
            super(api);
        }

        @Override
        JsonNode shown(JsonNode object) {
            String state = object.at("/metadata/labels/lifecycle.apps.kruise.io~1state")
                    .asText();
            if (!kind(object).equals("Pod") || !state.equals("Updating")) {
                return object;
            }
            ObjectNode other = object.deepCopy();
            other.withObject("/metadata/labels").put("lifecycle.apps.kruise.io/state", "Normal");
            return other;
        }
    }

    /// A pod of somebody else is taken for one of ours.
    static final class Foreign extends Lie {
        private final Map<String, JsonNode> owners = new LinkedHashMap<>();

        Foreign(KubeApi api) {
            super(api);
        }

        @Override
        JsonNode shown(JsonNode object) {
            if (!kind(object).equals("Pod")) {
                return object;
            }
            JsonNode metadata = object.path("metadata");
            String app = metadata.path("labels").path("app").asText();
            if (metadata.has("ownerReferences")) {
                owners.put(app, metadata.path("ownerReferences"));
                return object;
            }
            JsonNode owner = owners.get(app);
            if (owner == null) {
                return object;
            }
            ObjectNode taken = object.deepCopy();
            taken.withObject("/metadata").set("ownerReferences", owner);
            return taken;
        }
    }

    /// A workload's strategy is read wrongly.
    static final class Strategy extends Lie {
        private final java.util.function.Consumer<ObjectNode> misreading;

        Strategy(KubeApi api, java.util.function.Consumer<ObjectNode> misreading) {
            super(api);
            this.misreading = misreading;
        }

        @Override
        JsonNode shown(JsonNode object) {
            return rolling(object, misreading);
        }
    }
}
