package io.fairlead.server.app;

import io.fairlead.kube.KubeApi;
import io.fairlead.kube.lease.LeaseElector;
import io.fairlead.kube.Resources;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Outcome;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fairlead.kube.SystemTime;
import io.fairlead.kube.Time;
import io.fairlead.kube.fabric.FabricKubeApi;
import io.fairlead.server.execute.Leadership;
import io.fairlead.server.run.ReconcileLoop;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The reconciler as a service.
///
/// ```java
/// try (ReconcilerApplication reconciler = new ReconcilerApplication(options)) {
///     reconciler.start();
///     int exitCode = reconciler.awaitEnd();
/// }
/// ```
public final class ReconcilerApplication implements AutoCloseable {
    /// How long the writes that are under way may take once the service is told to stop.
    public static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    /// Where Fairlead's own objects live.
    public static final String NAMESPACE = "fairlead-system";

    private static final String LEASE = "fairlead-reconciler";
    private static final Duration ELECTION_POLL = Duration.ofMillis(20);
    private static final Logger LOG = LoggerFactory.getLogger(ReconcilerApplication.class);

    private final ReconcilerOptions options;
    private final KubeApi api;
    private final Time time;
    private final LeaseElector elector;
    private final Leadership leadership;
    private final ReconcileLoop loop;
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable ApplicationContext context;
    private @Nullable EmbeddedServer server;
    private volatile int exitCode;
    private volatile boolean isStopping;
    private boolean isClosed;

    /// The cluster could not be prepared; the message says why.
    public static final class StartException extends Exception {
        private static final long serialVersionUID = 1;

        StartException(String message) {
            super(message);
        }
    }

    /// On the cluster that the options name.
    public ReconcilerApplication(ReconcilerOptions options) {
        this(options, new SystemTime());
    }

    private ReconcilerApplication(ReconcilerOptions options, Time time) {
        this(options, FabricKubeApi.open(options.kubeconfig(), time), time);
    }

    /// On any API server, such as the embedded one; it is closed with the application if it can be.
    public ReconcilerApplication(ReconcilerOptions options, KubeApi api, Time time) {
        this.options = options;
        this.api = api;
        this.time = time;
        // Leases and ledgers tell runs of a process apart, and the name of a pod or a process id comes again.
        String run = options.identity() + "-" + UUID.randomUUID().toString().substring(0, 8);
        this.elector = new LeaseElector(
                new Resources(api, ReconcileLoop.FIELD_MANAGER),
                new LeaseElector.Candidacy(NAMESPACE, LEASE, run, options.lease()),
                time,
                new LeaseElector.Callbacks(epoch -> LOG.info("leading, epoch {}", epoch), this::lost));
        this.leadership = new ElectedLeader(run, elector);
        this.loop = new ReconcileLoop(api, time, leadership);
    }

    /// Installs what is to be installed, starts to watch and, as the leader, to act. Returns once that is under way.
    public synchronized void start() throws StartException, InterruptedException {
        if (options.install()) {
            Optional<String> failure = new CrdInstaller(api, time).install();
            if (failure.isPresent()) {
                throw new StartException(failure.get());
            }
        }
        ensureNamespace();
        loop.start();
        listen();
        elector.start();
        Thread.ofVirtual().name("await-leadership").start(this::leadWhenElected);
        LOG.info("started as {}", leadership.identity());
    }

    /// Watches run before leadership, so that a successor starts warm.
    private void leadWhenElected() {
        try {
            while (!elector.isLeading()) {
                time.sleep(ELECTION_POLL);
            }
            loop.lead();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Nothing may be written any more; a fresh process starts from the cluster's own state.
    private void lost() {
        if (isStopping) {
            return;
        }
        LOG.error("the lease is lost: the process ends");
        exitCode = 1;
        ended.countDown();
    }

    private void ensureNamespace() throws StartException {
        ObjectNode namespace = JsonNodeFactory.instance.objectNode();
        namespace.put("apiVersion", "v1").put("kind", "Namespace").putObject("metadata").put("name", NAMESPACE);
        Outcome outcome = new Resources(api, ReconcileLoop.FIELD_MANAGER)
                .create(ResourceType.NAMESPACE, "", namespace);
        boolean isThere = outcome instanceof Outcome.Applied
                || (outcome instanceof Outcome.Refused refused && refused.reason().equals("AlreadyExists"));
        if (!isThere) {
            throw new StartException("the namespace " + NAMESPACE + " cannot be made: " + outcome);
        }
    }

    private void listen() {
        if (options.httpPort() == 0) {
            return;
        }
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("micronaut.server.port", options.httpPort());
        ApplicationContext started = ApplicationContext.builder()
                .properties(properties)
                .singletons(new Health(api, loop::hasSynced))
                .banner(false)
                .start();
        context = started;
        server = started.getBean(EmbeddedServer.class).start();
    }

    /// Waits until the service has stopped.
    ///
    /// @return 0 if it was asked to; 1 if it lost its lease
    public int awaitEnd() throws InterruptedException {
        ended.await();
        return exitCode;
    }

    /// Stops: no further key is taken, the writes under way end, the lease is given back.
    @Override
    public synchronized void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        isStopping = true;
        try {
            if (!loop.close(STOP_PATIENCE)) {
                LOG.warn("stopped with writes under way");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        elector.close();
        if (server != null) {
            server.stop();
        }
        if (context != null) {
            context.close();
        }
        if (api instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                LOG.debug("the connection to the API server did not close", e);
            }
        }
        LOG.info("stopped");
        ended.countDown();
    }
}
