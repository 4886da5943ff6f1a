package io.fairlead.kube.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.FakeTime;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.ScriptedApi;
import io.fairlead.kube.apply.ApiBudget.Lane;
import io.fairlead.kube.apply.ApiBudget.Limits;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ApiBudgetTest {
    private final FakeTime time = new FakeTime();
    private final ScriptedApi api = new ScriptedApi();
    private final ApiBudget budget = new ApiBudget(api, new Limits(10, 5), time);

    private Duration call(Lane lane, int times) {
        KubeApi through = budget.lane(lane);
        long before = time.nanos();
        for (int i = 0; i < times; i++) {
            api.answer(200, "{}");
            through.call(ApiRequest.get("/x", Map.of()));
        }
        return Duration.ofNanos(time.nanos() - before);
    }

    private Duration throttled(Lane lane) {
        long before = time.nanos();
        budget.lane(lane).call(ApiRequest.get("/x", Map.of()));
        return Duration.ofNanos(time.nanos() - before);
    }

    @Test
    void aBurstGoesAtOnceThenTheRateHolds() {
        assertThat(call(Lane.NORMAL, 5)).isZero();
        assertThat(call(Lane.NORMAL, 20)).isEqualTo(Duration.ofSeconds(2));
        time.advance(Duration.ofMinutes(1));
        assertThat(call(Lane.NORMAL, 6)).as("no more than a burst is saved up").isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void aBusyLaneTakesNothingFromTheOthers() {
        call(Lane.NORMAL, 50);
        assertThat(call(Lane.STATUS, 1)).isZero();
        assertThat(call(Lane.LEASE, 20)).isZero();
    }

    @Test
    @DisplayName("F09 429 pauses all but the lease, then requests come one by one")
    void throttlingPausesAllButTheLease() {
        api.answer(429, "{}", Duration.ofSeconds(30));
        assertThat(throttled(Lane.NORMAL)).isZero();
        assertThat(call(Lane.LEASE, 3)).isZero();
        assertThat(call(Lane.STATUS, 1)).isEqualTo(Duration.ofSeconds(30));
        assertThat(call(Lane.NORMAL, 1)).as("one probe").isZero();
        assertThat(call(Lane.NORMAL, 3)).as("no burst after it").isEqualTo(Duration.ofMillis(300));
    }

    @Test
    @DisplayName("F09 429 without Retry-After, and one that asks for too much")
    void aServerThatDoesNotSayHowLong() {
        api.answer(429, "{}");
        throttled(Lane.NORMAL);
        assertThat(call(Lane.NORMAL, 1)).isEqualTo(Outcome.THROTTLE_DEFAULT);
        api.answer(429, "{}", Duration.ofDays(1));
        throttled(Lane.NORMAL);
        assertThat(call(Lane.NORMAL, 1)).isEqualTo(ApiBudget.PAUSE_MAX);
    }

    @Test
    void anInterruptedWaitSendsNothing() {
        KubeApi impatient = new ApiBudget(api, new Limits(1, 1), new io.fairlead.kube.SystemTime()).lane(Lane.NORMAL);
        api.answer(200, "{}");
        impatient.call(ApiRequest.get("/x", Map.of()));
        Thread.currentThread().interrupt();
        assertThat(impatient.call(ApiRequest.get("/x", Map.of())).status()).isZero();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(api.requests).hasSize(1);
    }
}
