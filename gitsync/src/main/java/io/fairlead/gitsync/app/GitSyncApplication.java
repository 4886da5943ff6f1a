package io.fairlead.gitsync.app;

import io.fairlead.gitsync.git.GitDirectory;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.SystemTime;
import io.fairlead.kube.Time;
import io.fairlead.kube.fabric.FabricKubeApi;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
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

    private final GitSyncOptions options;
    private final KubeApi api;
    private final SyncLoop loop;
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
        this.loop = new SyncLoop(
                new SyncLoop.Ports(api, time, GitDirectory::open, QuartzSchedule::new),
                new SyncLoop.Settings(options.data(), options.run(), options.lease()),
                this::lost);
        this.worker = Thread.ofPlatform().name("gitsync-worker").unstarted(loop::work);
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
        loop.start(SourceFile.read(options.source()));
        listen();
        worker.start();
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
                .singletons(new Health(api, worker::isAlive, loop::hasSynced))
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

    /// Stops: no further object is written, the write or fetch that is under way ends, the lease is given back.
    @Override
    public synchronized void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        isClosing = true;
        loop.stop();
        try {
            if (!worker.join(STOP_PATIENCE)) {
                LOG.warn("stopped with a pass under way");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalThreadStateException e) {
            LOG.debug("closed before it was started", e);
        }
        // Only now: while a pass is under way nobody else may lead.
        loop.close();
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
