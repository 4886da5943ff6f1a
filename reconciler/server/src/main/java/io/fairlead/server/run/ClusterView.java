package io.fairlead.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.api.ObjectKey;
import io.fairlead.api.Parsed;
import io.fairlead.api.apps.CloneSet;
import io.fairlead.engine.PodView;
import io.fairlead.engine.PodView.PodRef;
import io.fairlead.engine.Revision;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.kube.Resources.Listing;
import io.fairlead.kube.Selection;
import io.fairlead.kube.Time;
import io.fairlead.kube.store.ObjectName;
import io.fairlead.kube.store.ObjectStore;
import io.fairlead.kube.store.Stored;
import io.fairlead.kube.watch.Reflector;
import io.fairlead.server.execute.LiveStore;
import io.fairlead.server.execute.ResourceVersions;
import io.fairlead.server.ingest.CloneSetProjector;
import io.fairlead.server.ingest.PodProjector;
import io.fairlead.server.ingest.RevisionProjector;
import io.fairlead.server.ingest.StringPool;
import io.fairlead.server.ingest.Workload;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// The live objects that plans rest on: CloneSets, their pods and revisions, as the watches and our own writes have
/// them.
final class ClusterView implements LiveStore, AutoCloseable {
    /// Pods that a live list lacks are asked for one by one, so many at once; the rest waits for the next look.
    static final int MISSING_MAX = 100;

    private static final String OWNER = "owner";

    private final Resources resources;
    private final HeardApi podsApi;
    private final HeardApi workloadsApi;
    private final ObjectStore<Optional<PodView>> pods;
    private final ObjectStore<Optional<Revision>> revisions;
    private final ObjectStore<Workload<CloneSet>> workloads;
    private final List<Reflector<?>> reflectors;

    ClusterView(KubeApi api, Resources resources, Time time) {
        this.resources = resources;
        this.podsApi = new HeardApi(api, time);
        this.workloadsApi = new HeardApi(api, time);
        PodProjector projector = new PodProjector(new StringPool());
        this.pods = new ObjectStore<>(projector::project, ownedBy(PodView::ownerUid));
        this.revisions = new ObjectStore<>(RevisionProjector::project, ownedBy(Revision::ownerUid));
        SequencedMap<String, Function<Workload<CloneSet>, List<String>>> byUid = new LinkedHashMap<>();
        byUid.put(OWNER, workload -> List.of(workload.uid()));
        this.workloads = new ObjectStore<>(CloneSetProjector::project, byUid);
        this.reflectors = List.of(
                reflector(podsApi, ResourceType.POD, pods, time),
                reflector(api, ResourceType.CONTROLLER_REVISION, revisions, time),
                reflector(workloadsApi, ResourceType.CLONE_SET, workloads, time));
    }

    private static <V> Reflector<V> reflector(KubeApi api, ResourceType type, ObjectStore<V> store, Time time) {
        return new Reflector<>(api, Selection.all(type), store, time, time::random);
    }

    /// What no CloneSet controls is under no owner.
    private static <V> SequencedMap<String, Function<Optional<V>, List<String>>> ownedBy(Function<V, String> owner) {
        SequencedMap<String, Function<Optional<V>, List<String>>> indexers = new LinkedHashMap<>();
        indexers.put(OWNER, view -> view.map(owner).stream().toList());
        return indexers;
    }

    void start() {
        reflectors.forEach(Reflector::start);
    }

    boolean hasSynced() {
        return reflectors.stream().allMatch(Reflector::hasSynced);
    }

    /// Tells of every workload whose plan may have changed; the flag says that it is itself what changed.
    void listen(Consumer<ObjectKey> dependent, Consumer<ObjectKey> workload) {
        workloads.listen((name, _, _) -> workload.accept(key(name)));
        pods.listen((_, before, after) -> {
            Set<String> owners = new LinkedHashSet<>();
            before.flatMap(view -> view).ifPresent(pod -> owners.add(pod.ownerUid()));
            after.flatMap(view -> view).ifPresent(pod -> owners.add(pod.ownerUid()));
            owners.forEach(uid -> keyOf(uid).ifPresent(dependent));
        });
        revisions.listen((_, before, after) -> {
            Set<String> owners = new LinkedHashSet<>();
            before.flatMap(view -> view).ifPresent(revision -> owners.add(revision.ownerUid()));
            after.flatMap(view -> view).ifPresent(revision -> owners.add(revision.ownerUid()));
            owners.forEach(uid -> keyOf(uid).ifPresent(dependent));
        });
    }

    private Optional<ObjectKey> keyOf(String uid) {
        return workloads.byIndex(OWNER, uid).stream()
                .findFirst()
                .map(stored -> stored.view().key());
    }

    private static ObjectKey key(ObjectName name) {
        return new ObjectKey(CloneSet.GROUP, CloneSet.KIND, name.namespace(), name.name());
    }

    List<ObjectKey> keys() {
        return workloads.all().stream().map(stored -> stored.view().key()).toList();
    }

