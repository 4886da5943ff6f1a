package io.fairlead.engine.kinds.cloneset;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.engine.cluster.Specs;
import io.fairlead.engine.cluster.ToyCluster;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CloneSetProgressTest {
    private static ToyCluster tracked(int replicas, String rolling) {
        ToyCluster cluster = new ToyCluster(Specs.of(replicas, Specs.IN_PLACE, rolling));
        return cluster.set("/progressDeadlineSeconds", "600").settle();
    }

    @Test
    @DisplayName("CS-065 CloneSetAvailable at rest; without a deadline there is no condition")
    void atRest() {
        ToyCluster cluster = tracked(3, "");
        assertThat(cluster.condition("Progressing").orElse("")).startsWith("True CloneSetAvailable");
        cluster.set("/progressDeadlineSeconds", "absent").settle();
        assertThat(cluster.condition("Progressing")).isEmpty();
    }

    @Test
    @DisplayName("CS-066 a partition that is reached is no lack of progress")
    void partitionReached() {
        ToyCluster cluster = tracked(4, ", 'partition': '50%'");
        cluster.set(Looks.IMAGE, "'shop/web:2'").settle();
        assertThat(cluster.condition("Progressing").orElse("")).startsWith("True ProgressPartitionAvailable");
        cluster.set(Looks.ROLLING + "paused", "true")
                .set(Looks.IMAGE, "'shop/web:3'")
                .settle();
        assertThat(cluster.condition("Progressing").orElse("")).startsWith("True CloneSetPaused");
    }

    @Test
    @DisplayName(
            "CS-067 the clock starts with the rollout, is started again by progress, and its end is looked at in time")
    void deadline() {
        ToyCluster cluster = tracked(3, ", 'maxUnavailable': 1");
        // Long at rest: the rollout that starts now has all its time.
        cluster.advance(Duration.ofHours(2));
        cluster.set(Looks.IMAGE, "'shop/web:broken'").settle();
        assertThat(cluster.condition("Progressing").orElse("")).startsWith("True CloneSetUpdated");
        Duration next = cluster.plan().nextLook().orElseThrow();
        assertThat(next).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(601));
        cluster.advance(next);
        cluster.settle();
        assertThat(cluster.condition("Progressing").orElse(""))
                .startsWith("False ProgressDeadlineExceeded")
                .contains(cluster.status().path("updateRevision").asText());
        cluster.set(Looks.IMAGE, "'shop/web:2'").settle();
        assertThat(cluster.condition("Progressing").orElse("")).startsWith("True CloneSetAvailable");
    }
}
