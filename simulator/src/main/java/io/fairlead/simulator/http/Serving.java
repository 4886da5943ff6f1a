package io.fairlead.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fairlead.kube.ApiRequest.Verb;
import io.fairlead.simulator.server.ApiServer.WatchAnswer;
import io.fairlead.simulator.wire.ApiCall;
import io.fairlead.simulator.wire.ApiReply;
import io.fairlead.simulator.wire.StatusException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;

/// Serves one request after the other: who asks, what for, the model's answer, its form.
final class Serving {
    private static final String JSON = "application/json";

    private final ModelAccess model;
    private final Tokens tokens;
    private final Consumer<Throwable> failures;

    private record Answer(ApiReply reply, View view, Instant now) {}

    private record OpenedWatch(WatchAnswer answer, View view) {}

    Serving(ModelAccess model, Tokens tokens, Consumer<Throwable> failures) {
        this.model = model;
        this.tokens = tokens;
        this.failures = failures;
    }

    /// @throws IOException if the client is gone
    void serve(Incoming request, Response response) throws IOException {
        ApiReply refusal;
        try {
            ApiCall call = call(request);
            Representation form = Representation.of(call);
            if (isWatch(call)) {
                watch(call, form, response);
            } else {
                answer(call, form, response);
            }
            return;
        } catch (StatusException e) {
            refusal = e.reply();
        } catch (RuntimeException e) {
            failures.accept(e);
            refusal = StatusException.of(
                            500,
                            "InternalError",
                            "Internal error occurred: " + e,
                            JsonNodeFactory.instance.missingNode())
                    .reply();
        }
        if (response.isBegun()) {
            throw new IOException("the answer cannot be finished: " + refusal.body());
        }
        send(refusal, refusal.body(), Json.compact(), response);
    }

    private ApiCall call(Incoming request) {
        ApiCall.User user = tokens.find(request.header("authorization"))
                .orElseThrow(() -> StatusException.of(
                        401, "Unauthorized", "Unauthorized", JsonNodeFactory.instance.missingNode()));
        Verb verb = verb(request.method())
                .orElseThrow(() -> StatusException.of(
                        405,
                        "MethodNotAllowed",
                        "the server does not allow this method on the requested resource",
                        JsonNodeFactory.instance.objectNode()));
        String type = request.header("content-type");
        int end = type.indexOf(';');
        String mediaType = (end < 0 ? type : type.substring(0, end)).strip();
        SequencedMap<String, String> headers = new LinkedHashMap<>(request.headers());
        if (mediaType.equals(ProtobufBody.MEDIA_TYPE)) {
            // What the model is given has been turned into JSON.
            headers.put("content-type", JSON);
        }
        JsonNode body = RequestBodies.read(mediaType, request.body());
        return new ApiCall(verb, request.path(), request.query(), headers, body, user);
    }

    private static Optional<Verb> verb(String method) {
        for (Verb verb : Verb.values()) {
            if (verb.name().equals(method)) {
                return Optional.of(verb);
            }
        }
        return Optional.empty();
    }

    private static boolean isWatch(ApiCall call) {
        String watch = call.query("watch");
        return call.verb() == Verb.GET && (watch.equals("true") || watch.equals("1"));
    }

    private void answer(ApiCall call, Representation form, Response response) throws IOException {
        Answer answer = model.inside(() -> {
            ApiReply reply = model.server().handle(call);
            return new Answer(
                    reply, View.of(call, form, model.server()), model.timeline().now());
        });
        ApiReply reply = answer.reply();
        JsonNode body = reply.isSuccess() ? answer.view().apply(reply.body(), true, answer.now()) : reply.body();
        send(reply, body, Json.writer(call), response);
    }

    private void watch(ApiCall call, Representation form, Response response) throws IOException {
        OpenedWatch opened =
                model.inside(() -> new OpenedWatch(model.server().watch(call), View.of(call, form, model.server())));
        switch (opened.answer()) {
            case WatchAnswer.Refused(ApiReply reply) -> send(reply, reply.body(), Json.writer(call), response);
            case WatchAnswer.Opened(var feed) -> new WatchPump(model, feed, opened.view(), response).run();
        }
    }

    private static void send(ApiReply reply, JsonNode body, ObjectWriter writer, Response response) throws IOException {
        SequencedMap<String, String> headers = headers(reply);
        OutputStream out = response.body(reply.status(), headers);
        if (body instanceof TextNode text
                && headers.getOrDefault("content-type", "").startsWith("text/plain")) {
            out.write(text.asText().getBytes(StandardCharsets.UTF_8));
        } else {
            Json.write(writer, body, out);
        }
        // Not where writing failed: what was cut off must not look complete.
        out.close();
    }

    static SequencedMap<String, String> headers(ApiReply reply) {
        SequencedMap<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", JSON);
        headers.put("cache-control", "no-cache, private");
        headers.putAll(reply.headers());
        List<String> warnings = reply.warnings();
        if (!warnings.isEmpty()) {
            headers.put(
                    "warning",
                    String.join(", ", warnings.stream().map(Serving::warning).toList()));
        }
        return headers;
    }

    /// As RFC 7234 has it: code, agent and quoted text.
    private static String warning(String text) {
        StringBuilder quoted = new StringBuilder("299 - \"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c < ' ' ? ' ' : c);
        }
        return quoted.append('"').toString();
    }
}
