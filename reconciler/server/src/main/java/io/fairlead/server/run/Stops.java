package io.fairlead.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.apps.CloneSet;
import io.fairlead.api.gitops.Marks;
import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.ApiResponse;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Selection;
import io.fairlead.kube.Time;
import io.fairlead.kube.WatchStream;
import io.fairlead.kube.store.ObjectName;
import io.fairlead.kube.store.ObjectStore;
import io.fairlead.kube.store.Stored;
import io.fairlead.kube.watch.Reflector;
import java.util.List;
import java.util.Optional;

/// How people stop workloads without writing on each: by freezing the namespace, or by suspending the GitSource that
/// they come from. Two watches keep it.
///
/// Only sources in Fairlead's own namespace count: a tenant's source of the same name must not stop somebody else's
/// workloads. A cluster without the definition of GitSource has none.
final class Stops implements AutoCloseable {
    private final ObjectStore<Optional<String>> namespaces = new ObjectStore<>(Stops::freeze);
    private final ObjectStore<Boolean> sources =
            new ObjectStore<>(object -> object.path("spec").path("suspend").asBoolean());
    private final List<Reflector<?>> reflectors;

    /// @param changed called when somebody stops workloads, or lets them go on
    Stops(KubeApi api, Time time, Runnable changed) {
        this.reflectors = List.of(
                new Reflector<>(api, Selection.all(ResourceType.NAMESPACE), namespaces, time, time::random),
                new Reflector<>(
                        new PerhapsServed(api),
                        Selection.in(ResourceType.GIT_SOURCE, Marks.SYSTEM_NAMESPACE),
                        sources,
                        time,
                        time::random));
        namespaces.listen((_, before, after) -> {
            if (!before.flatMap(text -> text).equals(after.flatMap(text -> text))) {
                changed.run();
            }
        });
        sources.listen((_, before, after) -> {
            if (!before.orElse(false).equals(after.orElse(false))) {
                changed.run();
            }
        });
    }

    void start() {
        reflectors.forEach(Reflector::start);
    }

    /// Before this no plan may be made: what was stopped long ago is not heard yet.
    boolean hasSynced() {
        return reflectors.stream().allMatch(Reflector::hasSynced);
    }

    /// The workload as it is to be judged: what stops it from outside stops it as its own annotation would.
    CloneSet judged(CloneSet cloneSet) {
        if (cloneSet.annotations().containsKey(Marks.FREEZE)) {
            return cloneSet;
        }
        String source = cloneSet.labels().getOrDefault(Marks.SOURCE, "");
        if (!source.isEmpty()
                && sources.get(new ObjectName(Marks.SYSTEM_NAMESPACE, source))
                        .map(Stored::view)
                        .orElse(false)) {
            return cloneSet.withAnnotation(Marks.FREEZE, "the GitSource " + source + " is suspended");
        }
        return namespaces
                .get(new ObjectName("", cloneSet.namespace()))
                .flatMap(Stored::view)
                .map(text ->
                        cloneSet.withAnnotation(Marks.FREEZE, "on the namespace " + cloneSet.namespace() + ", " + text))
                .orElse(cloneSet);
    }

    private static Optional<String> freeze(JsonNode object) {
        JsonNode text = object.path("metadata").path("annotations").path(Marks.FREEZE);
        return text.isMissingNode() ? Optional.empty() : Optional.of(text.asText());
    }

    @Override
    public void close() {
        reflectors.forEach(Reflector::close);
    }

    /// A list of a kind that the server does not know is empty; it is asked for again and again, as after any watch
    /// that
    /// ended, so the kind may come later.
    private record PerhapsServed(KubeApi api) implements KubeApi {
        @Override
        public ApiResponse call(ApiRequest request) {
            ApiResponse response = api.call(request);
            if (response.status() != 404) {
                return response;
            }
            ObjectNode none = JsonNodeFactory.instance.objectNode();
            none.putObject("metadata").put("resourceVersion", "0");
            none.putArray("items");
            return new ApiResponse(200, none, Optional.empty());
        }

        @Override
        public WatchStream watch(ApiRequest request) {
            return api.watch(request);
        }
    }
}
