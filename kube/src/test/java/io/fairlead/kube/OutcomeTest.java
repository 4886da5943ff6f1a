package io.fairlead.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.kube.ApiRequest.ContentType;
import io.fairlead.kube.ApiRequest.Verb;
import java.time.Duration;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    private static final String INVALID = "{\"reason\":\"Invalid\",\"message\":\"m\",\"details\":%s}";

    private final ScriptedApi api = new ScriptedApi();

    @Test
    void aNameThatExistsIsNotAConflictOfVersions() {
        assertThat(write(409, "{\"reason\":\"AlreadyExists\",\"message\":\"m\"}"))
                .isEqualTo(new Outcome.Refused(409, "AlreadyExists", "m"));
        assertThat(write(409, "{\"reason\":\"Conflict\",\"message\":\"m\"}")).isEqualTo(new Outcome.Conflicted("m"));
    }

    @Test
    void aFieldOfAnotherManagerWouldBeRefusedAgain() {
        assertThat(
                        write(
                                409,
                                "{\"reason\":\"Conflict\",\"message\":\"m\",\"details\":{\"causes\":[{\"reason\":\"FieldManagerConflict\"}]}}"))
                .isEqualTo(new Outcome.Refused(409, "FieldManagerConflict", "m"));
    }

    @Test
    void aFailedTestOfAJsonPatchMeansLookAgain() {
        assertThat(write(422, INVALID.formatted("{}"), ContentType.JSON_PATCH)).isEqualTo(new Outcome.Conflicted("m"));
        assertThat(write(422, INVALID.formatted("{}"), ContentType.MERGE_PATCH))
                .isEqualTo(new Outcome.Refused(422, "Invalid", "m"));
    }

    @Test
    void anInvalidFieldIsRefusedWhateverThePatchWas() {
        String body = INVALID.formatted("{\"causes\":[{\"field\":\"spec.replicas\"}]}");
        assertThat(write(422, body, ContentType.JSON_PATCH)).isEqualTo(new Outcome.Refused(422, "Invalid", "m"));
    }

    @Test
    @DisplayName("RB-040 a patch that names another uid hits an object that is gone")
    void anotherUidMeansGone() {
        String body = INVALID.formatted("{\"causes\":[{\"field\":\"metadata.uid\"}]}");
        assertThat(write(422, body, ContentType.STRATEGIC_MERGE_PATCH)).isEqualTo(new Outcome.Gone("m"));
    }

    @Test
    @DisplayName("F09 429 with and without Retry-After")
    void tooManyRequestsSayHowLongToWait() {
        api.answer(429, "{}", Duration.ofSeconds(7));
        assertThat(write()).isEqualTo(new Outcome.Throttled(Duration.ofSeconds(7)));
        assertThat(write(429, "{}")).isEqualTo(new Outcome.Throttled(Outcome.THROTTLE_DEFAULT));
        api.answer(503, "{}", Duration.ofSeconds(3));
        assertThat(write()).isEqualTo(new Outcome.Throttled(Duration.ofSeconds(3)));
    }

    @Test
    @DisplayName("F11 a write without an answer may have been applied, a read has not")
    void onlyWritesHaveUnknownOutcomes() {
        assertThat(write(504, "{\"message\":\"m\"}")).isEqualTo(new Outcome.Failed("m", true));
        assertThat(write(503, "{\"message\":\"m\"}")).isEqualTo(new Outcome.Failed("m", true));
        api.silence().silence();
        assertThat(write()).isEqualTo(new Outcome.Failed("connection reset", true));
        assertThat(new Resources(api, "t").get(ObjectPath.of(ResourceType.POD, "shop", "web")))
                .isEqualTo(new Outcome.Failed("connection reset", false));
    }

    private Outcome write(int status, String body) {
        return write(status, body, ContentType.JSON);
    }

    private Outcome write(int status, String body, ContentType type) {
        api.answer(status, body);
        return send(type);
    }

    private Outcome write() {
        return send(ContentType.JSON);
    }

    private Outcome send(ContentType type) {
        ApiRequest request = new ApiRequest(
                type == ContentType.JSON ? Verb.POST : Verb.PATCH,
                "/api/v1/pods",
                new LinkedHashMap<>(),
                type,
                ScriptedApi.json("{}"),
                ApiRequest.TIMEOUT);
        return Outcome.of(request, api.call(request));
    }
}
