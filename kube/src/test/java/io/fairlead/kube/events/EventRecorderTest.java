package io.fairlead.kube.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.kube.ApiRequest.Verb;
import io.fairlead.kube.FakeTime;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.kube.ScriptedApi;
import io.fairlead.kube.events.EventRecorder.Occurrence;
import io.fairlead.kube.events.EventRecorder.Severity;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class EventRecorderTest {
    private final FakeTime time = new FakeTime();
    private final ScriptedApi api = new ScriptedApi();
    private final EventRecorder events = new EventRecorder(new Resources(api, "fairlead-engine"), "fairlead", time);

    private static Occurrence created(String message) {
        return new Occurrence(
                ObjectPath.of(ResourceType.CLONE_SET, "shop", "web"),
                "u1",
                Severity.NORMAL,
                "SuccessfulCreate",
                message);
    }

    private int lastCount() {
        return Objects.requireNonNull(api.last().body()).path("count").asInt();
    }

    @Test
    void theSameThingAgainRaisesACount() {
        for (int i = 0; i < 100; i++) {
            events.record(created("pod"));
        }
        api.answer(201, "{}").answer(200, "{}");
        events.flush();
        assertThat(lastCount()).isEqualTo(100);
        assertThat(api.last().path()).isEqualTo("/api/v1/namespaces/shop/events");
        String name = Objects.requireNonNull(api.last().body())
                .path("metadata")
                .path("name")
                .asText();
        events.record(created("pod"));
        events.flush();
        events.flush();
        assertThat(api.requests).hasSize(2);
        assertThat(api.last().verb()).isEqualTo(Verb.PATCH);
        assertThat(api.last().path()).isEqualTo("/api/v1/namespaces/shop/events/" + name);
        assertThat(lastCount()).isEqualTo(101);
    }

    @Test
    void differentMessagesAndALongQuietMakeNewEvents() {
        events.record(created("one"));
        events.record(created("two"));
        api.answer(201, "{}").answer(201, "{}").answer(201, "{}");
        events.flush();
        time.advance(EventRecorder.WINDOW.plusSeconds(1));
        events.record(created("one"));
        events.flush();
        assertThat(api.requests).hasSize(3).allMatch(request -> request.verb() == Verb.POST);
        assertThat(lastCount()).isEqualTo(1);
    }

    @Test
    void whatFailsIsWrittenByTheNextFlush() {
        events.record(created("pod"));
        api.silence();
        events.flush();
        api.answer(409, "{\"reason\":\"AlreadyExists\"}").answer(200, "{}");
        events.flush();
        assertThat(api.last().verb()).as("the lost answer was a success").isEqualTo(Verb.PATCH);
        events.flush();
        assertThat(api.requests).hasSize(3);
    }

    @Test
    void anEventThatTheServerForgotIsWrittenAnew() {
        events.record(created("pod"));
        api.answer(201, "{}").answer(404, "{}").answer(201, "{}");
        events.flush();
        events.record(created("pod"));
        events.flush();
        assertThat(api.last().verb()).isEqualTo(Verb.POST);
        assertThat(lastCount()).isEqualTo(2);
    }

    @Test
    void aThrottlingServerIsLeftAlone() {
        events.record(created("one"));
        events.record(created("two"));
        api.answer(429, "{}", Duration.ofSeconds(9));
        events.flush();
        assertThat(api.requests).hasSize(1);
    }

    @Test
    void memoryIsBounded() {
        for (int i = 0; i <= EventRecorder.TALLIES_MAX; i++) {
            events.record(created("pod " + i));
            api.answer(201, "{}");
        }
        events.flush();
        assertThat(api.requests).hasSize(EventRecorder.TALLIES_MAX);
    }
}
