package io.fairlead.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Answers in the order in which it was told to, and remembers what it was asked.
public final class ScriptedApi implements KubeApi {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    public final List<ApiRequest> requests = new ArrayList<>();
    private final Deque<ApiResponse> answers = new ArrayDeque<>();
    private final Deque<WatchStream> watches = new ArrayDeque<>();

    public static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    public static JsonNode object(String name, String uid, int version) {
        return json("""
                {"metadata":{"namespace":"shop","name":"%s","uid":"%s","resourceVersion":"%d"}}""".formatted(name, uid, version));
    }

    public ScriptedApi answer(int status, String body) {
        answers.add(new ApiResponse(status, json(body), Optional.empty()));
        return this;
    }

    public ScriptedApi answer(int status, String body, Duration retryAfter) {
        answers.add(new ApiResponse(status, json(body), Optional.of(retryAfter)));
        return this;
    }

    public ScriptedApi silence() {
        answers.add(ApiResponse.noAnswer("connection reset"));
        return this;
    }

    public ScriptedApi list(int version, JsonNode... items) {
        return answer(200, "{\"metadata\":{\"resourceVersion\":\"" + version + "\"},\"items\":" + List.of(items) + "}");
    }

    public ScriptedApi watch(WatchStream stream) {
        watches.add(stream);
        return this;
    }

    @Override
    public ApiResponse call(ApiRequest request) {
        requests.add(request);
        return answers.remove();
    }

    @Override
    public WatchStream watch(ApiRequest request) {
        requests.add(request);
        return watches.remove();
    }

    public ApiRequest last() {
        return requests.getLast();
    }
}
