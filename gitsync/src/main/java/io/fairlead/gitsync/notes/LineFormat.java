package io.fairlead.gitsync.notes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/// The lines of a note: a JSON object for programs, and a sentence for people.
final class LineFormat {
    private static final int VERSION = 1;
    private static final String SCOPE = "scope";
    private static final String MORE = "more";
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(16).build())
                    .build())
            .build();

    private LineFormat() {}

    /// What a line that begins with `{` is.
    sealed interface Parsed {
        /// A status line of this version.
        record Status(KeyedLine line) implements Parsed {}

        /// The count of lines that found no room.
        record More(int count) implements Parsed {}

        /// A newer version, another type, or no JSON at all: kept as it is.
        record Other() implements Parsed {}
    }

    static Parsed parse(String text) {
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            return new Parsed.Other();
        }
        if (json == null || !json.path("v").isInt() || json.path("v").intValue() != VERSION) {
            return new Parsed.Other();
        }
        return switch (json.path("t").asText("")) {
            case SCOPE -> status(json, text);
            case MORE -> new Parsed.More(json.path("n").asInt(0));
            default -> new Parsed.Other();
        };
    }

    /// One JSON object within [NoteLimits#LINE_BYTES_MAX]: free texts are cut, and left out last to first,
    /// until it is.
    static String json(StatusLine line) {
        ObjectNode json = JSON.createObjectNode();
        json.put("v", VERSION).put("t", SCOPE);
        json.put("c", line.key().cluster());
        json.put("s", line.key().scope());
        json.put("w", line.key().workload());
        json.put("q", line.counter());
        json.put("at", line.at().truncatedTo(ChronoUnit.SECONDS).toString());
        json.put("st", line.state().text());
        json.put("upd", line.pods().updated());
        json.put("rdy", line.pods().ready());
        json.put("rep", line.pods().replicas());
        put(json, "rev", line.revision());
        put(json, "gate", line.gate());
        put(json, "by", line.by());
        put(json, "why", line.why());
        for (String field : java.util.List.of("why", "gate", "by", "rev")) {
            if (bytes(json.toString()) < NoteLimits.LINE_BYTES_MAX) {
                break;
            }
            json.remove(field);
        }
        if (bytes(json.toString()) >= NoteLimits.LINE_BYTES_MAX) {
            throw new IllegalArgumentException("cluster, scope and workload are too long for a note");
        }
        return json.toString();
    }

    static KeyedLine keyed(StatusLine line) {
        return new KeyedLine(line.key(), line.counter(), line.at().truncatedTo(ChronoUnit.SECONDS), json(line));
    }

    static String more(String cluster, int count) {
        return JSON.createObjectNode()
                .put("v", VERSION)
                .put("t", MORE)
                .put("c", cluster)
                .put("n", count)
                .toString();
    }

    /// `prod-eu  payments/checkout  CloneSet  4/20 updated, 20 ready  Paused  waits: …`. Made from the JSON line
    /// alone, so that every writer makes the same sentence of the same line.
    static String sentence(KeyedLine line) {
        JsonNode json;
        try {
            json = JSON.readTree(line.text());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a status line that is no JSON", impossible);
        }
        var sentence = new StringBuilder(sentenceHead(line.key()));
        sentence.append(kind(line.key().workload())).append("  ");
        sentence.append(json.path("upd").asInt())
                .append('/')
                .append(json.path("rep").asInt());
        sentence.append(" updated, ").append(json.path("rdy").asInt()).append(" ready  ");
        sentence.append(plain(json.path("st").asText("")));
        append(sentence, "  waits: ", json.path("gate"));
        append(sentence, "  by ", json.path("by"));
        append(sentence, "  ", json.path("why"));
        return sentence.toString();
    }

    /// How every sentence about a key begins; a line that begins so is made anew from the JSON line.
    static String sentenceHead(StatusLine.Key key) {
        String workload = key.workload();
        String name = workload.substring(workload.indexOf('/') + 1);
        return plain(key.cluster()) + "  " + plain(key.scope()) + "/" + plain(name) + "  ";
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static Parsed status(JsonNode json, String text) {
        boolean complete = json.path("c").isTextual()
                && json.path("s").isTextual()
                && json.path("w").isTextual()
                && json.path("q").canConvertToLong()
                && json.path("q").isIntegralNumber()
                && bytes(text) < NoteLimits.LINE_BYTES_MAX;
        if (!complete) {
            return new Parsed.Other();
        }
        var key = new StatusLine.Key(
                json.path("c").textValue(),
                json.path("s").textValue(),
                json.path("w").textValue());
        return time(json.path("at").asText(""))
                .<Parsed>map(at ->
                        new Parsed.Status(new KeyedLine(key, json.path("q").longValue(), at, text)))
                .orElseGet(Parsed.Other::new);
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    private static void put(ObjectNode json, String field, Optional<String> value) {
        value.map(LineFormat::plain).filter(text -> !text.isEmpty()).ifPresent(text -> json.put(field, text));
    }

    private static void append(StringBuilder sentence, String before, JsonNode value) {
        if (value.isTextual()) {
            sentence.append(before).append(plain(value.textValue()));
        }
    }

    private static String kind(String workload) {
        int slash = workload.indexOf('/');
        return plain(slash < 0 ? workload : workload.substring(0, slash));
    }

    /// On one line, without control characters, and not too long (T-063).
    private static String plain(String text) {
        String clean = CONTROL.matcher(text).replaceAll(" ").strip();
        return clean.length() <= NoteLimits.TEXT_CHARS_MAX ? clean : clean.substring(0, NoteLimits.TEXT_CHARS_MAX);
    }
}
