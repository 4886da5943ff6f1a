package io.fairlead.cli.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.api.testing.AuditLog;
import io.fairlead.api.testing.RealCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of either process, again and again, while releases, scaling and rollbacks go on: everything comes to
/// its end, no pod is replaced that should have been kept, and no more pods are out of service than allowed.
@Tag("search")
class KilledAtRandomMomentsTest {
    private static final int KILLS = 50;
    private static final int REPLICAS = 6;
    private static final int MAX_UNAVAILABLE = 2;
    private static final long SEED = Long.getLong("fairlead.kill.seed", 20_261_123L);
    private static final int BETWEEN_MILLIS_MAX = 4_000;
    private static final int RESTARTED_MILLIS_MAX = 1_500;

    @TempDir
    Path folder;

    @Test
    void goesOnAfterEveryKill() {
        Random random = new Random(SEED);
        try (Line line = Line.start(folder, new RealCluster.Options(true, 3, Duration.ofMillis(300)));
                Observer observer = new Observer(line, REPLICAS - MAX_UNAVAILABLE)) {
            release(line, "app:0");
            line.awaitSettled("app:0", REPLICAS);
            SortedMap<String, String> identities = Pods.identities(line.pods());
            observer.start();
            int image = 0;
            for (int kill = 1; kill <= KILLS; kill++) {
                if (kill % 5 == 1) {
                    image++;
                    String commit = release(line, "app:" + image);
                    line.repository.tag("fl/promote/prod/shop/r" + image, commit);
                }
                Run.pause(random.nextInt(BETWEEN_MILLIS_MAX));
                Program victim = random.nextBoolean() ? line.reconciler : line.gitsync;
                victim.kill();
                Run.pause(random.nextInt(RESTARTED_MILLIS_MAX));
                victim.start();
            }
            line.awaitSettled("app:" + image, REPLICAS);
            line.awaitPhase("Healthy");
            assertThat(Pods.identities(line.pods()))
                    .as("seed " + SEED + ": every pod is the one that it was")
                    .isEqualTo(identities);
            assertThat(observer.findings()).as("seed " + SEED).isEmpty();
            String head = line.repository.git("rev-parse", "HEAD").strip();
            line.await(
                    "the note", () -> line.repository.note(Line.CLUSTER, head).contains("\"st\":\"Healthy\""));
            AuditLog.Mark mark = line.audit().mark();
            Run.pause(Duration.ofSeconds(10).toMillis());
            assertThat(line.audit().since(mark).writesBy("fairlead")).isEmpty();
            System.out.println("killed " + KILLS + " times (seed " + SEED + "), " + image + " releases in place, "
                    + observer.looks() + " looks at the pods");
        }
    }

    private static String release(Line line, String image) {
        return line.repository
                .write(
                        "apps/shop/checkout.yaml",
                        Manifests.cloneSet(image, REPLICAS, Integer.toString(MAX_UNAVAILABLE)))
                .commit("Release " + image);
    }

    /// Looks at the pods all the time, as somebody who knows nothing of the controllers.
    private static final class Observer implements AutoCloseable {
        private final Line line;
        private final int readyMin;
        private final Thread thread = Thread.ofPlatform().name("observer").unstarted(this::look);
        private final StringBuilder findings = new StringBuilder();
        private volatile boolean isStopping;
        private final java.util.concurrent.atomic.AtomicInteger looks = new java.util.concurrent.atomic.AtomicInteger();

        Observer(Line line, int readyMin) {
            this.line = line;
            this.readyMin = readyMin;
        }

        void start() {
            thread.start();
        }

        synchronized String findings() {
            return findings.toString();
        }

        int looks() {
            return looks.get();
        }

        private void look() {
            while (!isStopping) {
                long ready = line.pods().stream().filter(Pods::isReady).count();
                if (ready < readyMin) {
                    found("only " + ready + " pods are ready");
                }
                for (JsonNode pod : line.pods()) {
                    if (pod.path("metadata").has("deletionTimestamp")) {
                        found("pod " + pod.path("metadata").path("name").asText() + " is being deleted");
                    }
                }
                looks.incrementAndGet();
                Run.pause(50);
            }
        }

        private synchronized void found(String what) {
            if (findings.indexOf(what) < 0) {
                findings.append(what).append('\n');
            }
        }

        @Override
        public void close() {
            isStopping = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
