package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.ApiResponse;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.WatchStream;
import io.fairlead.simulator.wire.ApiCall;
import io.fairlead.simulator.wire.ApiReply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/// The embedded API server for clients in the same JVM, each on a thread of its own. Everything inside the model
/// happens under one lock.
public final class SimulatedApi implements KubeApi {
    private final ApiServer server;
    private final Lock lock;
    private final ApiCall.User user;
    private final String userAgent;

    /// @param lock guards the model, also against its timeline
    /// @param userAgent names the field manager of writes that name none
    public SimulatedApi(ApiServer server, Lock lock, ApiCall.User user, String userAgent) {
        this.server = server;
        this.lock = lock;
        this.user = user;
        this.userAgent = userAgent;
    }

    @Override
    public ApiResponse call(ApiRequest request) {
        ApiCall call = toCall(request, user, userAgent);
        lock.lock();
        try {
            return toResponse(server.handle(call));
        } finally {
            lock.unlock();
        }
    }

    /// The request as it reaches the server.
    public static ApiCall toCall(ApiRequest request, ApiCall.User user, String userAgent) {
        SequencedMap<String, String> headers = new LinkedHashMap<>();
        headers.put("user-agent", userAgent);
        headers.put("accept", "application/json");
        if (request.body() != null) {
            headers.put("content-type", request.contentType().mediaType());
        }
        return new ApiCall(request.verb(), request.path(), request.query(), headers, request.body(), user);
    }

    /// The answer as a client sees it.
    public static ApiResponse toResponse(ApiReply reply) {
        return new ApiResponse(reply.status(), reply.body(), retryAfter(reply));
    }

    private static Optional<Duration> retryAfter(ApiReply reply) {
        JsonNode seconds = reply.body().path("details").path("retryAfterSeconds");
        boolean isRetryable = reply.status() == 429 || reply.status() == 503 || reply.status() == 504;
        return isRetryable && seconds.isNumber() ? Optional.of(Duration.ofSeconds(seconds.asLong())) : Optional.empty();
    }

    @Override
    public WatchStream watch(ApiRequest request) {
        ApiCall call = toCall(request, user, userAgent);
        lock.lock();
        try {
            return switch (server.watch(call)) {
                case ApiServer.WatchAnswer.Opened(WatchFeed feed) -> new Stream(feed, lock);
                case ApiServer.WatchAnswer.Refused(ApiReply reply) ->
                    new Refused(new WatchStream.End(
                            reply.status(), reply.body().path("message").asText("")));
            };
        } finally {
            lock.unlock();
        }
    }

    private record Refused(WatchStream.End end) implements WatchStream {
        @Override
        public Item next() {
            return end;
        }

        @Override
        public void close() {}
    }

    private static final class Stream implements WatchStream {
        private static final End OVER = new End(200, "");

        private final WatchFeed feed;
        private final Lock lock;
        private final Condition changed;
        private boolean isOver;

        Stream(WatchFeed feed, Lock lock) {
            this.feed = feed;
            this.lock = lock;
            this.changed = lock.newCondition();
            feed.onItem(changed::signalAll);
        }

        @Override
        public Item next() {
            lock.lock();
            try {
                while (!isOver) {
                    Optional<Item> item = feed.poll();
                    if (item.isPresent()) {
                        isOver = item.get() instanceof End;
                        return item.get();
                    }
                    changed.awaitUninterruptibly();
                }
                return OVER;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                isOver = true;
                feed.close();
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
