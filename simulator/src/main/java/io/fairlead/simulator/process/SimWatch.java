package io.fairlead.simulator.process;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.WatchStream;
import io.fairlead.simulator.schedule.Wait;
import io.fairlead.simulator.server.WatchFeed;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One open watch: the way of its events from the server to the process, and what can go wrong on it. Read by one
/// thread.
public final class SimWatch implements WatchStream {
    private record Flight(Item item, long dueNanos) {}

    private final World world;
    private final SimProcess process;
    private final ApiRequest request;
    private final WatchFeed feed;
    private final Deque<Flight> underWay = new ArrayDeque<>();
    private final Deque<Item> arrived = new ArrayDeque<>();
    private @Nullable Wait reader;
    private @Nullable End end;
    private long lastDueNanos;
    private long heardNanos;
    private boolean isLanding;
    private boolean isFrozen;

    SimWatch(World world, SimProcess process, ApiRequest request, WatchFeed feed) {
        this.world = world;
        this.process = process;
        this.request = request;
        this.feed = feed;
        this.heardNanos = now();
    }

    /// The plural of what is watched, as the path ends.
    public String plural() {
        return request.path().substring(request.path().lastIndexOf('/') + 1);
    }

    void listen() {
        feed.onItem(this::depart);
        guardSilence(request.timeout());
    }

    private long now() {
        return world.timeline().nanos();
    }

    /// Takes what the server has sent onto its way.
    private void depart() {
        for (Item item = next(feed); item != null; item = next(feed)) {
            if (item instanceof Event event
                    && event.type().equals("MODIFIED")
                    && !underWay.isEmpty()
                    && world.network().coalesces(process, this)) {
                underWay.removeIf(flight -> flight.item() instanceof Event earlier
                        && earlier.type().equals("MODIFIED")
                        && uid(earlier).equals(uid(event)));
            }
            long due = now() + world.network().lag(process, this).toNanos();
            lastDueNanos = Math.max(lastDueNanos, due);
            underWay.add(new Flight(item, lastDueNanos));
            if (item instanceof Event event
                    && isObject(event)
                    && world.network().repeats(process, this)) {
                underWay.add(new Flight(item, lastDueNanos));
            }
        }
        land();
    }

    private static @Nullable Item next(WatchFeed feed) {
        return feed.poll().orElse(null);
    }

    private static boolean isObject(Event event) {
        return event.type().equals("ADDED") || event.type().equals("MODIFIED");
    }

    private static String uid(Event event) {
        return event.object().path("metadata").path("uid").asText();
    }

    /// Lets arrive what is due, and comes back for the rest.
    private void land() {
        if (isLanding || isFrozen || underWay.isEmpty() || end != null) {
            return;
        }
        isLanding = true;
        long delay = Math.max(0, underWay.getFirst().dueNanos() - now());
        world.timeline().after(Duration.ofNanos(delay), "watch of " + plural() + " brings news", () -> {
            isLanding = false;
            if (isFrozen || end != null) {
                return;
            }
            while (!underWay.isEmpty() && underWay.getFirst().dueNanos() <= now()) {
                Item item = underWay.removeFirst().item();
                heardNanos = now();
                if (item instanceof End last) {
                    finish(last);
                    return;
                }
                arrived.add(item);
            }
            wake();
            land();
        });
    }

    private void wake() {
        Wait waiting = reader;
        if (waiting != null) {
            waiting.over();
        }
    }

    private void finish(End last) {
        end = last;
        feed.close();
        process.closed(this);
        wake();
    }

    /// A connection that brings nothing for the request's timeout is given up, as its client does.
    private void guardSilence(Duration wait) {
        var _ = process.lane().after(wait, "watch of " + plural() + " listens for silence", () -> {
            if (end != null) {
                return;
            }
            Duration silence = Duration.ofNanos(now() - heardNanos);
            if (silence.compareTo(request.timeout()) >= 0) {
                finish(new End(0, "silent"));
            } else {
                guardSilence(request.timeout().minus(silence));
            }
        });
    }

    @Override
    public Item next() {
        while (arrived.isEmpty()) {
            End last = end;
            if (last != null) {
                return last;
            }
            Wait wait = process.lane().newWait();
            reader = wait;
            try {
                wait.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                finish(new End(0, "interrupted"));
            } finally {
                reader = null;
            }
        }
        return arrived.removeFirst();
    }

    @Override
    public void close() {
        if (end == null) {
            finish(new End(0, "closed"));
        }
    }

    /// The process is gone.
    void abandon() {
        if (end == null) {
            end = new End(0, "abandoned");
            feed.close();
            process.closed(this);
        }
    }

    /// The connection ends, with or without a word; what was under way is lost, and comes again with the next
    /// watch.
    ///
    /// @param code 200 as if the server closed it, 0 as if it broke
    public void disconnect(int code) {
        if (end == null) {
            note("is closed with code " + code);
            finish(new End(code, "disconnected"));
        }
    }

    /// The server has forgotten where this watch is: `410 Gone`.
    public void expire() {
        if (end == null) {
            note("expires");
            ObjectNode status = JsonNodeFactory.instance.objectNode();
            status.put("kind", "Status").put("apiVersion", "v1").put("status", "Failure");
            status.put("message", "too old resource version")
                    .put("reason", "Expired")
                    .put("code", 410);
            arrived.add(new Event("ERROR", status));
            finish(new End(200, "expired"));
        }
    }

    /// Nothing arrives until [#thaw]: a connection that broke silently, or a view that stands still.
    public void freeze() {
        if (end == null && !isFrozen) {
            note("stands still");
            isFrozen = true;
        }
    }

    /// Everything held back arrives now.
    public void thaw() {
        if (isFrozen) {
            isFrozen = false;
            List<Flight> late = new ArrayList<>(underWay);
            underWay.clear();
            late.forEach(flight -> underWay.add(new Flight(flight.item(), Math.min(flight.dueNanos(), now()))));
            land();
        }
    }

    private void note(String what) {
        world.timeline().note(process.name(), "watch of " + plural() + " " + what);
    }
}
