package io.fairlead.server.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.engine.Plan.Budget;
import io.fairlead.engine.PodView.PodRef;
import io.fairlead.server.execute.Ledger.Grant;
import io.fairlead.server.execute.Ledger.Leader;
import io.fairlead.server.execute.Ledger.Wish;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A model of two leaders that both believe in themselves, each with its own stale view, its own cached ledger,
/// crashes and plans given up half-way, on random schedules. Nothing but these processes takes pods out of service,
/// so after every accepted disruptive write S1 has to hold exactly. A failing seed is named by the test and replays
/// alone.
class LedgerModelTest {
    private static final int SEEDS = 4000;
    private static final int ACTIONS = 120;

    @ParameterizedTest
    @CsvSource({"2,1,5,5", "3,1,5,5", "3,2,5,5", "4,1,5,6", "5,2,5,5", "6,3,5,6"})
    @DisplayName("F15 S1 two leaders with stale views never exceed the budget together")
    void budgetHolds(int pods, int maxUnavailable, long firstEpoch, long secondEpoch) {
        int disruptions = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            World world = new World(pods, maxUnavailable, seed);
            Contender first = new Contender(world, firstEpoch);
            Contender second = new Contender(world, secondEpoch);
            for (int i = 0; i < ACTIONS; i++) {
                int dice = world.random.nextInt(9);
                if (dice < 4) {
                    first.act();
                } else if (dice < 8) {
                    second.act();
                } else {
                    world.recoverOne();
                }
            }
            disruptions += world.disruptions;
        }
        // The model is of no use where nothing happens.
        assertThat(disruptions).isGreaterThan(SEEDS);
    }

    @Test
    @DisplayName("a model whose processes ignore the claims does break the budget")
    void modelCanFail() {
        int broken = 0;
        for (long seed = 0; seed < 200; seed++) {
            World world = new World(3, 1, seed);
            Contender first = new Contender(world, 5);
            Contender second = new Contender(world, 5);
            first.ignoresClaims = true;
            second.ignoresClaims = true;
            try {
                for (int i = 0; i < ACTIONS; i++) {
                    (world.random.nextBoolean() ? first : second).act();
                }
            } catch (AssertionError e) {
                broken++;
            }
        }
        assertThat(broken).isPositive();
    }

    private record Pod(int number, long version, boolean isAvailable, boolean isUpdated) {
        String uid() {
            return "pod-" + number;
        }
    }

    /// The API server and the kubelets.
    private static final class World {
        private final Random random;
        private final long seed;
        private final int maxUnavailable;
        private final List<Pod> pods = new ArrayList<>();
        private final List<Pod> log = new ArrayList<>();
        private long version = 100;
        private Ledger ledger = Ledger.EMPTY;
        private long ledgerVersion;
        private long clock;
        private int disruptions;

        World(int replicas, int maxUnavailable, long seed) {
            this.random = new Random(seed);
            this.seed = seed;
            this.maxUnavailable = maxUnavailable;
            for (int i = 0; i < replicas; i++) {
                pods.add(new Pod(i, ++version, true, false));
                log.add(pods.get(i));
            }
        }

        long available() {
            return pods.stream().filter(Pod::isAvailable).count();
        }

        Pod change(Pod next) {
            pods.set(next.number(), next);
            log.add(next);
            return next;
        }

        void disrupt(Pod pod) {
            change(new Pod(pod.number(), ++version, false, false));
            disruptions++;
            assertThat(available())
                    .as("available pods after a disruption, seed %d", seed)
                    .isGreaterThanOrEqualTo(pods.size() - maxUnavailable);
        }

        void recoverOne() {
            pods.stream()
                    .filter(pod -> !pod.isAvailable())
                    .findFirst()
                    .ifPresent(pod -> change(new Pod(pod.number(), ++version, true, random.nextBoolean())));
        }
    }

    /// One leader: the shell around [Ledger#grant], reduced to what matters for S1.
    private static final class Contender {
        private final World world;
        private final long epoch;
        private boolean ignoresClaims;
        private String identity;
        private int seenEvents;
        private Map<Integer, Pod> own = new LinkedHashMap<>();
        private Map<Integer, Pod> view = new LinkedHashMap<>();
        private List<PodRef> wanted = List.of();
        private long available;
        private long lookedLive = -1;
        private Ledger cached = Ledger.EMPTY;
        private long cachedVersion = -1;
        private long cachedAt;
        private Map<String, PodRef> claimed = new LinkedHashMap<>();
        private Set<String> returnable = new LinkedHashSet<>();

        Contender(World world, long epoch) {
            this.world = world;
            this.epoch = epoch;
            this.identity = "process-" + epoch + "-" + System.identityHashCode(this);
            this.seenEvents = world.log.size();
            plan();
        }

        void act() {
            switch (world.random.nextInt(8)) {
                case 0 -> seenEvents += world.random.nextInt(world.log.size() - seenEvents + 1);
                case 1 -> plan();
                case 2, 3 -> claim();
                case 4, 5 -> writeOne();
                case 6 -> {
                    if (world.random.nextInt(5) == 0) {
                        crash();
                    }
                }
                default -> giveUpOne();
            }
        }

        private void plan() {
            Map<Integer, Pod> now = new LinkedHashMap<>();
            for (Pod pod : world.log.subList(0, seenEvents)) {
                now.put(pod.number(), pod);
            }
            own.forEach((number, pod) -> now.merge(number, pod, (a, b) -> a.version() > b.version() ? a : b));
            view = now;
            available = now.values().stream().filter(Pod::isAvailable).count();
            List<Pod> candidates = new ArrayList<>(now.values());
            // Two engines never have to agree on the order of pods.
            Collections.shuffle(candidates, world.random);
            wanted = candidates.stream()
                    .filter(pod -> pod.isAvailable() && !pod.isUpdated())
                    .map(pod -> new PodRef("ns", pod.uid(), pod.uid(), Long.toString(pod.version())))
                    .limit(Math.max(0, available - (world.pods.size() - world.maxUnavailable)))
                    .toList();
        }

        private void claim() {
            if (cachedVersion < 0) {
                cached = world.ledger;
                cachedVersion = world.ledgerVersion;
                cachedAt = ++world.clock;
                return;
            }
            List<PodRef> open = wanted.stream()
                    .filter(pod -> !claimed.containsKey(pod.uid()))
                    .toList();
            Set<String> released = new LinkedHashSet<>(returnable);
            Grant grant = cached.grant(wish(open, released));
            switch (grant) {
                case Grant.Granted granted -> swap(granted, released);
                case Grant.LookFirst _ -> {
                    seenEvents = world.log.size();
                    lookedLive = ++world.clock;
                    plan();
                }
                case Grant.Exhausted _, Grant.Fenced _ -> cachedVersion = -1;
            }
        }

        private Wish wish(List<PodRef> open, Set<String> released) {
            Map<String, String> seen = new LinkedHashMap<>();
            view.values().forEach(pod -> seen.put(pod.uid(), Long.toString(pod.version())));
            if (ignoresClaims) {
                seen.clear();
            }
            Budget budget = new Budget(world.pods.size(), world.maxUnavailable, (int) available);
            boolean isSeenLive = ignoresClaims || lookedLive > cachedAt;
            return new Wish(new Leader(identity, epoch), budget, seen, open, released, isSeenLive, Instant.EPOCH);
        }

        private void swap(Grant.Granted granted, Set<String> released) {
            if (cachedVersion != world.ledgerVersion) {
                cachedVersion = -1;
                return;
            }
            world.ledger = granted.next();
            cached = granted.next();
            cachedVersion = ++world.ledgerVersion;
            cachedAt = ++world.clock;
            returnable.removeAll(released);
            granted.granted().forEach(pod -> claimed.put(pod.uid(), pod));
        }

        /// The first disruptive write: accepted only in the state that was claimed. After a conflict the claim
        /// stays, as the view may still count the pod.
        private void writeOne() {
            if (claimed.isEmpty()) {
                return;
            }
            PodRef pod = Objects.requireNonNull(
                    claimed.remove(claimed.keySet().iterator().next()));
            // One plan touches a pod once.
            wanted = wanted.stream().filter(each -> !each.equals(pod)).toList();
            Pod live = world.pods.stream()
                    .filter(each -> each.uid().equals(pod.uid()))
                    .findFirst()
                    .orElseThrow();
            if (Long.toString(live.version()).equals(pod.resourceVersion())) {
                world.disrupt(live);
                own.put(live.number(), world.pods.get(live.number()));
            }
        }

        private void giveUpOne() {
            if (!claimed.isEmpty()) {
                String uid = claimed.keySet().iterator().next();
                claimed.remove(uid);
                returnable.add(uid);
            }
        }

        /// Everything in memory is lost; what was claimed will never be written.
        private void crash() {
            identity = identity + "'";
            own = new LinkedHashMap<>();
            claimed = new LinkedHashMap<>();
            returnable = new LinkedHashSet<>();
            cachedVersion = -1;
            seenEvents = world.random.nextInt(world.log.size() - world.pods.size() + 1) + world.pods.size();
            plan();
        }
    }
}
