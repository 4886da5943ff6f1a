package io.fairlead.simulator.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/// How webhooks are called.
public interface WebhookTransport {
    /// Where a webhook listens.
    ///
    /// @param url absolute
    /// @param caBundle PEM in base64; empty to trust what the JVM trusts
    record Endpoint(String url, String caBundle) {}

    /// There was no answer.
    final class CallException extends Exception {
        private static final long serialVersionUID = 1;

        /// @param message as Go's HTTP client words it
        public CallException(String message) {
            super(message);
        }
    }

    /// @param review an AdmissionReview with a request
    /// @return what came back, an AdmissionReview or not
    JsonNode call(Endpoint endpoint, ObjectNode review, Duration timeout) throws CallException;
}
