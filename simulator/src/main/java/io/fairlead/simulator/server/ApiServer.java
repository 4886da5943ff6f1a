package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.time.Timeline;
import io.fairlead.simulator.wire.ApiCall;
import io.fairlead.simulator.wire.ApiReply;
import io.fairlead.simulator.wire.StatusException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The model of kube-apiserver. Not thread-safe: whoever lets several threads in holds a lock.
public final class ApiServer {
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

    public ApiServer(Timeline timeline, Options options) {
        this.model = new Model(timeline, options);
        this.dispatch = new Dispatch(model);
        FirstObjects.create(dispatch);
        model.kinds.begin(model.storage.version());
    }

    /// Who may do what from now on; everybody may do everything until then.
    public void authorize(Authorizer authorizer) {
        model.authorizer = authorizer;
    }

    /// What judges writes from now on, beside the kinds' own rules.
    public void admit(Admission admission) {
        model.admission = admission;
    }

    /// Anything but a watch.
    public ApiReply handle(ApiCall call) {
        try {
            return dispatch.handle(call);
        } catch (StatusException e) {
            return e.reply();
        }
    }

    /// A GET with `watch=true`.
    public WatchAnswer watch(ApiCall call) {
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
