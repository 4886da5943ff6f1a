package io.fairlead.api.apps;

import static io.fairlead.api.apps.CloneSets.assertDefect;
import static io.fairlead.api.apps.CloneSets.beta;
import static io.fairlead.api.apps.CloneSets.valid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.apps.CloneSet.Condition;
import io.fairlead.api.apps.CloneSet.Status;
import io.fairlead.api.testing.Trees;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloneSetStatusTest {
    private static final Instant EARLIER = Instant.parse("2026-11-22T23:15:04Z");
    private static final Instant LATER = Instant.parse("2026-11-22T23:16:00Z");

    @Test
    void comesBackAsItWasWritten() {
        Status status = new Status(
                7,
                10,
                9,
                8,
                6,
                5,
                4,
                7,
                "web-2",
                "web-1",
                1,
                "app=web",
                List.of(new Condition("Progressing", "True", LATER, EARLIER, "CloneSetUpdated", "goes on")));
        ObjectNode object = beta("{}");
        object.set("status", CloneSetCodec.statusToJson(status));
        assertThat(valid(object).status()).isEqualTo(status);
    }

    @Test
    void leavesOutWhatIsAbsentButNeverACount() {
        assertThat(CloneSetCodec.statusToJson(Status.NONE)).isEqualTo(Trees.of("""
                {observedGeneration: 0, replicas: 0, readyReplicas: 0, availableReplicas: 0, updatedReplicas: 0,
                 updatedReadyReplicas: 0, updatedAvailableReplicas: 0, expectedUpdatedReplicas: 0, collisionCount: 0}"""));
        assertThat(valid(beta("{}")).status()).isEqualTo(Status.NONE);
    }

    @Test
    void writesTimesInWholeSeconds() {
        Condition condition = new Condition("Progressing", "True", EARLIER.plusMillis(999), EARLIER, "", "");
        Status status = new Status(0, 0, 0, 0, 0, 0, 0, 0, "", "", 0, "", List.of(condition));
        assertThat(CloneSetCodec.statusToJson(status).at("/conditions/0")).isEqualTo(Trees.of("""
                        {type: 'Progressing', status: 'True', lastUpdateTime: '2026-11-22T23:15:04Z',
                         lastTransitionTime: '2026-11-22T23:15:04Z'}"""));
    }

    @Test
    void refusesATimeThatIsNone() {
        ObjectNode object = beta("{}");
        object.withObject("/status")
                .set(
                        "conditions",
                        Trees.of("{c: [{type: 'a', status: 'True', lastTransitionTime: 'x'}]}")
                                .path("c"));
        assertDefect(object, "status.conditions[0].lastTransitionTime");
    }

    @Test
    void readsWhatTheServerAdds() {
        ObjectNode object = beta("{}");
        object.withObject("/metadata")
                .put("uid", "u")
                .put("resourceVersion", "12")
                .put("generation", 4)
                .put("deletionTimestamp", "2026-11-22T23:15:04Z");
        object.withObject("/metadata/labels").put("team", "shop");
        CloneSet cloneSet = valid(object);
        assertThat(cloneSet.deletionTime()).contains(EARLIER);
        assertThat(cloneSet.generation()).isEqualTo(4);
        assertThat(cloneSet.labels()).containsEntry("team", "shop");
        assertThat(cloneSet.key()).hasToString("CloneSet/shop/web");
    }
}
