package io.fairlead.server.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.kube.SystemTime;
import io.fairlead.kube.Time;
import io.fairlead.kube.fabric.FabricKubeApi;
import io.fairlead.server.run.ElectedLeader;
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

    private static final Logger LOG = LoggerFactory.getLogger(ReconcilerApplication.class);

    private final ReconcilerOptions options;
    private final KubeApi api;
    private final Time time;
    private final ElectedLeader leader;
    private final String identity;
    private final ReconcileLoop loop;
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable ApplicationContext context;
    private @Nullable EmbeddedServer server;
    private volatile int exitCode;
    private volatile boolean isClosing;
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
        this.leader = new ElectedLeader(
                new Resources(api, ReconcileLoop.FIELD_MANAGER),
                time,
                new ElectedLeader.Candidate(run, options.lease()),
                this::lead,
                this::lost);
        this.loop = new ReconcileLoop(api, time, leader);
        this.identity = run;
    }

    /// Installs what is to be installed, starts to watch and, as the leader, to act. Returns once that is under
    /// way.
    public void start() throws StartException, InterruptedException {
        boolean isStarted = false;
        try {
            begin();
            isStarted = true;
        } finally {
            if (!isStarted) {
                close();
            }
        }
    }

    private synchronized void begin() throws StartException, InterruptedException {
        if (options.install()) {
            Optional<String> failure = new CrdInstaller(api, time).install();
            if (failure.isPresent()) {
                throw new StartException(failure.get());
            }
        }
        ensureNamespace();
        // Watches run before leadership, so that a successor starts warm.
        loop.start();
        listen();
        leader.start();
        LOG.info("started as {}", identity);
    }

    /// The lease needs a place.
    private void ensureNamespace() throws StartException {
        Resources resources = new Resources(api, CrdInstaller.FIELD_MANAGER);
        ObjectPath path = ObjectPath.of(ResourceType.NAMESPACE, "", ElectedLeader.NAMESPACE);
        if (resources.get(path) instanceof Outcome.Applied) {
            return;
        }
        ObjectNode namespace = JsonNodeFactory.instance.objectNode();
        namespace.put("apiVersion", "v1").put("kind", "Namespace");
        namespace.putObject("metadata").put("name", ElectedLeader.NAMESPACE);
        Outcome outcome = resources.create(ResourceType.NAMESPACE, "", namespace);
        boolean isThere = outcome instanceof Outcome.Applied
                || (outcome instanceof Outcome.Refused refused
                        && refused.reason().equals("AlreadyExists"));
        if (!isThere) {
            throw new StartException("the namespace " + ElectedLeader.NAMESPACE + " cannot be made: " + outcome);
        }
    }

    private void lead() {
        LOG.info("leading as {}", identity);
        loop.lead();
    }

    /// Another process may act now, so this one must not go on; a new one starts clean.
    private void lost() {
        if (!isClosing) {
            LOG.error("lost the lease: stopping");
            exitCode = 1;
            Thread.ofPlatform().name("stop").start(this::close);
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

    /// Whether this process acts now.
    public boolean isLeading() {
        return leader.mayWrite();
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
        isClosing = true;
        try {
            if (!loop.close(STOP_PATIENCE)) {
                LOG.warn("stopped with writes under way");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Only now: while writes are under way nobody else may lead.
        leader.close();
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
