package io.fairlead.simulator.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.kube.Selection;
import io.fairlead.kube.lease.LeaseElector;
import io.fairlead.kube.queue.WorkQueue;
import io.fairlead.kube.store.ObjectStore;
import io.fairlead.kube.watch.Reflector;
import io.fairlead.simulator.process.Network.Fate;
import io.fairlead.simulator.process.Network.Moment;
import io.fairlead.simulator.process.Network.Passage;
import io.fairlead.simulator.schedule.Dice;
import io.fairlead.simulator.schedule.VirtualTimeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Production code of `kube` as processes of the simulated world.
class SimProcessTest {
    private static final Duration LATENCY = Duration.ofMillis(3);

    private final Toy server = new Toy();

    private World world(long seed, Network network) {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        return new World(new VirtualTimeline(seed, start), server, network, new Dice(seed));
    }

    private static LeaseElector elector(SimProcess process) {
        return new LeaseElector(
                new Resources(process.api(), "test"),
                process.time(),
                new LeaseElector.Settings("fairlead", "leader", process.name(), Duration.ofSeconds(15)),
                () -> {});
    }

    private static ObjectNode pod(String name) {
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        pod.put("apiVersion", "v1")
                .put("kind", "Pod")
                .putObject("metadata")
                .put("name", name)
                .put("namespace", "shop");
        return pod;
    }

    /// A network that does to the n-th request of the process what the test wants.
    private record Scripted(Network perfect, int at, Fate fate, List<ApiRequest> seen) implements Network {
        private Scripted(int at, Fate fate) {
            this(Network.perfect(LATENCY), at, fate, new ArrayList<>());
        }

        @Override
        public Passage passage(SimProcess process, ApiRequest request) {
            seen.add(request);
            return seen.size() == at ? new Passage(LATENCY, LATENCY, fate) : perfect.passage(process, request);
        }

        @Override
        public Duration lag(SimProcess process, SimWatch watch) {
            return perfect.lag(process, watch);
        }

        @Override
        public boolean coalesces(SimProcess process, SimWatch watch) {
            return false;
        }

        @Override
        public boolean repeats(SimProcess process, SimWatch watch) {
            return false;
        }
    }

    @Test
    @DisplayName("F14 F15 electors, killed and paused by the seed: one leader at a time, and a new one within 20 s")
    void oneLeaderAtATime() {
        Set<Long> hashes = new LinkedHashSet<>();
        for (long seed = 1; seed <= 20; seed++) {
            hashes.add(elect(seed));
        }
        server.objects.clear();
        assertThat(elect(7)).isIn(hashes);
        assertThat(hashes).hasSize(20);
    }

    private long elect(long seed) {
        server.objects.clear();
        World world = world(seed, Network.perfect(LATENCY));
        Dice dice = new Dice(seed).split("faults");
        List<SimProcess> processes = new ArrayList<>();
        LinkedHashMap<SimProcess, LeaseElector> electors = new LinkedHashMap<>();
        int runs = 0;
        long leaderless = 0;
        for (int second = 0; second < 600; second++) {
            while (processes.size() < 2) {
                leaderless = 0;
                SimProcess process = new SimProcess(world, "r", "r." + runs++);
                processes.add(process);
                process.start(() -> {
                    LeaseElector elector = elector(process);
                    electors.put(process, elector);
                    elector.start();
                });
            }
            SimProcess victim = processes.get(dice.below(2));
            switch (dice.below(40)) {
                case 0 -> {
                    victim.end("killed");
                    leaderless = 0;
                    processes.remove(victim);
                    electors.remove(victim);
                }
                case 1 -> victim.pause();
                default -> victim.resume();
            }
            world.timeline().runFor(Duration.ofSeconds(1));
            // One that has lost its lease never takes it again.
            electors.forEach((process, elector) -> {
                if (elector.epoch() >= 0 && !elector.isLeading()) {
                    processes.remove(process);
                }
            });
            electors.keySet().retainAll(processes);
            long leading =
                    electors.values().stream().filter(LeaseElector::isLeading).count();
            boolean isPaused = processes.stream().anyMatch(each -> each.lane().isPaused());
            leaderless = leading == 0 && !isPaused ? leaderless + 1 : 0;
            assertThat(leading).isLessThanOrEqualTo(1);
            assertThat(leaderless).isLessThan(20);
        }
        return world.timeline().journal().hash();
    }

    private List<Outcome> createPod(Network network) {
        World world = world(1, network);
        SimProcess process = new SimProcess(world, "client", "client.1");
        List<Outcome> outcomes = new ArrayList<>();
        process.start(() ->
                outcomes.add(new Resources(process.api(), "test").create(ResourceType.POD, "shop", pod("web-1"))));
        world.timeline().runFor(Duration.ofMinutes(2));
        return outcomes;
    }

