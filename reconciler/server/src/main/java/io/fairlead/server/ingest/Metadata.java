package io.fairlead.server.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// Reads the parts of `metadata` that every kind has.
final class Metadata {
    private static final String GROUP = "apps.kruise.io";
    private static final String WHOLE_SECOND = "0000-00-00T00:00:00Z";

    private Metadata() {}

    /// The uid of the controlling owner where that is a workload kind of ours; the version is no part of the
    /// comparison, as one object is served in several (kruise: every owner check compares group and kind).
    static Optional<String> controllerUid(JsonNode object, String kind) {
        for (JsonNode owner : object.path("metadata").path("ownerReferences")) {
            if (owner.path("controller").asBoolean()
                    && owner.path("kind").asText().equals(kind)
                    && group(owner.path("apiVersion").asText()).equals(GROUP)) {
                return Optional.of(owner.path("uid").asText());
            }
        }
        return Optional.empty();
    }

    private static String group(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    /// A time as the server writes it, or nothing where it is absent or no time.
    static Optional<Instant> time(JsonNode node) {
        if (!node.isTextual()) {
            return Optional.empty();
        }
        String text = node.textValue();
        try {
            return Optional.of(isWholeSecond(text) ? wholeSecond(text) : Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// `2026-01-01T00:00:00Z`, as the server writes nearly all times. A pod has half a dozen of them, and the
    /// parser of the JDK takes longer for them than for the rest of the pod.
    private static boolean isWholeSecond(String text) {
        if (text.length() != WHOLE_SECOND.length()) {
            return false;
        }
        for (int i = 0; i < WHOLE_SECOND.length(); i++) {
            char wanted = WHOLE_SECOND.charAt(i);
            char found = text.charAt(i);
            if (wanted == '0' ? found < '0' || found > '9' : found != wanted) {
                return false;
            }
        }
        return true;
    }

    private static Instant wholeSecond(String text) {
        return LocalDateTime.of(
                        number(text, 0, 4),
                        number(text, 5, 7),
                        number(text, 8, 10),
                        number(text, 11, 13),
                        number(text, 14, 16),
                        number(text, 17, 19))
                .toInstant(ZoneOffset.UTC);
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }
}
