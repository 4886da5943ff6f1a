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
import io.fairlead.simulator.time.PacedTimeline;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
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

    /// @param failures hears of defects of the model: of requests that ended in 500, of tasks that failed
    /// @throws IOException if the port is taken
    public static EmbeddedCluster start(Options options, Consumer<Throwable> failures) throws IOException {
        ReentrantLock lock = new ReentrantLock();
        Instant now = Instant.now();
        PacedTimeline timeline = new PacedTimeline(now, options.speed(), lock, failures);
        ModelAccess model;
        lock.lock();
        try {
            ApiServer server = new ApiServer(
                    timeline, new ApiServer.Options(options.seed(), ApiServer.Options.DEFAULT.watchWindow()));
            server.authorize(new RbacAuthorizer(new RolesOf(server)));
            server.admit(new Webhooks(server, new HttpsWebhooks()));
            ClusterActors.start(
                    server, timeline, new Settings(options.nodes(), Nodes.PODS_MAX, Costs.pull(options.pull())));
            model = new ModelAccess(server, timeline, lock);
        } finally {
            lock.unlock();
        }
        String token = Tokens.random();
        ApiFront front = ApiFront.start(model, Tokens.admin(token), options.port(), now, failures);
        timeline.start();
        return new EmbeddedCluster(model, timeline, front, token);
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

    /// Ends all connections and stops the clock. Nothing is kept.
    @Override
    public void close() {
        front.close();
        timeline.close();
    }
}
