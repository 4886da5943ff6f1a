package io.fairlead.cli.simulate;

import io.fairlead.api.Crds;
import io.fairlead.server.app.ReconcilerApplication;
import io.fairlead.server.app.ReconcilerOptions;
import io.fairlead.server.run.ElectedLeader;
import io.fairlead.simulator.ClusterActors;
import io.fairlead.simulator.http.ApiFront;
import io.fairlead.simulator.http.Kubeconfig;
import io.fairlead.simulator.http.ModelAccess;
import io.fairlead.simulator.http.Tokens;
import io.fairlead.simulator.invariant.Approvals;
import io.fairlead.simulator.invariant.InvariantChecker;
import io.fairlead.simulator.invariant.Violation;
import io.fairlead.simulator.kubelet.Costs;
import io.fairlead.simulator.kubelet.Nodes;
import io.fairlead.simulator.schedule.Dice;
import io.fairlead.simulator.server.ApiServer;
import io.fairlead.simulator.time.PacedTimeline;
import io.fairlead.simulator.wire.ApiCall;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// One run of the reconciler, whole, in real time: through its own client, TLS and a proxy that spoils connections.
/// The owner's moves and the proxy's faults follow from the seed; what happens between them does not.
final class HttpRun implements AutoCloseable {
    private static final Duration TURMOIL = Duration.ofSeconds(6);
    private static final int BETWEEN_MOVES_MILLIS_MAX = 700;
    private static final Duration SETTLING_MAX = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration LEASE = Duration.ofSeconds(15);

    /// A view is read live after 10 s of silence; a stalled connection and a request's own patience add to that.
    private static final Duration VIEW_AGE = Duration.ofMinutes(1);

    private static final List<String> WORKLOADS = List.of("lab/alpha", "lab/beta");
    private static final int NODES = 3;
    private static final int STARTS_MAX = 20;

    private final long seed;
    private final ReentrantLock lock = new ReentrantLock();
    /// Told of by the threads of clock and front, too.
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final PacedTimeline timeline;
    private final ApiServer server;
    private final InvariantChecker checker;
    private final ApiFront front;
    private final FaultProxy proxy;
    private final Owner owner;
    private final Dice dice;
    private final Path kubeconfig;

    HttpRun(long seed, Path folder) throws IOException {
        this.seed = seed;
        this.dice = new Dice(seed).split("over HTTP");
        Instant now = Instant.now();
        this.timeline = new PacedTimeline(now, 1, lock, failure -> problems.add("the model failed: " + failure));
        this.checker = new InvariantChecker(new InvariantChecker.Setting(
                timeline::now,
                () -> Duration.between(now, timeline.now()).toString(),
                () -> VIEW_AGE,
                () -> Duration.ofSeconds(2),
                Approvals.ANY));
        lock.lock();
        try {
            this.server = new ApiServer(timeline, new ApiServer.Options(seed, 300));
            server.listen(checker);
            ClusterActors.start(
                    server,
                    timeline,
                    new ClusterActors.Settings(NODES, Nodes.PODS_MAX, Costs.pull(Duration.ofMillis(dice.below(300)))));
            this.owner = new Owner((_, _) -> {}, server, new Dice(seed).split("owner"));
        } finally {
            lock.unlock();
        }
        String token = Tokens.random();
        SequencedMap<String, ApiCall.User> users = new LinkedHashMap<>();
        users.put(token, new ApiCall.User("reconciler-" + seed, List.of("system:masters", "system:authenticated")));
        this.front = ApiFront.start(
                new ModelAccess(server, timeline, lock),
                new Tokens(users),
                0,
                now,
                failure -> problems.add("a request failed: " + failure));
        this.proxy = new FaultProxy(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), front.port()), dice.split("proxy"));
        this.kubeconfig = folder.resolve("kubeconfig-" + seed);
        new Kubeconfig("http", "https://127.0.0.1:" + proxy.port(), front.authorityPem(), token).write(kubeconfig);
        timeline.start();
    }

    FaultProxy proxy() {
        return proxy;
    }

    /// @return what went wrong
    List<String> run() throws InterruptedException {
        inside(this::setUp);
        ReconcilerOptions options =
                new ReconcilerOptions(Optional.of(kubeconfig), false, "reconciler-" + seed, 0, LEASE);
        try (ReconcilerApplication _ = start(options)) {
            long end = System.nanoTime() + TURMOIL.toNanos();
            while (System.nanoTime() < end) {
                Thread.sleep(dice.below(BETWEEN_MOVES_MILLIS_MAX));
                inside(() -> {
                    owner.move(WORKLOADS);
                    return true;
                });
            }
            proxy.calm();
            inside(() -> {
                owner.settle(WORKLOADS);
                return true;
            });
            awaitSettled();
        }
        problems.addAll(inside(
                () -> checker.violations().stream().map(Violation::toString).toList()));
        return List.copyOf(problems);
    }

    /// A process that cannot reach the API server at its start ends, and is started again by whoever keeps it.
    private static ReconcilerApplication start(ReconcilerOptions options) throws InterruptedException {
        for (int starts = 1; ; starts++) {
            ReconcilerApplication reconciler = new ReconcilerApplication(options);
            try {
                reconciler.start();
                return reconciler;
            } catch (ReconcilerApplication.StartException e) {
                if (starts == STARTS_MAX) {
                    throw new IllegalStateException("did not start " + starts + " times", e);
                }
            }
        }
    }

    private boolean setUp() {
        Crds.names().forEach(owner::define);
        owner.namespace(ElectedLeader.NAMESPACE);
        owner.namespace("lab");
        return true;
    }

    private void awaitSettled() throws InterruptedException {
        long end = System.nanoTime() + SETTLING_MAX.toNanos();
        int settledLooks = 0;
        List<String> unsettled = List.of();
        while (settledLooks < 3) {
            Thread.sleep(LOOK);
            unsettled = inside(checker::unsettled);
            settledLooks = unsettled.isEmpty() ? settledLooks + 1 : 0;
            if (System.nanoTime() > end) {
                unsettled.forEach(each -> problems.add("not settled within " + SETTLING_MAX + ": " + each));
                return;
            }
        }
    }

    private <T> T inside(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        front.close();
        timeline.close();
    }
}
