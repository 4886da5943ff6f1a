package io.fairlead.kube.lease;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.ApiResponse;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.Resources;
import io.fairlead.kube.Time;
import io.fairlead.kube.WatchStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Two processes, one lease, one clock that the test turns; every attempt is made by hand.
class LeaseElectorTest {
    private final Clock clock = new Clock();
    private final Server server = new Server();
    private final LeaseElector a = elector("a");
    private final LeaseElector b = elector("b");

    private LeaseElector elector(String identity) {
        return new LeaseElector(
                new Resources(server, "test"),
                clock,
                new LeaseElector.Settings("fairlead-system", "l", identity, Duration.ofSeconds(15)),
                () -> {});
    }

    @Test
    void theFirstOneLeadsAndTheOtherWaits() {
        a.attempt();
        b.attempt();
        assertThat(a.isLeading()).isTrue();
        assertThat(b.isLeading()).isFalse();
        for (int i = 0; i < 20; i++) {
            clock.turn(2);
            a.attempt();
            b.attempt();
        }
        assertThat(a.isLeading()).isTrue();
        assertThat(b.isLeading()).isFalse();
        assertThat(a.epoch()).isZero();
    }

    @Test
    void aSilentHolderStopsBelievingBeforeTheOtherBegins() {
        a.attempt();
        b.attempt();
        for (int second = 0; second < 40; second++) {
            clock.turn(1);
            b.attempt();
            assertThat(a.isLeading() && b.isLeading()).as("second " + second).isFalse();
        }
        assertThat(b.isLeading()).isTrue();
        assertThat(b.epoch()).isEqualTo(1);
        a.attempt();
        assertThat(a.isLeading()).as("who lost it never comes back").isFalse();
    }

    @Test
    void wallClocksThatJumpChangeNothing() {
        a.attempt();
        b.attempt();
        clock.wall = clock.wall.plus(Duration.ofDays(3650));
        b.attempt();
        assertThat(b.isLeading()).isFalse();
        clock.wall = clock.wall.minus(Duration.ofDays(7300));
        clock.turn(5);
        a.attempt();
        assertThat(a.isLeading()).isTrue();
    }

    @Test
    void aLeaseGivenBackIsTakenAtOnce() {
        a.attempt();
        a.close();
        assertThat(a.isLeading()).isFalse();
        b.attempt();
        assertThat(b.isLeading()).isTrue();
    }

    @Test
    void anUnreachableServerCostsTheLeaseInTime() {
        a.attempt();
        server.isDown = true;
        for (int i = 0; i < 9; i++) {
            clock.turn(1);
            a.attempt();
        }
        assertThat(a.isLeading()).isTrue();
        clock.turn(1);
        assertThat(a.isLeading()).isFalse();
    }

    @Test
    void ofTwoThatTakeAtOnceOneWins() {
        a.attempt();
        a.close();
        server.beforeWrite = () -> {
            server.beforeWrite = () -> {};
            a.attempt();
            elector("c").attempt();
        };
        b.attempt();
        assertThat(b.isLeading()).isFalse();
    }

    private static final class Clock implements Time {
        private Instant wall = Instant.parse("2026-11-22T10:00:00Z");
        private long nanos = Long.MAX_VALUE - 5;

        void turn(int seconds) {
            wall = wall.plusSeconds(seconds);
            nanos += Duration.ofSeconds(seconds).toNanos();
        }

        @Override
        public Instant now() {
            return wall;
        }

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public void sleep(Duration duration) {
            throw new IllegalStateException("the test makes every attempt itself");
        }

        @Override
        public void await(ReentrantLock lock, Condition condition, Duration atMost) {
            throw new IllegalStateException("an elector waits for nothing");
        }

        @Override
        public Thread start(String name, Runnable task) {
            throw new IllegalStateException("the test makes every attempt itself");
        }

        @Override
        public double random() {
            throw new IllegalStateException("an elector leaves nothing to chance");
        }
    }

    private static final class Server implements KubeApi {
        private @Nullable ObjectNode stored;
        private long version = 1;
        private boolean isDown;
        private Runnable beforeWrite = () -> {};

        @Override
        public ApiResponse call(ApiRequest request) {
            if (isDown) {
                return new ApiResponse(0, JsonNodeFactory.instance.objectNode(), Optional.empty());
            }
            return switch (request.verb()) {
                case GET -> stored == null ? answer(404) : new ApiResponse(200, stored.deepCopy(), Optional.empty());
                case POST, PUT -> write(request);
                case PATCH, DELETE -> answer(405);
            };
        }

        private ApiResponse write(ApiRequest request) {
            beforeWrite.run();
            JsonNode body = Objects.requireNonNull(request.body());
            ObjectNode now = stored;
            String sent = body.path("metadata").path("resourceVersion").asText("");
            if (now != null
                    && !sent.equals(now.path("metadata").path("resourceVersion").asText())) {
                return answer(409);
            }
            ObjectNode next = body.deepCopy();
            next.withObject("/metadata").put("resourceVersion", Long.toString(++version));
            stored = next;
            return new ApiResponse(200, next.deepCopy(), Optional.empty());
        }

        private static ApiResponse answer(int status) {
            return new ApiResponse(status, JsonNodeFactory.instance.objectNode(), Optional.empty());
        }

        @Override
        public WatchStream watch(ApiRequest request) {
            throw new IllegalStateException("leases are not watched");
        }
    }
}
