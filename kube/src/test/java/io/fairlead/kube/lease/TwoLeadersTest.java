package io.fairlead.kube.lease;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.ApiResponse;
import io.fairlead.kube.FakeTime;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.Resources;
import io.fairlead.kube.ScriptedApi;
import io.fairlead.kube.WatchStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TwoLeadersTest {
    /// One Lease with compare-and-swap on its resourceVersion, behind a network that fails in the two
    /// ways it does: before the write, or after it.
    private static final class LeaseServer implements KubeApi {
        private @Nullable ObjectNode lease;
        private int version;
        private boolean isDown;
        private boolean losesAnswers;

        @Override
        public ApiResponse call(ApiRequest request) {
            if (isDown) {
                return ApiResponse.noAnswer("down");
            }
            ApiResponse response = answer(request);
            return losesAnswers && request.body() != null ? ApiResponse.noAnswer("lost") : response;
        }

        private ApiResponse answer(ApiRequest request) {
            ObjectNode stored = lease;
            if (request.verb() == ApiRequest.Verb.GET) {
                return stored == null ? status(404, "NotFound") : ok(stored);
            }
            JsonNode body = Objects.requireNonNull(request.body());
            if (request.verb() == ApiRequest.Verb.POST && stored != null) {
                return status(409, "AlreadyExists");
            }
            if (stored != null && !version(body).equals(version(stored))) {
                return status(409, "Conflict");
            }
            ObjectNode written = body.deepCopy();
            version++;
            ((ObjectNode) written.path("metadata")).put("resourceVersion", Integer.toString(version));
            lease = written;
            return ok(written);
        }

        private static String version(JsonNode object) {
            return object.path("metadata").path("resourceVersion").asText("");
        }

        private static ApiResponse ok(JsonNode body) {
            return new ApiResponse(200, body.deepCopy(), Optional.empty());
        }

        private static ApiResponse status(int code, String reason) {
            return new ApiResponse(code, ScriptedApi.json("{\"reason\":\"" + reason + "\"}"), Optional.empty());
        }

        @Override
        public WatchStream watch(ApiRequest request) {
            throw new IllegalStateException("a lease is not watched");
        }
    }

    private final LeaseServer server = new LeaseServer();

    private LeaseElector elector(String identity, FakeTime time) {
        return new LeaseElector(
                new Resources(server, "fairlead-test"),
                time,
                new LeaseElector.Settings("fairlead", "reconciler", identity, Duration.ofSeconds(15)),
                () -> {});
    }

    /// Two candidates, each asking, pausing or cut off at random: never do both believe that they lead,
    /// and a later term has a higher epoch.
    @Property(tries = 1000)
    @Label("F15 never two leaders, whatever pauses and whatever is lost")
    void neverTwoLeaders(@ForAll @Size(max = 80) List<@IntRange(min = 0, max = 9) Integer> steps) {
        FakeTime time = new FakeTime();
        LeaseElector left = elector("left", time);
        LeaseElector right = elector("right", time);
        long epoch = -1;
        String leader = "";
        for (int step : steps) {
            switch (step) {
                case 0, 1, 2 -> left.attempt();
                case 3, 4, 5 -> right.attempt();
                case 6 -> time.advance(Duration.ofSeconds(1));
                case 7 -> time.advance(Duration.ofSeconds(6));
                case 8 -> server.isDown = !server.isDown;
                default -> server.losesAnswers = !server.losesAnswers;
            }
            assertThat(left.isLeading() && right.isLeading()).isFalse();
            if (left.isLeading() || right.isLeading()) {
                String now = left.isLeading() ? "left" : "right";
                long held = left.isLeading() ? left.epoch() : right.epoch();
                assertThat(held).isGreaterThanOrEqualTo(now.equals(leader) ? epoch : epoch + 1);
                epoch = held;
                leader = now;
            }
        }
    }

    @Test
    @DisplayName("F11 a take whose answer was lost is found out by the next look")
    void aTakeWhoseAnswerIsLostIsFoundOut() {
        FakeTime time = new FakeTime();
        LeaseElector left = elector("left", time);
        server.losesAnswers = true;
        left.attempt();
        assertThat(left.isLeading()).isFalse();
        server.losesAnswers = false;
        left.attempt();
        assertThat(left.isLeading()).isTrue();
    }
}
