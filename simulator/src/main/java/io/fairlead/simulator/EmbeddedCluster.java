package io.fairlead.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.ClusterActors.Settings;
import io.fairlead.simulator.admission.HttpsWebhooks;
import io.fairlead.simulator.admission.Webhooks;
import io.fairlead.simulator.http.ApiFront;
import io.fairlead.simulator.http.Kubeconfig;
import io.fairlead.simulator.http.ModelAccess;
import io.fairlead.simulator.http.Tokens;
import io.fairlead.simulator.kubelet.Costs;
import io.fairlead.simulator.kubelet.Nodes;
import io.fairlead.simulator.rbac.RbacAuthorizer;
import io.fairlead.simulator.server.ApiServer;
import io.fairlead.simulator.server.ApiServer.Kept;
import io.fairlead.simulator.state.StateFolder;
import io.fairlead.simulator.time.PacedTimeline;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// A whole cluster in this process, in real time: API server, nodes, kubelets, scheduler and controllers, and the
/// HTTPS
/// front on loopback that kubectl and every other client can use.
///
/// ```java
/// try (EmbeddedCluster cluster = EmbeddedCluster.start(EmbeddedCluster.Options.DEFAULT,
/// Throwable::printStackTrace)) {
///     cluster.kubeconfig().write(Path.of("kubeconfig"));
/// }
/// ```
public final class EmbeddedCluster implements AutoCloseable {
    /// Under which the cluster stands in its kubeconfig.
    public static final String NAME = "fairlead";

    /// How long an Event outlives its cluster's process; as kube-apiserver's `--event-ttl`.
    private static final Duration EVENT_LIFE = Duration.ofHours(1);

    private final ModelAccess model;
    private final PacedTimeline timeline;
    private final ApiFront front;
    private final Kubeconfig kubeconfig;

    /// @param nodes how many
    /// @param pull how long an image takes
    /// @param seed the same seed gives the same uids and generated names
    /// @param port of the front; 0 for any that is free
    /// @param speed how many seconds pass in the cluster in one second
    public record Options(int nodes, Duration pull, long seed, int port, double speed) {
        public static final Options DEFAULT = new Options(6, Duration.ofSeconds(1), 1, 0, 1);
    }

    private record RolesOf(ApiServer server) implements RbacAuthorizer.Roles {
        @Override
        public Optional<ObjectNode> find(ResourceType type, String namespace, String name) {
            return server.find(type, namespace, name);
        }

        @Override
        public List<ObjectNode> in(ResourceType type, String namespace) {
            return namespace.isEmpty() ? server.all(type) : server.allIn(type, namespace);
        }
    }

    private EmbeddedCluster(ModelAccess model, PacedTimeline timeline, ApiFront front, String token) {
        this.model = model;
        this.timeline = timeline;
        this.front = front;
        this.kubeconfig = new Kubeconfig(NAME, front.url(), front.authorityPem(), token);
    }

    /// A new cluster, of which nothing is kept.
    ///
    /// @param failures hears of defects of the model: of requests that ended in 500, of tasks that failed
    /// @throws IOException if the port is taken
    public static EmbeddedCluster start(Options options, Consumer<Throwable> failures) throws IOException {
        return start(options, Optional.empty(), failures);
    }

    /// Goes on with the cluster that a folder holds, or begins one there: objects keep their uids and
    /// resourceVersions, and kubelets go on with the containers that run.
    ///
    /// @param state is the caller's to close, after the cluster
    /// @param failures also hears of what could not be written there: a [StateFolder.WriteException], or a cause of
    ///     one
    public static EmbeddedCluster start(Options options, StateFolder state, Consumer<Throwable> failures)
            throws IOException {
        return start(options, Optional.of(state), failures);
    }

    private static EmbeddedCluster start(Options options, Optional<StateFolder> state, Consumer<Throwable> failures)
            throws IOException {
        ReentrantLock lock = new ReentrantLock();
        Instant now = Instant.now();
        PacedTimeline timeline = new PacedTimeline(now, options.speed(), lock, failures);
        ModelAccess model;
        lock.lock();
        try {
            ApiServer server = server(timeline, options, state, now);
            server.authorize(new RbacAuthorizer(new RolesOf(server)));
            server.admit(new Webhooks(server, new HttpsWebhooks()));
            // Before all others: what they do because of a change comes after it.
            state.ifPresent(server::listen);
            ClusterActors.start(
                    server, timeline, new Settings(options.nodes(), Nodes.PODS_MAX, Costs.pull(options.pull())));
            if (state.flatMap(StateFolder::left).isPresent()) {
                server.tellAgain();
            }
            model = new ModelAccess(server, timeline, lock);
        } finally {
            lock.unlock();
        }
        String token = Tokens.random();
        ApiFront front = ApiFront.start(model, Tokens.admin(token), options.port(), now, failures);
        timeline.start();
        return new EmbeddedCluster(model, timeline, front, token);
    }

    private static ApiServer server(PacedTimeline timeline, Options options, Optional<StateFolder> state, Instant now) {
        ApiServer.Options server = new ApiServer.Options(options.seed(), ApiServer.Options.DEFAULT.watchWindow());
        ApiServer made = state.flatMap(StateFolder::left)
                .map(left -> new ApiServer(timeline, server, left.version(), without(left.objects(), now)))
                .orElseGet(() -> new ApiServer(timeline, server));
        state.ifPresent(folder -> folder.begin(() -> new StateFolder.Contents(made.version(), made.kept())));
        return made;
    }

    /// Events that etcd would have forgotten.
    private static List<Kept> without(List<Kept> objects, Instant now) {
        String oldest = now.minus(EVENT_LIFE).truncatedTo(ChronoUnit.SECONDS).toString();
        return objects.stream()
                .filter(each -> !each.type().kind().equals("Event")
                        || each.object()
                                        .at("/metadata/creationTimestamp")
                                        .asText()
                                        .compareTo(oldest)
                                >= 0)
                .toList();
    }

    /// Finds the cluster and gets in, as its administrator.
    public Kubeconfig kubeconfig() {
        return kubeconfig;
    }

    public ApiFront front() {
        return front;
    }

    /// The model, for those who are in this process: hold the lock while you use it.
    public ModelAccess model() {
        return model;
    }

    /// Ends all connections and stops the clock.
    @Override
    public void close() {
        front.close();
        timeline.close();
    }
}