    private boolean isStored() {
        return server.objects.containsKey(
                ObjectPath.of(ResourceType.POD, "shop", "web-1").path());
    }

    @Test
    @DisplayName("F01 killed before it sends: nothing happened")
    void killedBeforeSend() {
        assertThat(createPod(new Scripted(1, new Fate.Killed(Moment.BEFORE_SEND))))
                .isEmpty();
        assertThat(isStored()).isFalse();
    }

    @Test
    @DisplayName("F01 killed before the answer, or right after it: the write stands")
    void killedAfterSend() {
        assertThat(createPod(new Scripted(1, new Fate.Killed(Moment.BEFORE_ANSWER))))
                .isEmpty();
        assertThat(isStored()).isTrue();
        server.objects.clear();
        assertThat(createPod(new Scripted(1, new Fate.Killed(Moment.AFTER_ANSWER))))
                .isEmpty();
        assertThat(isStored()).isTrue();
    }

    @Test
    @DisplayName("F11 an answer that is lost leaves the outcome unknown")
    void answerLost() {
        assertThat(createPod(new Scripted(1, new Fate.AnswerLost(Duration.ofSeconds(30)))))
                .singleElement()
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.isUnknown()).isTrue());
        assertThat(isStored()).isTrue();
    }

    @Test
    @DisplayName("F09 something on the way answers with 429")
    void throttled() {
        Network network = new Scripted(
                1,
                new Fate.Answered(new io.fairlead.kube.ApiResponse(
                        429, JsonNodeFactory.instance.objectNode(), Optional.of(Duration.ofSeconds(7)))));
        assertThat(createPod(network)).containsExactly(new Outcome.Throttled(Duration.ofSeconds(7)));
        assertThat(isStored()).isFalse();
    }

    @Test
    @DisplayName("F03 F07 a reflector's store lags, freezes, loses its watch, and is right again")
    void aWatchFails() {
        World world = world(1, Network.perfect(LATENCY));
        SimProcess process = new SimProcess(world, "client", "client.1");
        ObjectStore<String> store =
                new ObjectStore<>(object -> object.path("metadata").path("name").asText(), new LinkedHashMap<>());
        Reflector<String> reflector = new Reflector<>(
                process.api(), Selection.in(ResourceType.POD, "shop"), store, process.time(), process.time()::random);
        process.start(reflector::start);
        Resources admin = admin(world);
        world.timeline().runFor(Duration.ofSeconds(1));
        put(world, admin, "a");
        assertThat(store.all()).hasSize(1);

        process.watches().getFirst().freeze();
        put(world, admin, "b");
        assertThat(store.all()).hasSize(1);
        process.watches().getFirst().thaw();
        world.timeline().runFor(Duration.ofSeconds(1));
        assertThat(store.all()).hasSize(2);

        process.watches().getFirst().freeze();
        put(world, admin, "c");
        process.watches().getFirst().disconnect(0);
        world.timeline().runFor(Duration.ofSeconds(1));
        assertThat(store.all()).hasSize(3);

        process.watches().getFirst().expire();
        put(world, admin, "d");
        world.timeline().runFor(Duration.ofSeconds(1));
        assertThat(store.all()).hasSize(4);

        process.watches().getFirst().freeze();
        put(world, admin, "e");
        world.timeline().runFor(Duration.ofMinutes(4));
        assertThat(store.all()).hasSize(5);
    }

    private static Resources admin(World world) {
        return new Resources(new SimProcess(world, "admin", "admin").api(), "admin");
    }

    private void put(World world, Resources admin, String name) {
        world.timeline().lane("admin " + name).start("put", () -> {
            var _ = admin.create(ResourceType.POD, "shop", pod(name));
        });
        world.timeline().runFor(Duration.ofSeconds(1));
    }

    @Test
    @DisplayName("F28 workers of a queue wait on the virtual clock; nothing is lost")
    void workersOfAQueue() {
        World world = world(3, Network.perfect(LATENCY));
        SimProcess process = new SimProcess(world, "client", "client.1");
        WorkQueue<String> queue = new WorkQueue<>(process.time(), process.time()::random);
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            process.lane().start("worker", () -> {
                try {
                    for (Optional<String> key = queue.take(); key.isPresent(); key = queue.take()) {
                        process.time().sleep(Duration.ofMillis(50));
                        runs.add(key.get() + " " + world.timeline().moment());
                        queue.done(key.get(), new WorkQueue.Next.After(Duration.ofSeconds(10)));
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        process.start(() -> {
            queue.add("a", 0, Duration.ofSeconds(1));
            queue.add("b", 0, Duration.ofSeconds(5));
            queue.add("c");
        });
        world.timeline().runFor(Duration.ofSeconds(14));
        assertThat(runs)
                .containsExactly(
                        "c +00:00:00.050", "a +00:00:01.050", "b +00:00:05.050", "c +00:00:10.100", "a +00:00:11.100");
    }
}
