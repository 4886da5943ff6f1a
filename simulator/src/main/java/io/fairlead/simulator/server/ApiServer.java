package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.time.Timeline;
import io.fairlead.simulator.wire.ApiCall;
import io.fairlead.simulator.wire.ApiReply;
import io.fairlead.simulator.wire.StatusException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The model of kube-apiserver. Not thread-safe: whoever lets several threads in holds a lock.
public final class ApiServer {
    private static final long UID_SPREAD = 0x9E3779B97F4A7C15L;

    private final Model model;
    private final Dispatch dispatch;

    /// @param uidSeed the same seed gives the same uids
    /// @param watchWindow changes of each kind that are kept for watches to go on from; older resourceVersions are
    ///     answered with 410
    public record Options(long uidSeed, int watchWindow) {
        public static final Options DEFAULT = new Options(1, 10_000);
    }

    /// What a watch request is answered with.
    public sealed interface WatchAnswer {
        record Opened(WatchFeed feed) implements WatchAnswer {}

        record Refused(ApiReply reply) implements WatchAnswer {}
    }

    /// An object with the type in whose version it is stored.
    public record Stored(ResourceType type, ObjectNode object) {}

    /// An object as another server left it.
    ///
    /// @param type in its storage version
    public record Kept(ResourceType type, ObjectNode object) {
        private String key() {
            return KindTable.key(
                    type.isNamespaced() ? Trees.text(object, "metadata", "namespace") : "", Metadata.name(object));
        }
    }

    public ApiServer(Timeline timeline, Options options) {
        this.model = new Model(timeline, options, options.uidSeed());
        this.dispatch = new Dispatch(model);
        FirstObjects.create(dispatch);
        model.kinds.begin(model.storage.version());
    }

    /// Goes on with what another server left: the same objects, uids and resourceVersions. Custom kinds are served, and
    /// listeners hear of the objects, once [#tellAgain] is called.
    ///
    /// @param version the newest that the other server gave
    public ApiServer(Timeline timeline, Options options, long version, List<Kept> objects) {
        // Not the chance of the other server over again: its uids and names are taken.
        this.model = new Model(timeline, options, options.uidSeed() ^ (version * UID_SPREAD));
        this.dispatch = new Dispatch(model);
        for (Kept each : objects) {
            KindTable known = model.kinds.tableOf(each.type());
            model.storage.restore(known == null ? model.kinds.table(each.type()) : known, each.key(), each.object());
        }
        model.storage.continueFrom(version);
        model.kinds.begin(version);
    }

    /// Tells all listeners of everything that is stored, as of creations, the longest unchanged objects first.
    public void tellAgain() {
        model.storage.tellAgain(model.kinds.tables());
    }

    /// Everything that is stored, the longest unchanged objects first.
    public List<Kept> kept() {
        List<Kept> all = new ArrayList<>();
        for (KindTable table : model.kinds.tables()) {
            for (ObjectNode each : table.all().values()) {
                // Answers to reviews have no name, and nobody asks for them again.
                if (!Metadata.name(each).isEmpty()) {
                    all.add(new Kept(table.type(), each));
                }
            }
        }
        all.sort(Comparator.comparingLong(each -> Trees.resourceVersion(each.object())));
        return all;
    }

    /// Who may do what from now on; everybody may do everything until then.
    public void authorize(Authorizer authorizer) {
        model.authorizer = authorizer;
    }

    /// What judges writes from now on, beside the kinds' own rules.
    public void admit(Admission admission) {
        model.admission = admission;
    }

    /// What the server has done so far.
    ///
    /// @param requests of all clients, refused ones and dry runs included
    /// @param watchEvents events and bookmarks given to watches
    public record Work(long requests, long watchEvents) {
        public long events() {
            return requests + watchEvents;
        }
    }

    public Work work() {
        return new Work(model.requests, model.watchEvents);
    }

    /// Anything but a watch.
    public ApiReply handle(ApiCall call) {
        model.requests++;
        try {
            return dispatch.handle(call);
        } catch (StatusException e) {
            return e.reply();
        }
    }

    /// A GET with `watch=true`.
    public WatchAnswer watch(ApiCall call) {
        model.requests++;
        try {
            // The path of one object is read, not watched, whatever the query says.
            return Route.parse(call.path()).isWatchable()
                    ? dispatch.watch(call)
                    : new WatchAnswer.Refused(dispatch.handle(call));
        } catch (StatusException e) {
            return new WatchAnswer.Refused(e.reply());
        }
    }

    public void listen(CommitListener listener) {
        model.storage.listen(listener);
    }

    /// A stored object, in its storage version; not to be changed.
    public Optional<ObjectNode> find(ResourceType type, String namespace, String name) {
        KindTable table = model.kinds.tableOf(type);
        return table == null ? Optional.empty() : Optional.ofNullable(table.get(KindTable.key(namespace, name)));
    }

    /// All stored objects of a type, by namespace and name.
    public List<ObjectNode> all(ResourceType type) {
        KindTable table = model.kinds.tableOf(type);
        return table == null ? List.of() : List.copyOf(table.all().values());
    }

    /// The stored objects of a type in one namespace, by name.
    public List<ObjectNode> allIn(ResourceType type, String namespace) {
        KindTable table = model.kinds.tableOf(type);
        return table == null ? List.of() : List.copyOf(table.in(namespace).values());
    }

    /// The object with a uid.
    public Optional<Stored> byUid(String uid) {
        return Optional.ofNullable(model.storage.byUid(uid)).flatMap(ApiServer::stored);
    }

    /// The objects that name an object as their owner, the longest owned ones first.
    public List<Stored> byOwner(String uid) {
        List<Stored> owned = new ArrayList<>();
        model.storage.byOwner(uid).forEach(place -> stored(place).ifPresent(owned::add));
        return owned;
    }

    private static Optional<Stored> stored(Storage.Place place) {
        return Optional.ofNullable(place.object())
                .map(object -> new Stored(place.table().type(), object));
    }

    /// The newest resourceVersion.
    public long version() {
        return model.storage.version();
    }

    /// All kinds that are served now, in all their versions.
    public Collection<ServedKind> kinds() {
        return model.kinds.all().stream().map(Registration::served).toList();
    }
}
