package io.fairlead.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.WatchStream;
import io.fairlead.simulator.server.WatchFeed;
import io.fairlead.simulator.wire.ApiReply;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Carries the items of a watch to its client, until either side ends it. What has come about at once is taken
/// from the
/// model at once, and flushed at once.
final class WatchPump {
    /// Items taken with the lock held.
    private static final int BATCH_MAX = 256;

    private record Batch(List<WatchStream.Item> items, Instant now) {}

    private final ModelAccess model;
    private final WatchFeed feed;
    private final View view;
    private final Response response;
    private boolean isFirst = true;

    WatchPump(ModelAccess model, WatchFeed feed, View view, Response response) {
        this.model = model;
        this.feed = feed;
        this.view = view;
        this.response = response;
    }

    void run() throws IOException {
        try {
            OutputStream out =
                    response.stream(Serving.headers(ApiReply.of(200, JsonNodeFactory.instance.missingNode())));
            model.inside(() -> {
                feed.onItem(response::wake);
                return true;
            });
            while (!response.isGone()) {
                Batch batch = take();
                if (batch.items().isEmpty()) {
                    // A wake-up that came before this lets it return at once.
                    LockSupport.park(this);
                    continue;
                }
                if (!write(batch, out)) {
                    out.close();
                    return;
                }
                out.flush();
            }
        } finally {
            model.inside(() -> {
                feed.close();
                return true;
            });
        }
    }

    private Batch take() {
        return model.inside(() -> {
            List<WatchStream.Item> items = new ArrayList<>();
            while (items.size() < BATCH_MAX) {
                Optional<WatchStream.Item> next = feed.poll();
                if (next.isEmpty()) {
                    break;
                }
                items.add(next.get());
            }
            return new Batch(items, model.timeline().now());
        });
    }

    /// @return whether the watch goes on
    private boolean write(Batch batch, OutputStream out) throws IOException {
        for (WatchStream.Item item : batch.items()) {
            switch (item) {
                case WatchStream.Event(String type, JsonNode object) -> {
                    ObjectNode event = JsonNodeFactory.instance.objectNode();
                    event.put("type", type);
                    event.set("object", type.equals("ERROR") ? object : view.apply(object, isFirst, batch.now()));
                    isFirst = false;
                    Json.write(Json.compact(), event, out);
                }
                case WatchStream.End _ -> {
                    return false;
                }
            }
        }
        return true;
    }
}
