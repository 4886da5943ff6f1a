package io.fairlead.api.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The API server's own record of the writes that it accepted: the judge of how often something was written. Dry runs
/// write nothing.
public final class AuditLog {
    /// What the server is told to record: every write, by metadata alone, when it is answered.
    static final String POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived, ResponseStarted]
            rules:
            - level: Metadata
              verbs: [create, update, patch, delete, deletecollection]
            - level: None
            """;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SUCCESS_MIN = 200;
    private static final int SUCCESS_MAX = 299;

    private final Path file;

    AuditLog(Path file) {
        this.file = file;
    }

    /// A place in the log.
    public record Mark(long bytes) {}

    /// One accepted write.
    ///
    /// @param agent the client's `User-Agent`
    /// @param resource plural, with the subresource where there is one: `pods/status`
    public record Write(String agent, String verb, String resource, String namespace, String name) {
        boolean isOn(String plural) {
            return resource.equals(plural) || resource.startsWith(plural + "/");
        }
    }

    /// The end of the log as it is now.
    public Mark mark() {
        try {
            return new Mark(Files.exists(file) ? Files.size(file) : 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The accepted writes since a mark.
    public Writes since(Mark mark) {
        try {
            byte[] all = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            int from = (int) Math.min(mark.bytes(), all.length);
            String text = new String(all, from, all.length - from, StandardCharsets.UTF_8);
            List<Write> writes = new ArrayList<>();
            // The last line may still be on its way to the file.
            for (String line :
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                JsonNode event = JSON.readTree(line);
                int code = event.path("responseStatus").path("code").asInt();
                boolean isDryRun = event.path("requestURI").asText("").contains("dryRun=");
                if (code >= SUCCESS_MIN && code <= SUCCESS_MAX && !isDryRun) {
                    writes.add(write(event));
                }
            }
            return new Writes(writes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Write write(JsonNode event) {
        JsonNode ref = event.path("objectRef");
        String subresource = ref.path("subresource").asText("");
        return new Write(
                event.path("userAgent").asText(""),
                event.path("verb").asText(""),
                ref.path("resource").asText("") + (subresource.isEmpty() ? "" : "/" + subresource),
                ref.path("namespace").asText(""),
                ref.path("name").asText(""));
    }

    /// Accepted writes in the order in which they were answered.
    public record Writes(List<Write> all) {
        public Writes {
            all = List.copyOf(all);
        }

        public List<Write> writesTo(String plural) {
            return all.stream().filter(write -> write.isOn(plural)).toList();
        }

        /// What clients whose agent starts so have written, leases aside.
        public List<Write> writesBy(String agent) {
            return all.stream()
                    .filter(write -> write.agent().startsWith(agent) && !write.isOn("leases"))
                    .toList();
        }

        /// Pod name to the number of writes to it (status included) by clients whose agent starts so.
        public SortedMap<String, Integer> podWrites(String agent) {
            SortedMap<String, Integer> counts = new TreeMap<>();
            for (Write write : writesBy(agent)) {
                if (write.isOn("pods")) {
                    counts.merge(write.name(), 1, Integer::sum);
                }
            }
            return counts;
        }
    }
}
