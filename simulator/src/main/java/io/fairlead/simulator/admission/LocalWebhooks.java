package io.fairlead.simulator.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Webhooks that run in this process and answer at once. Not thread-safe.
public final class LocalWebhooks implements WebhookTransport {
    // Looked up by URL only; never iterated.
    private final Map<String, Handler> handlers = new HashMap<>();

    /// What a webhook does.
    public interface Handler {
        /// @param review with a request; not to be changed
        /// @return an AdmissionReview with a response
        JsonNode answer(ObjectNode review) throws CallException;
    }

    /// From now on requests to the URL go to the handler.
    public void register(String url, Handler handler) {
        handlers.put(url, handler);
    }

    /// From now on nobody listens at the URL.
    public void unregister(String url) {
        handlers.remove(url);
    }

    @Override
    public JsonNode call(Endpoint endpoint, ObjectNode review, Duration timeout) throws CallException {
        Handler handler = handlers.get(endpoint.url());
        if (handler == null) {
            throw new CallException("Post \"" + endpoint.url() + "?timeout=" + timeout.toSeconds() + "s\": dial tcp "
                    + URI.create(endpoint.url()).getAuthority() + ": connect: connection refused");
        }
        return handler.answer(review);
    }
}
