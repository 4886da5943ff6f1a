package io.fairlead.kube.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest.ContentType;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.kube.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Gathers events and writes them in the background: [#start] does so every [#FLUSH_PERIOD] on a virtual
/// thread, [#flush] at once.
public final class EventRecorder implements AutoCloseable {
    public static final int TALLIES_MAX = 4_096;
    /// The API server refuses longer ones.
    public static final int MESSAGE_CHARS_MAX = 1_024;

    public static final Duration FLUSH_PERIOD = Duration.ofSeconds(1);
    /// After so long a quiet the same thing is a new event.
    public static final Duration WINDOW = Duration.ofMinutes(10);

    private static final int NAME_CHARS_MAX = 200;

    public enum Severity {
        NORMAL("Normal"),
        WARNING("Warning");

        private final String wireName;

        Severity(String wireName) {
            this.wireName = wireName;
        }
    }

    /// What happened, to which object.
    ///
    /// @param reason CamelCase: `SuccessfulCreate`
    /// @param message for people, without secrets
    public record Occurrence(ObjectPath object, String uid, Severity severity, String reason, String message) {
        public Occurrence {
            message = message.length() <= MESSAGE_CHARS_MAX ? message : message.substring(0, MESSAGE_CHARS_MAX);
        }
    }

    private static final class Tally {
        private final Instant first;
        private final String eventName;
        private Instant last;
        private int count;
        private int writtenCount;

        private Tally(Instant first, String eventName) {
            this.first = first;
            this.last = first;
            this.eventName = eventName;
        }
    }

    private record Due(Occurrence occurrence, Tally tally, int count, Instant last) {}

    private final Resources resources;
    private final String component;
    private final Time time;
    private final SequencedMap<Occurrence, Tally> tallies = new LinkedHashMap<>();
    private long sequence;
    private volatile @Nullable Thread thread;

    /// @param component who reports: `fairlead-reconciler`
    public EventRecorder(Resources resources, String component, Time time) {
        this.resources = resources;
        this.component = component;
        this.time = time;
    }

    public synchronized void record(Occurrence occurrence) {
        Instant now = time.now().truncatedTo(ChronoUnit.SECONDS);
        Tally tally = tallies.remove(occurrence);
        if (tally == null || Duration.between(tally.last, now).compareTo(WINDOW) > 0) {
            String name = occurrence.object().name();
            String stem = name.substring(0, Math.min(name.length(), NAME_CHARS_MAX));
            // Unique as long as two recorders do not see the same object at the same nanosecond; if so, one event is
            // lost.
            long unique = ChronoUnit.NANOS.between(Instant.EPOCH, time.now()) + sequence++;
            tally = new Tally(now, stem + "." + Long.toHexString(unique));
        }
        tally.count++;
        tally.last = now;
        tallies.putLast(occurrence, tally);
        if (tallies.size() > TALLIES_MAX) {
            tallies.pollFirstEntry();
        }
    }

    /// Writes what is not written yet. What fails is tried again by the next flush, as long as it is
    /// remembered.
    public void flush() {
        for (Due due : due()) {
            Outcome outcome = write(due);
            boolean isOver = outcome instanceof Outcome.Applied || outcome instanceof Outcome.Refused;
            if (isOver) {
                written(due);
            } else if (outcome instanceof Outcome.Throttled) {
                return;
            }
        }
    }

    private synchronized List<Due> due() {
        List<Due> due = new ArrayList<>();
        tallies.forEach((occurrence, tally) -> {
            if (tally.count > tally.writtenCount) {
                due.add(new Due(occurrence, tally, tally.count, tally.last));
            }
        });
        return due;
    }

    private synchronized void written(Due due) {
        due.tally().writtenCount = Math.max(due.tally().writtenCount, due.count());
    }

    private Outcome write(Due due) {
        ObjectPath path = ObjectPath.of(ResourceType.EVENT, namespace(due.occurrence()), due.tally().eventName);
        boolean isNew;
        synchronized (this) {
            isNew = due.tally().writtenCount == 0;
        }
        if (isNew) {
            Outcome created = resources.create(ResourceType.EVENT, path.namespace(), event(due, path));
            boolean isThere = created instanceof Outcome.Refused(int code, var reason, var message)
                    && code == 409
                    && reason.equals("AlreadyExists");
            return isThere ? count(path, due) : created;
        }
        Outcome counted = count(path, due);
        // Events are removed by the server after an hour.
        return counted instanceof Outcome.Gone
                ? resources.create(ResourceType.EVENT, path.namespace(), event(due, path))
                : counted;
    }

    private Outcome count(ObjectPath path, Due due) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.put("count", due.count()).put("lastTimestamp", due.last().toString());
        return resources.patch(path, ContentType.MERGE_PATCH, patch);
    }

    private JsonNode event(Due due, ObjectPath path) {
        Occurrence occurrence = due.occurrence();
        ObjectPath object = occurrence.object();
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("apiVersion", "v1").put("kind", "Event");
        event.putObject("metadata").put("namespace", path.namespace()).put("name", path.name());
        ObjectNode involved = event.putObject("involvedObject");
        involved.put("apiVersion", object.type().apiVersion())
                .put("kind", object.type().kind());
        if (!object.namespace().isEmpty()) {
            involved.put("namespace", object.namespace());
        }
        involved.put("name", object.name()).put("uid", occurrence.uid());
        event.put("type", occurrence.severity().wireName);
        event.put("reason", occurrence.reason()).put("message", occurrence.message());
        event.put("firstTimestamp", due.tally().first.toString());
        event.put("lastTimestamp", due.last().toString());
        event.put("count", due.count());
        event.putObject("source").put("component", component);
        event.put("reportingComponent", component);
        return event;
    }

    /// Events of cluster-scoped objects live in `default`.
    private static String namespace(Occurrence occurrence) {
        String namespace = occurrence.object().namespace();
        return namespace.isEmpty() ? "default" : namespace;
    }

    public void start() {
        thread = time.start("events", () -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    flush();
                    time.sleep(FLUSH_PERIOD);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
