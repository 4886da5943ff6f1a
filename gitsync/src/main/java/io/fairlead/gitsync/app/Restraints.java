package io.fairlead.gitsync.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.api.Parsed;
import io.fairlead.api.gitops.PromotionCodec;
import io.fairlead.api.gitops.PromotionLimit;
import io.fairlead.gitsync.apply.ObjectApplier;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Selection;
import io.fairlead.kube.Time;
import io.fairlead.kube.store.ObjectName;
import io.fairlead.kube.store.ObjectStore;
import io.fairlead.kube.store.Stored;
import io.fairlead.kube.watch.Reflector;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What people say in the cluster to hold gitsync back: suspended sources, frozen namespaces, promotion limits. Three
/// watches keep it, so that a word counts within a round trip and not at the next poll. Safe for use by several
/// threads.
final class Restraints implements AutoCloseable {
    /// A text that is repeated in a status.
    private static final int FREEZE_CHARS_MAX = 200;

    private final ObjectStore<SourceView> sources = new ObjectStore<>(SourceView::of);
    private final ObjectStore<Optional<String>> namespaces = new ObjectStore<>(Restraints::freeze);
    private final ObjectStore<Parsed<PromotionLimit>> limits = new ObjectStore<>(PromotionCodec::parseLimit);
    private final List<Reflector<?>> reflectors;

    /// @param generation changes with the spec, not with our own status
    private record SourceView(long generation, boolean isSuspended) {
        static SourceView of(JsonNode object) {
            return new SourceView(
                    object.path("metadata").path("generation").asLong(),
                    object.path("spec").path("suspend").asBoolean());
        }
    }

    /// @param source called with a source whose spec has changed
    /// @param all called when a namespace or a limit has changed, which may concern any source
    Restraints(KubeApi api, Time time, Consumer<ObjectName> source, Runnable all) {
        this.reflectors = List.of(
                new Reflector<>(api, Selection.all(ResourceType.GIT_SOURCE), sources, time, time::random),
                new Reflector<>(api, Selection.all(ResourceType.NAMESPACE), namespaces, time, time::random),
                new Reflector<>(api, Selection.all(ResourceType.PROMOTION_LIMIT), limits, time, time::random));
        sources.listen((name, before, after) -> {
            if (!before.equals(after)) {
                source.accept(name);
            }
        });
        namespaces.listen((_, before, after) -> {
            if (!before.flatMap(f -> f).equals(after.flatMap(f -> f))) {
                all.run();
            }
        });
        limits.listen((_, before, after) -> {
            if (!before.equals(after)) {
                all.run();
            }
        });
    }

    void start() {
        reflectors.forEach(Reflector::start);
    }

    /// Before this nothing may be written: a word that was said long ago is not heard yet.
    boolean hasSynced() {
        return reflectors.stream().allMatch(Reflector::hasSynced);
    }

    /// Why nothing of this source may be written into that namespace.
    ///
    /// @param namespace empty for cluster-scoped objects
    Optional<String> stop(ObjectName source, String namespace) {
        if (sources.get(source).map(Stored::view).map(SourceView::isSuspended).orElse(false)) {
            return Optional.of(Reports.SUSPENDED);
        }
        return namespace.isEmpty()
                ? Optional.empty()
                : namespaces
                        .get(new ObjectName("", namespace))
                        .flatMap(Stored::view)
                        .map(text -> ObjectApplier.frozen("namespace " + namespace, text));
    }

    /// The limits of a namespace, by name; none for cluster-scoped objects.
    List<Parsed<PromotionLimit>> limits(String namespace) {
        return limits.all().stream()
                .filter(l -> l.name().namespace().equals(namespace) && !namespace.isEmpty())
                .map(Stored::view)
                .toList();
    }

    /// What the annotation on an object says, if it is there.
    static Optional<String> freeze(JsonNode object) {
        JsonNode text = object.path("metadata").path("annotations").path(ObjectApplier.FREEZE);
        return text.isMissingNode()
                ? Optional.empty()
                : Optional.of(text.asText().substring(0, Math.min(text.asText().length(), FREEZE_CHARS_MAX)));
    }

    @Override
    public void close() {
        reflectors.forEach(Reflector::close);
    }
}