    Optional<Workload<CloneSet>> workload(ObjectKey key) {
        return workloads.get(new ObjectName(key.namespace(), key.name())).map(Stored::view);
    }

    /// Sorted by name.
    List<PodView> pods(String ownerUid) {
        return pods.byIndex(OWNER, ownerUid).stream()
                .flatMap(stored -> stored.view().stream())
                .toList();
    }

    /// Sorted by number.
    List<Revision> revisions(String ownerUid) {
        return revisions.byIndex(OWNER, ownerUid).stream()
                .flatMap(stored -> stored.view().stream())
                .sorted(Comparator.comparingLong(Revision::number).thenComparing(Revision::name))
                .toList();
    }

    /// How long the watch on pods has said nothing.
    Duration silence() {
        return podsApi.silence();
    }

    /// How long the watch on workloads has said nothing.
    Duration workloadSilence() {
        return workloadsApi.silence();
    }

    /// Reads the workload alone. Nothing if that went well.
    Optional<Outcome> lookAtWorkload(ObjectKey key) {
        Outcome current = resources.get(ObjectPath.of(ResourceType.CLONE_SET, key.namespace(), key.name()));
        if (current instanceof Outcome.Applied(JsonNode object)) {
            workloads.overlay(object);
            return Optional.empty();
        }
        return Optional.of(current);
    }

    void putWorkload(JsonNode object) {
        workloads.overlay(object);
    }

    /// Reads the workload, its revisions and its pods from the server and lays them over what the watches said.
    /// Nothing if that went well.
    Optional<Outcome> lookLive(Workload<CloneSet> workload) {
        ObjectKey key = workload.key();
        Optional<Outcome> unread = lookAtWorkload(key);
        if (unread.isPresent()) {
            return unread;
        }
        Optional<Parsed<CloneSet>> parsed = workload(key).map(Workload::parsed);
        if (parsed.isEmpty() || !(parsed.get() instanceof Parsed.Valid<CloneSet>(CloneSet cloneSet))) {
            return Optional.empty();
        }
        Selection owned = Selection.in(ResourceType.POD, key.namespace())
                .withLabels(cloneSet.spec().selector().canonical());
        Listing<Stored<Optional<PodView>>> listing = resources.list(owned, item -> {
            pods.overlay(item);
            return pods.project(item);
        });
        return switch (listing) {
            case Listing.Incomplete<Stored<Optional<PodView>>>(Outcome outcome) -> Optional.of(outcome);
            case Listing.Complete<Stored<Optional<PodView>>>(var items, String version) -> {
                Set<String> uids = new LinkedHashSet<>();
                items.forEach(item -> uids.add(item.uid()));
                Optional<Outcome> failure = askForMissing(workload.uid(), uids, version);
                yield failure.isPresent() ? failure : lookAtRevisions(key.namespace());
            }
        };
    }

    /// A pod that the list lacks may be gone, or may only have lost its labels.
    private Optional<Outcome> askForMissing(String ownerUid, Set<String> listed, String listVersion) {
        List<PodView> missing = pods(ownerUid).stream()
                .filter(pod ->
                        !listed.contains(pod.uid()) && !ResourceVersions.isAfter(pod.resourceVersion(), listVersion))
                .toList();
        for (PodView pod : missing.stream().limit(MISSING_MAX).toList()) {
            Outcome outcome = resources.get(ObjectPath.of(ResourceType.POD, pod.namespace(), pod.name()));
            switch (outcome) {
                case Outcome.Applied(JsonNode live) -> {
                    if (!live.path("metadata").path("uid").asText().equals(pod.uid())) {
                        dropPod(pod.ref());
                    }
                    pods.overlay(live);
                }
                case Outcome.Gone _ -> dropPod(pod.ref());
                case Outcome.Conflicted _, Outcome.Refused _, Outcome.Throttled _, Outcome.Failed _ -> {
                    return Optional.of(outcome);
                }
            }
        }
        return missing.size() > MISSING_MAX
                ? Optional.of(new Outcome.Failed("more pods are missing than can be asked for at once", false))
                : Optional.empty();
    }

    private Optional<Outcome> lookAtRevisions(String namespace) {
        Listing<Boolean> listing = resources.list(Selection.in(ResourceType.CONTROLLER_REVISION, namespace), item -> {
            revisions.overlay(item);
            return true;
        });
        return listing instanceof Listing.Incomplete<Boolean>(Outcome outcome)
                ? Optional.of(outcome)
                : Optional.empty();
    }

    @Override
    public void putPod(JsonNode pod) {
        pods.overlay(pod);
    }

    @Override
    public void dropPod(PodRef pod) {
        pods.overlayDeletion(new ObjectName(pod.namespace(), pod.name()), pod.uid());
    }

    @Override
    public void putRevision(JsonNode revision) {
        revisions.overlay(revision);
    }

    @Override
    public void dropRevision(String namespace, String name, String uid) {
        revisions.overlayDeletion(new ObjectName(namespace, name), uid);
    }

    @Override
    public void close() {
        reflectors.forEach(Reflector::close);
    }
}
