package io.fairlead.server.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.ObjectKey;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.kube.Time;
import io.fairlead.server.execute.Order;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells people what was done, as Kubernetes Events on the workload. What happens to many pods within one round is
/// one Event; an Event that cannot be written is lost, since nothing depends on it.
final class EventLog {
    /// How often Events are written.
    static final Duration ROUND = Duration.ofSeconds(1);

    /// Events in one round; the rest is dropped.
    static final int EVENTS_MAX = 50;

    /// Happenings kept for one round; the rest is dropped.
    static final int HAPPENINGS_MAX = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);
    private static final String COMPONENT = "fairlead-reconciler";

    private final Resources resources;
    private final Time time;
    private final String identity;
    private final ConcurrentLinkedQueue<Happening> happenings = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private long written;

    private record Happening(Regarding regarding, String type, String code, String message) {}

    private record Regarding(ObjectKey key, String uid, String apiVersion) {}

    private record Tally(Happening first, int count) {}

    EventLog(Resources resources, Time time, String identity) {
        this.resources = resources;
        this.time = time;
        this.identity = identity;
    }

    void normal(Order order, String code, String message) {
        add(order, "Normal", code, message);
    }

    void warning(Order order, String code, String message) {
        add(order, "Warning", code, message);
    }

    private void add(Order order, String type, String code, String message) {
        if (size.incrementAndGet() > HAPPENINGS_MAX) {
            size.decrementAndGet();
            return;
        }
        Regarding regarding = new Regarding(order.key(), order.ownerUid(), order.apiVersion());
        happenings.add(new Happening(regarding, type, code, message));
    }

    /// Writes what has gathered since the last round. Called by one thread.
    void flush() {
        record Kind(Regarding regarding, String type, String code) {}
        Map<Kind, Tally> tallies = new LinkedHashMap<>();
        List<Happening> round = new ArrayList<>();
        for (Happening next = happenings.poll(); next != null; next = happenings.poll()) {
            size.decrementAndGet();
            round.add(next);
        }
        for (Happening next : round) {
            tallies.merge(
                    new Kind(next.regarding(), next.type(), next.code()),
                    new Tally(next, 1),
                    (a, b) -> new Tally(a.first(), a.count() + 1));
        }
        tallies.values().stream().limit(EVENTS_MAX).forEach(this::write);
    }

    private void write(Tally tally) {
        Happening first = tally.first();
        ObjectKey key = first.regarding().key();
        String message =
                tally.count() == 1 ? first.message() : first.message() + " (and " + (tally.count() - 1) + " more pods)";
        Instant now = time.now();
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("apiVersion", ResourceType.EVENT.apiVersion()).put("kind", ResourceType.EVENT.kind());
        event.putObject("metadata")
                .put("name", key.name() + "." + Long.toHexString(now.toEpochMilli()) + Long.toHexString(++written))
                .put("namespace", key.namespace());
        event.putObject("involvedObject")
                .put("apiVersion", first.regarding().apiVersion())
                .put("kind", key.kind())
                .put("namespace", key.namespace())
                .put("name", key.name())
                .put("uid", first.regarding().uid());
        event.put("type", first.type()).put("reason", first.code()).put("message", message);
        event.put("count", tally.count());
        String seconds = now.truncatedTo(ChronoUnit.SECONDS).toString();
        event.put("firstTimestamp", seconds).put("lastTimestamp", seconds);
        event.putObject("source").put("component", COMPONENT);
        event.put("reportingComponent", COMPONENT).put("reportingInstance", identity);
        Outcome outcome = resources.create(ResourceType.EVENT, key.namespace(), event);
        if (!(outcome instanceof Outcome.Applied)) {
            LOG.debug("{}: an event was lost: {}", key, outcome);
        }
    }
}
