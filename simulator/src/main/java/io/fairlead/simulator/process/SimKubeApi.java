package io.fairlead.simulator.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.ApiResponse;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.WatchStream;
import io.fairlead.simulator.process.Network.Fate;
import io.fairlead.simulator.process.Network.Moment;
import io.fairlead.simulator.process.Network.Passage;
import io.fairlead.simulator.schedule.VirtualTimeline;
import io.fairlead.simulator.schedule.Wait;
import io.fairlead.simulator.server.ApiServer.WatchAnswer;
import io.fairlead.simulator.wire.ApiCall;
import io.fairlead.simulator.wire.ApiReply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The API server as one process reaches it: over a network that takes time and fails as its [Network] says.
final class SimKubeApi implements KubeApi {
    private static final List<String> GROUPS = List.of("system:masters", "system:authenticated");

    private final World world;
    private final SimProcess process;
    private final ApiCall.User user;

    SimKubeApi(World world, SimProcess process) {
        this.world = world;
        this.process = process;
        this.user = new ApiCall.User(process.role(), GROUPS);
    }

    @Override
    public ApiResponse call(ApiRequest request) {
        if (Thread.currentThread().isInterrupted()) {
            return ApiResponse.noAnswer("interrupted before the request was sent");
        }
        Passage passage = world.network().passage(process, request);
        if (passage.fate() instanceof Fate.Killed(Moment moment) && moment == Moment.BEFORE_SEND) {
            process.kill("killed before " + name(request));
        }
        Exchange exchange = new Exchange();
        travel(request, passage, exchange, () -> response(world.server().handle(toServer(request))));
        ApiResponse response = exchange.await();
        if (passage.fate() instanceof Fate.Killed) {
            process.kill("killed after the answer to " + name(request));
        }
        return response;
    }

    /// Lets a request happen as its fate wants it.
    ///
    /// @param carriedOut what the server does
    private void travel(ApiRequest request, Passage passage, Exchange exchange, Supplier<ApiResponse> carriedOut) {
        VirtualTimeline timeline = world.timeline();
        String name = name(request);
        switch (passage.fate()) {
            case Fate.Delivered() ->
                timeline.after(passage.there(), name, () -> {
                    ApiResponse response = carriedOut.get();
                    note(name, response);
                    timeline.after(passage.back(), "answer", () -> exchange.over(response));
                });
            case Fate.RequestLost(Duration patience) -> {
                note(name, "is lost");
                exchange.overAfter(patience, ApiResponse.noAnswer("the connection broke"));
            }
            case Fate.AnswerLost(Duration patience) -> {
                timeline.after(passage.there(), name, () -> note(name + ", whose answer is lost,", carriedOut.get()));
                exchange.overAfter(passage.there().plus(patience), ApiResponse.noAnswer("the answer did not come"));
            }
            case Fate.Answered(ApiResponse response) -> {
                note(name + " on the way", response);
                exchange.overAfter(passage.there().plus(passage.back()), response);
            }
            case Fate.Killed(Moment moment) ->
                timeline.after(passage.there(), name, () -> {
                    ApiResponse response = carriedOut.get();
                    note(name, response);
                    if (moment == Moment.BEFORE_ANSWER) {
                        process.end("killed before the answer to " + name);
                    } else {
                        timeline.after(passage.back(), "answer", () -> exchange.over(response));
                    }
                });
        }
    }

    @Override
    public WatchStream watch(ApiRequest request) {
        Passage passage = world.network().passage(process, request);
        if (passage.fate() instanceof Fate.Killed(Moment moment) && moment == Moment.BEFORE_SEND) {
            process.kill("killed before " + name(request));
        }
        @Nullable SimWatch[] opened = new SimWatch[1];
        Exchange exchange = new Exchange();
        travel(request, passage, exchange, () -> open(request, watch -> opened[0] = watch));
        ApiResponse response = exchange.await();
        SimWatch watch = opened[0];
        if (watch != null && response.isSuccess()) {
            return watch;
        }
        if (watch != null) {
            watch.close();
        }
        return ended(response);
    }

    private ApiResponse open(ApiRequest request, Consumer<SimWatch> opened) {
        if (process.isOver()) {
            return ApiResponse.noAnswer("nobody is there any more");
        }
        return switch (world.server().watch(toServer(request))) {
            case WatchAnswer.Opened(var feed) -> {
                SimWatch watch = new SimWatch(world, process, request, feed);
                process.opened(watch);
                watch.listen();
                opened.accept(watch);
                yield new ApiResponse(200, MissingNode.getInstance(), Optional.empty());
            }
            case WatchAnswer.Refused(ApiReply reply) -> response(reply);
        };
    }

    private static WatchStream ended(ApiResponse response) {
        return new WatchStream() {
            @Override
            public Item next() {
                return new End(response.status(), response.message());
            }

            @Override
            public void close() {}
        };
    }

    private void note(String name, ApiResponse response) {
        boolean isError = !response.isSuccess();
        note(name, "-> " + response.status() + (isError ? " " + response.message() : ""));
    }

    private void note(String name, String what) {
        world.timeline().note(process.name(), name + " " + what);
    }

    private static String name(ApiRequest request) {
        return (request.query().containsKey("watch") ? "WATCH" : request.verb().name()) + " " + request.path();
    }

    private ApiCall toServer(ApiRequest request) {
        SequencedMap<String, String> headers = new LinkedHashMap<>();
        headers.put("accept", "application/json");
        headers.put("user-agent", SimProcess.AGENT + process.name());
        JsonNode body = request.body();
        if (body != null) {
            headers.put("content-type", request.contentType().mediaType());
        }
        return new ApiCall(request.verb(), request.path(), request.query(), headers, body, user);
    }

    private static ApiResponse response(ApiReply reply) {
        String retryAfter = reply.headers().get("retry-after");
        return new ApiResponse(
                reply.status(),
                reply.body(),
                retryAfter == null ? Optional.empty() : Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter))));
    }

    /// One answer that a thread waits for.
    private final class Exchange {
        private final Wait wait = process.lane().newWait();
        private @Nullable ApiResponse response;

        void over(ApiResponse answer) {
            if (response == null) {
                response = answer;
                wait.over();
            }
        }

        void overAfter(Duration delay, ApiResponse answer) {
            world.timeline().after(delay, "no answer", () -> over(answer));
        }

        ApiResponse await() {
            try {
                wait.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return ApiResponse.noAnswer("interrupted");
            }
            ApiResponse answer = response;
            if (answer == null) {
                throw new IllegalStateException("woken without an answer");
            }
            return answer;
        }
    }
}
