package io.fairlead.cli.run;

import io.fairlead.gitsync.app.GitSyncApplication;
import io.fairlead.gitsync.app.GitSyncOptions;
import io.fairlead.gitsync.app.SourceFile;
import io.fairlead.server.app.ReconcilerApplication;
import io.fairlead.server.app.ReconcilerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntConsumer;

/// Both services in this process, on one cluster.
public final class Services implements AutoCloseable {
    private static final Duration LEASE = Duration.ofSeconds(15);

    private final ReconcilerApplication reconciler;
    private final GitSyncApplication gitsync;

    private Services(ReconcilerApplication reconciler, GitSyncApplication gitsync) {
        this.reconciler = reconciler;
        this.gitsync = gitsync;
    }

    /// How they are started.
    ///
    /// @param source GitSources and the policies that they name
    /// @param data where mirrors are kept
    /// @param install apply the CustomResourceDefinitions first
    /// @param name of this run among those that compete for the leases; a part that no other run has is added
    public record Settings(Path kubeconfig, Path source, Path data, boolean install, String name) {}

    /// Starts the reconciler, then gitsync.
    ///
    /// @param between is run when the reconciler has prepared the cluster and before gitsync looks at it
    /// @throws SourceFile.InvalidException if the source cannot be used; then nothing runs any more
    public static Services start(Settings settings, Runnable between)
            throws ReconcilerApplication.StartException, SourceFile.InvalidException, InterruptedException {
        String run = settings.name() + "-" + UUID.randomUUID().toString().substring(0, 8);
        Optional<Path> kubeconfig = Optional.of(settings.kubeconfig());
        ReconcilerApplication reconciler = new ReconcilerApplication(
                new ReconcilerOptions(kubeconfig, settings.install(), settings.name() + "-reconciler", 0, LEASE));
        reconciler.start();
        boolean isStarted = false;
        try {
            between.run();
            GitSyncApplication gitsync = new GitSyncApplication(
                    new GitSyncOptions(kubeconfig, settings.source(), settings.data(), run + "-gitsync", 0, LEASE));
            gitsync.start();
            isStarted = true;
            return new Services(reconciler, gitsync);
        } finally {
            if (!isStarted) {
                reconciler.close();
            }
        }
    }

    /// Whether the reconciler acts: a process of another run may still hold the lease.
    public boolean isLeading() {
        return reconciler.isLeading();
    }

    /// Hears once of the first service that ends, with its exit code, on a thread of its own.
    public void onEnd(IntConsumer listener) {
        Thread.ofVirtual().name("reconciler-end").start(() -> tell(reconciler::awaitEnd, listener));
        Thread.ofVirtual().name("gitsync-end").start(() -> tell(gitsync::awaitEnd, listener));
    }

    private interface End {
        int await() throws InterruptedException;
    }

    private static void tell(End end, IntConsumer listener) {
        try {
            listener.accept(end.await());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        gitsync.close();
        reconciler.close();
    }
}
