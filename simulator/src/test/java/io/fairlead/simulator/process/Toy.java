package io.fairlead.simulator.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.WatchStream.Event;
import io.fairlead.kube.WatchStream.Item;
import io.fairlead.simulator.server.ApiServer.WatchAnswer;
import io.fairlead.simulator.server.WatchFeed;
import io.fairlead.simulator.wire.ApiCall;
import io.fairlead.simulator.wire.ApiReply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// As little of an API server as leases and a watch need: objects by path, with compare-and-swap.
final class Toy implements World.Server {
    final TreeMap<String, ObjectNode> objects = new TreeMap<>();
    final List<String> writes = new ArrayList<>();
    private final List<Feed> feeds = new ArrayList<>();
    private int version;

    @Override
    public ApiReply handle(ApiCall call) {
        return switch (call.verb()) {
            case GET -> get(call.path());
            case POST -> {
                JsonNode body = Objects.requireNonNull(call.body());
                String path =
                        call.path() + "/" + body.path("metadata").path("name").asText();
                yield objects.containsKey(path) ? status(409, "AlreadyExists") : store("ADDED", path, body, call);
            }
            case PUT -> {
                JsonNode body = Objects.requireNonNull(call.body());
                ObjectNode stored = objects.get(call.path());
                yield stored == null
                        ? status(404, "NotFound")
                        : version(stored).equals(version(body))
                                ? store("MODIFIED", call.path(), body, call)
                                : status(409, "Conflict");
            }
            case PATCH, DELETE -> status(405, "MethodNotAllowed");
        };
    }

    private ApiReply get(String path) {
        ObjectNode stored = objects.get(path);
        if (stored != null) {
            return ApiReply.of(200, stored);
        }
        if (!path.endsWith("s")) {
            return status(404, "NotFound");
        }
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.putObject("metadata").put("resourceVersion", Integer.toString(version));
        var items = list.putArray("items");
        objects.forEach((key, object) -> {
            if (key.startsWith(path + "/")) {
                items.add(object);
            }
        });
        return ApiReply.of(200, list);
    }

    private ApiReply store(String type, String path, JsonNode body, ApiCall call) {
        version++;
        ObjectNode next = body.deepCopy();
        next.withObject("/metadata")
                .put("resourceVersion", Integer.toString(version))
                .put("uid", path);
        objects.put(path, next);
        writes.add(call.user().name() + " " + version);
        feeds.forEach(feed -> feed.offer(path, new Event(type, next)));
        return ApiReply.of(200, next);
    }

    private static String version(JsonNode object) {
        return object.path("metadata").path("resourceVersion").asText();
    }

    private static ApiReply status(int code, String reason) {
        return ApiReply.of(code, JsonNodeFactory.instance.objectNode().put("reason", reason));
    }

    @Override
    public WatchAnswer watch(ApiCall call) {
        Feed feed = new Feed(call.path());
        feeds.add(feed);
        int since = Integer.parseInt(call.query("resourceVersion"));
        objects.forEach((path, object) -> {
            if (Integer.parseInt(version(object)) > since) {
                feed.offer(path, new Event("MODIFIED", object));
            }
        });
        return new WatchAnswer.Opened(feed);
    }

    private final class Feed implements WatchFeed {
        private final String prefix;
        private final Deque<Item> items = new ArrayDeque<>();
        private @Nullable Runnable listener;

        private Feed(String path) {
            this.prefix = path + "/";
        }

        private void offer(String path, Item item) {
            if (path.startsWith(prefix)) {
                items.add(item);
                Runnable present = listener;
                if (present != null) {
                    present.run();
                }
            }
        }

        @Override
        public Optional<Item> poll() {
            return Optional.ofNullable(items.poll());
        }

        @Override
        public void onItem(Runnable next) {
            listener = next;
            if (!items.isEmpty()) {
                next.run();
            }
        }

        @Override
        public void close() {
            feeds.remove(this);
        }
    }
}
