package io.fairlead.kube.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.Resources;
import io.fairlead.kube.Selection;
import io.fairlead.kube.Time;
import io.fairlead.kube.WatchStream;
import io.fairlead.kube.store.ObjectStore;
import io.fairlead.kube.store.Stored;
import java.time.Duration;
import java.util.SequencedMap;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Feeds one store from one list and watch. [#start] runs it on a thread of its own; [#step] is one turn of
/// it, for those who bring their own thread and clock.
public final class Reflector<V> implements AutoCloseable {
    /// The server is asked to end a watch after this long, or up to twice as long (random), so that no
    /// watch outlives its server's replacement by much.
    public static final Duration WATCH_MIN = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(Reflector.class);

    private final KubeApi api;
    private final Resources resources;
    private final Selection selection;
    private final ObjectStore<V> store;
    private final Time time;
    private final DoubleSupplier random;
    private final ReflectorState state;
    private volatile boolean isClosed;
    private volatile boolean hasSynced;
    private volatile @Nullable WatchStream open;
    private volatile @Nullable Thread thread;

    /// @param random from [0, 1); called by the reflecting thread only
    public Reflector(KubeApi api, Selection selection, ObjectStore<V> store, Time time, DoubleSupplier random) {
        this.api = api;
        this.resources = new Resources(api, "");
        this.selection = selection;
        this.store = store;
        this.time = time;
        this.random = random;
        this.state = new ReflectorState(random);
    }

    /// True once the store has held a whole list; false again if what the server sends cannot be read.
    /// No decision that destroys anything may rest on a store that has not synced.
    public boolean hasSynced() {
        return hasSynced;
    }

    public void start() {
        thread = time.start("reflector " + selection.type().plural(), this::run);
    }

    private void run() {
        while (!isClosed) {
            Duration wait = step();
            try {
                time.sleep(wait);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /// One list, or one watch from its opening to its end.
    ///
    /// @return how long to wait before the next step
    public Duration step() {
        Duration wait;
        try {
            wait = switch (state.next()) {
                case ReflectorState.Next.ListAll() -> list();
                case ReflectorState.Next.WatchFrom(String version) -> watch(version);
            };
        } catch (RuntimeException e) {
            // A defect of a projector or a listener. The thread must not die of it, or the store would grow old
            // unnoticed.
            LOG.error(
                    "the {} that the API server sent could not be read",
                    selection.type().plural(),
                    e);
            wait = state.unreadable();
        }
        hasSynced = state.hasSynced();
        return wait;
    }

    private Duration list() {
        return switch (resources.list(selection, store::project)) {
            case Resources.Listing.Complete<Stored<V>>(var items, String version) -> {
                store.replaceStored(items, version);
                state.listed(version);
                yield Duration.ZERO;
            }
            case Resources.Listing.Incomplete<Stored<V>>(var outcome) -> {
                LOG.warn("no list of {}: {}", selection.type().plural(), outcome);
                yield state.listFailed();
            }
        };
    }

    private Duration watch(String version) {
        try (WatchStream stream = api.watch(request(version))) {
            open = stream;
            state.opened(time.nanos());
            while (true) {
                switch (isClosed ? new WatchStream.End(200, "stopped") : stream.next()) {
                    case WatchStream.Event event -> take(event);
                    case WatchStream.End(int code, String message) -> {
                        LOG.debug("watch of {} over: {} {}", selection.type().plural(), code, message);
                        return state.ended(code, time.nanos());
                    }
                }
            }
        } finally {
            open = null;
        }
    }

    private void take(WatchStream.Event event) {
        JsonNode object = event.object();
        switch (event.type()) {
            case "ADDED", "MODIFIED" -> store.changed(object);
            case "DELETED" -> store.deleted(object);
            case "BOOKMARK" -> store.passed(version(object));
            case "ERROR" -> {
                LOG.info(
                        "watch of {}: {}",
                        selection.type().plural(),
                        object.path("message").asText(""));
                state.error(object.path("code").asInt(0), object.path("reason").asText(""));
                return;
            }
            default ->
                LOG.warn("watch of {}: unknown event {}", selection.type().plural(), event.type());
        }
        state.progressed(version(object), time.nanos());
    }

    private static String version(JsonNode object) {
        return object.path("metadata").path("resourceVersion").asText("");
    }

    private ApiRequest request(String version) {
        SequencedMap<String, String> query = selection.query();
        query.put("watch", "true");
        query.put("allowWatchBookmarks", "true");
        query.put("resourceVersion", version);
        long seconds = (long) (WATCH_MIN.toSeconds() * (1 + random.getAsDouble()));
        query.put("timeoutSeconds", Long.toString(seconds));
        return new ApiRequest(
                ApiRequest.Verb.GET,
                selection.path(),
                query,
                ApiRequest.ContentType.JSON,
                null,
                ReflectorState.SILENCE_MAX);
    }

    /// Ends the watch and the thread; the store keeps what it holds.
    @Override
    public void close() {
        isClosed = true;
        WatchStream stream = open;
        if (stream != null) {
            stream.close();
        }
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
