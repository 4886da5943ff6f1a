package io.fairlead.gitsync.app;

import io.fairlead.api.gitops.GitSource;
import io.fairlead.gitsync.apply.ObjectApplier;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.Resources;
import io.fairlead.kube.SystemTime;
import io.fairlead.kube.Time;
import io.fairlead.kube.discovery.Discovery;
import io.fairlead.kube.fabric.FabricKubeApi;
import io.fairlead.kube.lease.LeaseElector;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// gitsync as a service: applies the file of sources, then follows them until it is stopped.
///
/// ```java
/// try (GitSyncApplication gitsync = new GitSyncApplication(options)) {
///     gitsync.start();
///     int exitCode = gitsync.awaitEnd();
/// }
/// ```
public final class GitSyncApplication implements AutoCloseable {
    /// Where Fairlead's own objects live; tenants have no rights here.
    public static final String NAMESPACE = "fairlead-system";

    /// How long the write or fetch that is under way may take once the service is told to stop.
    public static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(GitSyncApplication.class);
    private static final String LEASE = "fairlead-gitsync";

    /// How often it is looked whether the watches are filled and this process leads.
    private static final Duration TURN_LOOK = Duration.ofMillis(100);

    private final GitSyncOptions options;
    private final KubeApi api;
    private final Time time;
    private final Resources resources;
    private final Discovery discovery;
    private final Restraints restraints;
    private final LeaseElector elector;
    private final SourceSet sources;
    private final Map<String, String> namespaces = new LinkedHashMap<>();
    private final DueSources due = new DueSources();
    private final PollSchedule schedule;
    private final Thread worker;
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable ApplicationContext context;
    private @Nullable EmbeddedServer server;
    private volatile boolean isClosing;
    private volatile int exitCode;
    private boolean isClosed;

    /// The cluster lacks something that the service cannot do without; the message says what to do.
    public static final class UnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnavailableException(String message) {
            super(message);
        }
    }

    /// On the cluster that the options name.
    public GitSyncApplication(GitSyncOptions options) {
        this(options, new SystemTime());
    }

    private GitSyncApplication(GitSyncOptions options, Time time) {
        this(options, FabricKubeApi.open(options.kubeconfig(), time), time);
    }

    /// On any API server, such as the embedded one; it is closed with the application if it can be.
    public GitSyncApplication(GitSyncOptions options, KubeApi api, Time time) {
        this.options = options;
        this.api = api;
        this.time = time;
        this.resources = new Resources(api, ObjectApplier.FIELD_MANAGER);
        this.discovery = new Discovery(api);
        this.restraints = new Restraints(api, time, name -> wake(name.name()), this::wakeAll);
        this.elector = new LeaseElector(
                resources,
                time,
                new LeaseElector.Settings(NAMESPACE, LEASE, options.run(), options.lease()),
                this::lost);
        this.sources = new SourceSet(resources, discovery, options.data(), restraints, this::mayWrite, time);
        this.schedule = new PollSchedule(due::add);
        this.worker = Thread.ofPlatform().name("gitsync-worker").unstarted(this::work);
    }

    /// Applies the file of sources and begins to follow them, as soon as this process is the leader. Returns once that
    /// is under way; after a failure everything is closed.
    ///
    /// @throws SourceFile.InvalidException if the file of sources cannot be used
    /// @throws UnavailableException if the API server cannot be reached, or our definitions are not installed
    public void start() throws SourceFile.InvalidException {
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

    private synchronized void begin() throws SourceFile.InvalidException {
        SourceFile.Content content = SourceFile.read(options.source());
        new SourceInstaller(resources, discovery).install(content);
        for (GitSource source : content.sources()) {
            namespaces.put(source.meta().name(), source.meta().namespace());
        }
        restraints.start();
        listen();
        elector.start();
        worker.start();
        for (GitSource source : content.sources()) {
            schedule.every(source.meta().name(), source.spec().interval());
        }
        LOG.info("started as {}", options.run());
    }

    private void listen() {
        if (options.httpPort() == 0) {
            return;
        }
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("micronaut.server.port", options.httpPort());
        ApplicationContext started = ApplicationContext.builder()
                .properties(properties)
                .singletons(new Health(api, worker::isAlive, restraints::hasSynced))
                .banner(false)
                .start();
        context = started;
        server = started.getBean(EmbeddedServer.class).start();
    }

    /// Blocks until the service has stopped.
    ///
    /// @return 0 if it was asked to; 1 if it lost its lease
    public int awaitEnd() throws InterruptedException {
        ended.await();
        return exitCode;
    }

    /// Without the lease nothing may be written any more; a fresh process starts from the cluster's own state.
    private void lost() {
        if (!isClosing) {
            LOG.error("the lease is lost: the process ends");
            exitCode = 1;
            Thread.ofPlatform().name("gitsync-stop").start(this::close);
        }
    }

    private boolean mayWrite() {
        return !isClosing && elector.isLeading();
    }

    private void wake(String source) {
        if (namespaces.containsKey(source)) {
            due.add(source);
        }
    }

    private void wakeAll() {
        namespaces.keySet().forEach(due::add);
    }

    private void work() {
        while (awaitTurn()) {
            Optional<String> name = due.take();
            if (name.isEmpty()) {
                return;
            }
            if (!elector.isLeading()) {
                due.add(name.get());
                continue;
            }
            try {
                Optional<Duration> soon = sources.pass(namespaces.getOrDefault(name.get(), NAMESPACE), name.get());
                soon.ifPresent(delay -> schedule.at(name.get(), time.now().plus(delay)));
            } catch (RuntimeException e) {
                if (isClosing) {
                    return;
                }
                // A broken assumption or the local disk: this source is tried again at its interval, others go on.
                LOG.error("{}: the pass broke off", name.get(), e);
            }
        }
    }

    /// Waits until the watches are filled and this process leads; false once it is to end. What falls due meanwhile
    /// waits too: it would not come again before its interval.
    private boolean awaitTurn() {
        while (!isClosing && !(restraints.hasSynced() && elector.isLeading())) {
            try {
                time.sleep(TURN_LOOK);
            } catch (InterruptedException e) {
                return false;
            }
        }
        return !isClosing;
    }

    /// Stops: no further object is written, the write or fetch that is under way ends, the lease is given back.
    @Override
    public synchronized void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        isClosing = true;
        schedule.close();
        due.close();
        try {
            if (!worker.join(STOP_PATIENCE)) {
                LOG.warn("stopped with a pass under way");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalThreadStateException e) {
            LOG.debug("closed before it was started", e);
        }
        restraints.close();
        // Only now: while a pass is under way nobody else may lead.
        elector.close();
        if (server != null) {
            server.stop();
        }
        if (context != null) {
            context.close();
        }
        sources.close();
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
