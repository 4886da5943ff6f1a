package io.fairlead.simulator.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.server.ApiServer.Kept;
import io.fairlead.simulator.server.CommitListener.Commit;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Between changes and records. A file begins with a head, a snapshot ends with a tail.
final class Records {
    static final int FORMAT = 1;
    private static final String NAME = "fairlead-cluster";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Records() {}

    static byte[] head(long version) {
        return bytes(JsonNodeFactory.instance
                .objectNode()
                .put("format", NAME)
                .put("formatVersion", FORMAT)
                .put("version", version));
    }

    static byte[] tail(long count) {
        return bytes(JsonNodeFactory.instance.objectNode().put("end", count));
    }

    static byte[] kept(Kept kept) {
        return bytes(change(version(kept.object()), kept.type()).set("object", kept.object()));
    }

    static byte[] commit(Commit commit) {
        ObjectNode change = change(commit.version(), commit.type());
        ObjectNode after = commit.after();
        if (after != null) {
            change.set("object", after);
        } else {
            ObjectNode before = commit.before();
            change.put("removed", before == null ? "" : key(commit.type(), before));
        }
        return bytes(change);
    }

    private static long version(JsonNode object) {
        return Long.parseLong(object.path("metadata").path("resourceVersion").asText("0"));
    }

    private static ObjectNode change(long version, ResourceType type) {
        ObjectNode change = JsonNodeFactory.instance.objectNode();
        change.put("version", version);
        change.putArray("type")
                .add(type.group())
                .add(type.version())
                .add(type.kind())
                .add(type.plural())
                .add(type.isNamespaced());
        return change;
    }

    private static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    static JsonNode parse(byte[] record) throws IOException {
        return JSON.readTree(record);
    }

    /// @return why the file cannot be read by this program; empty if it can
    static String refusal(JsonNode head) {
        if (!head.path("format").asText().equals(NAME)) {
            return "is not a file of Fairlead's embedded cluster";
        }
        int format = head.path("formatVersion").asInt();
        return format == FORMAT
                ? ""
                : "has format " + format + ", and this program knows " + FORMAT + ": use the Fairlead that wrote it";
    }

    /// Where an object stands in its kind.
    static String key(ResourceType type, JsonNode object) {
        JsonNode metadata = object.path("metadata");
        String name = metadata.path("name").asText();
        return type.isNamespaced() ? metadata.path("namespace").asText() + "/" + name : name;
    }

    /// The objects after all changes so far.
    static final class Replay {
        private final Map<String, Kept> objects = new LinkedHashMap<>();
        private long version;

        Replay(long version) {
            this.version = version;
        }

        void apply(JsonNode change) {
            JsonNode type = change.path("type");
            ResourceType resource = new ResourceType(
                    type.path(0).asText(),
                    type.path(1).asText(),
                    type.path(2).asText(),
                    type.path(3).asText(),
                    type.path(4).asBoolean());
            String kind = resource.plural() + "." + resource.group() + "/";
            JsonNode object = change.get("object");
            if (object instanceof ObjectNode after) {
                String key = kind + key(resource, after);
                // The order is that of the newest change of each object.
                objects.remove(key);
                objects.put(key, new Kept(resource, after));
            } else {
                objects.remove(kind + change.path("removed").asText());
            }
            version = Math.max(version, change.path("version").asLong());
        }

        StateFolder.Contents contents() {
            return new StateFolder.Contents(version, List.copyOf(objects.values()));
        }
    }
}
