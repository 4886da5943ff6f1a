package io.fairlead.gitsync.app;

import io.fairlead.api.gitops.GitSource;
import io.fairlead.gitsync.apply.ObjectApplier;
import io.fairlead.gitsync.git.GitDirectory;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.Resources;
import io.fairlead.kube.Time;
import io.fairlead.kube.discovery.Discovery;
import io.fairlead.kube.lease.LeaseElector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What gitsync does, without the process around it: follows sources as long as it holds the lease. Whoever makes it
/// gives it a thread, in which [#work] makes the passes.
public final class SyncLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SyncLoop.class);
    private static final String LEASE = "fairlead-gitsync";

    /// How often it is looked whether the watches are filled and this process leads.
    private static final Duration TURN_LOOK = Duration.ofMillis(100);

    private final Time time;
    private final Resources resources;
    private final Discovery discovery;
    private final Restraints restraints;
    private final LeaseElector elector;
    private final SourceSet sources;
    private final Map<String, String> namespaces = new LinkedHashMap<>();
    private final DueSources due = new DueSources();
    private final PollSchedule schedule;
    private volatile boolean isStopping;

    /// The world around it.
    ///
    /// @param directories opens the local repositories
    /// @param schedule made with what takes the names of sources that are due
    public record Ports(
            KubeApi api,
            Time time,
            Function<Path, GitDirectory> directories,
            Function<Consumer<String>, PollSchedule> schedule) {}

    /// @param data as [GitSyncOptions#data]
    /// @param run as [GitSyncOptions#run]
    /// @param lease as [GitSyncOptions#lease]
    public record Settings(Path data, String run, Duration lease) {}

    /// @param onLost called when the lease is lost; nothing is written any more, and a fresh one has to begin
    public SyncLoop(Ports ports, Settings settings, Runnable onLost) {
        this.time = ports.time();
        this.resources = new Resources(ports.api(), ObjectApplier.FIELD_MANAGER);
        this.discovery = new Discovery(ports.api());
        this.restraints = new Restraints(ports.api(), time, name -> wake(name.name()), this::wakeAll);
        this.elector = new LeaseElector(
                resources,
                time,
                new LeaseElector.Settings(GitSyncApplication.NAMESPACE, LEASE, settings.run(), settings.lease()),
                onLost);
        this.sources = new SourceSet(
                resources, discovery, ports.directories(), settings.data(), restraints, this::mayWrite, time);
        this.schedule = ports.schedule().apply(due::add);
    }

    /// Brings the sources to the cluster and begins to watch and to compete for the lease.
    ///
    /// @throws GitSyncApplication.UnavailableException if the cluster does not take them
    public void start(SourceFile.Content content) {
        new SourceInstaller(resources, discovery).install(content);
        for (GitSource source : content.sources()) {
            namespaces.put(source.meta().name(), source.meta().namespace());
        }
        restraints.start();
        elector.start();
        for (GitSource source : content.sources()) {
            schedule.every(source.meta().name(), source.spec().interval());
        }
    }

    /// What people say in the cluster is known.
    boolean hasSynced() {
        return restraints.hasSynced();
    }

    private boolean mayWrite() {
        return !isStopping && elector.isLeading();
    }

    private void wake(String source) {
        if (namespaces.containsKey(source)) {
            due.add(source);
        }
    }

    private void wakeAll() {
        namespaces.keySet().forEach(due::add);
    }

    /// Makes passes over what is due, until [#stop].
    public void work() {
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
                Optional<Duration> soon =
                        sources.pass(namespaces.getOrDefault(name.get(), GitSyncApplication.NAMESPACE), name.get());
                soon.ifPresent(delay -> schedule.at(name.get(), time.now().plus(delay)));
            } catch (RuntimeException e) {
                if (isStopping) {
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
        while (!isStopping && !(restraints.hasSynced() && elector.isLeading())) {
            try {
                time.sleep(TURN_LOOK);
            } catch (InterruptedException e) {
                return false;
            }
        }
        return !isStopping;
    }

    /// No further object is written; [#work] ends after the write or fetch that is under way.
    public void stop() {
        isStopping = true;
        schedule.close();
        due.close();
    }

    /// Gives the lease back and closes the local repositories. Only once [#work] has ended: while a pass is under way
    /// nobody else may lead.
    @Override
    public void close() {
        restraints.close();
        elector.close();
        sources.close();
    }
}
