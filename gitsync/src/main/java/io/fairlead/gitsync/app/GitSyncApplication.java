package io.fairlead.gitsync.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.gitops.GitSource;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.kube.SystemTime;
import io.fairlead.kube.Time;
import io.fairlead.kube.discovery.Discovery;
import io.fairlead.kube.fabric.FabricKubeApi;
import io.fairlead.kube.lease.LeaseElector;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The service as a whole: applies the file of sources, then follows them until it is stopped.
public final class GitSyncApplication implements AutoCloseable {
    /// Where Fairlead's own objects live; tenants have no rights here.
    public static final String NAMESPACE = "fairlead-system";

    /// The owner of the fields of everything that comes from Git or from the file of sources.
    private static final String FIELD_MANAGER = "fairlead-gitsync";

    private static final Logger LOG = LoggerFactory.getLogger(GitSyncApplication.class);
    private static final String LEASE = "fairlead-gitsync";
    private static final Duration STOP_MAX = Duration.ofSeconds(20);

    private final Time time = new SystemTime();
    private final FabricKubeApi api;
    private final SourceSet sources;
    private final Map<String, String> namespaces = new LinkedHashMap<>();
    private final DueSources due = new DueSources();
    private final PollSchedule schedule;
    private final LeaseElector elector;
    private final Thread worker;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean isStopping;
    private volatile int exitCode;

    /// The cluster lacks something that the service cannot do without; the message says what to do.
    public static final class UnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnavailableException(String message) {
            super(message);
        }
    }

    private GitSyncApplication(GitSyncOptions options, FabricKubeApi api, SourceFile.Content content) {
        this.api = api;
        Resources resources = new Resources(api, FIELD_MANAGER);
        Discovery discovery = new Discovery(api);
        apply(resources, discovery, content);
        this.sources = new SourceSet(resources, discovery, options.data(), time);
        this.schedule = new PollSchedule(due::add);
        for (GitSource source : content.sources()) {
            String name = source.meta().name();
            namespaces.put(name, source.meta().namespace());
            schedule.every(name, source.spec().interval());
        }
        this.elector = new LeaseElector(
                resources,
                time,
                new LeaseElector.Settings(NAMESPACE, LEASE, options.run(), options.lease()),
                this::lost);
        this.worker = Thread.ofPlatform().name("gitsync-worker").unstarted(this::work);
    }

    /// @throws SourceFile.InvalidException if the file of sources cannot be used
    /// @throws UnavailableException if the API server cannot be reached, or our definitions are not installed
    public static GitSyncApplication start(GitSyncOptions options) throws SourceFile.InvalidException {
        SourceFile.Content content = SourceFile.read(options.source());
        FabricKubeApi api = FabricKubeApi.open(options.kubeconfig(), new SystemTime());
        try {
            GitSyncApplication application = new GitSyncApplication(options, api, content);
            application.elector.start();
            application.worker.start();
            Runtime.getRuntime().addShutdownHook(new Thread(application::stop, "gitsync-stop"));
            return application;
        } catch (RuntimeException e) {
            api.close();
            throw e;
        }
    }

    /// Blocks until the service has stopped; returns the program's exit code.
    public int awaitEnd() {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
        }
        return exitCode;
    }

    /// Without the lease nothing may be written any more; a fresh process starts from the cluster's own state.
    private void lost() {
        if (isStopping) {
            return;
        }
        LOG.error("the lease is lost: the process ends");
        exitCode = 1;
        ended.countDown();
    }

    private static void apply(Resources resources, Discovery discovery, SourceFile.Content content) {
        ObjectNode namespace = JsonNodeFactory.instance.objectNode();
        namespace
                .put("apiVersion", "v1")
                .put("kind", "Namespace")
                .putObject("metadata")
                .put("name", NAMESPACE);
        expect(
                "Namespace " + NAMESPACE,
                resources.apply(ObjectPath.of(ResourceType.NAMESPACE, "", NAMESPACE), namespace, true));
        for (ObjectNode object : content.objects()) {
            String kind = object.path("kind").asText();
            String apiVersion = object.path("apiVersion").asText();
            ResourceType type = switch (discovery.find(apiVersion, kind)) {
                case Discovery.Answer.Served(ResourceType served) -> served;
                case Discovery.Answer.NotServed(String message) ->
                    throw new UnavailableException(
                            message + ": install the definitions first, with 'fairlead reconciler --install'");
                case Discovery.Answer.Unreachable(String message) ->
                    throw new UnavailableException("the API server cannot be reached: " + message);
            };
            JsonNode metadata = object.path("metadata");
            String in = type.isNamespaced() ? metadata.path("namespace").asText() : "";
            String name = metadata.path("name").asText();
            expect(kind + " " + name, resources.apply(ObjectPath.of(type, in, name), object, true));
        }
    }

    private static void expect(String what, Outcome outcome) {
        switch (outcome) {
            case Outcome.Applied _ -> {}
            case Outcome.Conflicted(String message) -> throw new UnavailableException(what + ": " + message);
            case Outcome.Gone(String message) -> throw new UnavailableException(what + ": " + message);
            case Outcome.Refused(int code, String reason, String message) ->
                throw new UnavailableException(what + " is refused: " + code + " " + reason + ": " + message);
            case Outcome.Throttled _ -> throw new UnavailableException(what + ": the API server asks to wait");
            case Outcome.Failed(String message, boolean _) ->
                throw new UnavailableException(what + ": the API server cannot be reached: " + message);
        }
    }

    private void work() {
        while (!isStopping) {
            Optional<String> name = due.take();
            if (name.isEmpty() || !elector.isLeading()) {
                continue;
            }
            try {
                Optional<Duration> soon = sources.pass(namespaces.getOrDefault(name.get(), NAMESPACE), name.get());
                soon.ifPresent(delay -> schedule.at(name.get(), time.now().plus(delay)));
            } catch (RuntimeException e) {
                // A broken assumption or the local disk: this source is tried again at its interval, others go on.
                LOG.error("{}: the pass broke off", name.get(), e);
            }
        }
    }

    /// Ends after the pass that is under way. Safe to call more than once.
    private void stop() {
        if (isStopping) {
            return;
        }
        isStopping = true;
        schedule.close();
        due.close();
        try {
            worker.join(STOP_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        elector.close();
        ended.countDown();
    }

    @Override
    public void close() {
        stop();
        sources.close();
        api.close();
    }
}
