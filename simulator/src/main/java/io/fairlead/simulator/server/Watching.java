package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.WatchStream.End;
import io.fairlead.kube.WatchStream.Event;
import io.fairlead.kube.WatchStream.Item;
import io.fairlead.simulator.wire.ApiCall;
import io.fairlead.simulator.wire.FieldError;
import io.fairlead.simulator.wire.Refusals;
import io.fairlead.simulator.wire.StatusException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Opens watches, and ends them in time.
final class Watching {
    private static final Duration BOOKMARK_INTERVAL = Duration.ofMinutes(1);
    /// The last bookmark comes this long before the end.
    private static final Duration BOOKMARK_BEFORE_END = Duration.ofSeconds(2);
    /// Without a timeout of their own, watches end after this long up to twice as long (`--min-request-timeout`).
    private static final int TIMEOUT_SECONDS_MIN = 1800;

    private final Model model;

    Watching(Model model) {
        this.model = model;
    }

    WatchFeed open(ApiCall call, Route route, Registration kind) {
        LogFeed.Filter filter = Reading.filter(call, route, kind);
        if (!route.name().isEmpty()) {
            filter = new LogFeed.Filter(
                    filter.namespace(), filter.labels(), FieldQuery.parse("metadata.name=" + route.name(), kind));
        }
        Duration timeout = timeout(call);
        boolean wantsBookmarks = isTrue(call.query("allowWatchBookmarks"));
        LogFeed feed = feed(call, kind, filter, wantsBookmarks);
        kind.table().addFeed(feed);
        if (wantsBookmarks) {
            bookmarkLater(feed, timeout);
        }
        model.timeline.after(timeout, "watch on " + kind.resource() + " ends", feed::end);
        return feed;
    }

    private LogFeed feed(ApiCall call, Registration kind, LogFeed.Filter filter, boolean wantsBookmarks) {
        String text = call.query("resourceVersion");
        String sendsInitial = call.query("sendInitialEvents");
        check(text, call.query("resourceVersionMatch"), sendsInitial);
        long version = ListOptions.version(text);
        ChangeLog log = kind.table().log();
        ArrayDeque<Item> initial = new ArrayDeque<>();
        boolean wantsState = sendsInitial.isEmpty() ? version == 0 : isTrue(sendsInitial);
        if (wantsState) {
            addState(initial, kind, filter);
            if (!sendsInitial.isEmpty() && wantsBookmarks) {
                initial.add(new Event("BOOKMARK", initialEventsEnd(kind)));
            }
            return feed(kind, filter, initial, log.end(), 0);
        }
        if (version == 0) {
            return feed(kind, filter, initial, log.end(), 0);
        }
        if (version < log.forgotten()) {
            initial.add(new Event("ERROR", tooOld(version, log.forgotten())));
            initial.add(new End(200, ""));
        }
        return feed(kind, filter, initial, log.after(version), version);
    }

    private LogFeed feed(
            Registration kind, LogFeed.Filter filter, ArrayDeque<Item> initial, long position, long olderThan) {
        return new LogFeed(kind, filter, initial, position, olderThan, () -> model.watchEvents++);
    }

    private static void addState(ArrayDeque<Item> initial, Registration kind, LogFeed.Filter filter) {
        for (ObjectNode object : kind.table().in(filter.namespace()).values()) {
            if (filter.matches(kind, object)) {
                initial.add(new Event("ADDED", kind.present(object)));
            }
        }
    }

    private ObjectNode initialEventsEnd(Registration kind) {
        ObjectNode bookmark = LogFeed.bookmark(kind, model.storage.version());
        Trees.metadata(bookmark).putObject("annotations").put("k8s.io/initial-events-end", "true");
        return bookmark;
    }

    private static ObjectNode tooOld(long version, long forgotten) {
        return (ObjectNode) Refusals.expired("too old resource version: " + version + " (" + forgotten + ")")
                .reply()
                .body();
    }

    private static void check(String version, String match, String sendsInitial) {
        List<FieldError> errors = new ArrayList<>();
        if (sendsInitial.isEmpty() && !match.isEmpty()) {
            errors.add(new FieldError(
                    FieldError.Type.FORBIDDEN,
                    "resourceVersionMatch",
                    null,
                    "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
        }
        if (!sendsInitial.isEmpty()) {
            if (!match.equals("NotOlderThan")) {
                errors.add(new FieldError(
                        FieldError.Type.FORBIDDEN,
                        "resourceVersionMatch",
                        null,
                        "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
            }
            if (!match.isEmpty() && !match.equals("NotOlderThan")) {
                errors.add(new FieldError(
                        FieldError.Type.NOT_SUPPORTED,
                        "resourceVersionMatch",
                        "\"" + match + "\"",
                        "supported values: \"NotOlderThan\""));
            }
        }
        if (!errors.isEmpty()) {
            throw StatusException.invalid("meta.k8s.io", "ListOptions", "", errors);
        }
        ListOptions.plainVersion(version);
    }

    private static boolean isTrue(String text) {
        return text.equals("true") || text.equals("1");
    }

    private Duration timeout(ApiCall call) {
        String text = call.query("timeoutSeconds");
        long seconds = 0;
        if (!text.isEmpty()) {
            try {
                seconds = Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw StatusException.badRequest("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
            }
        }
        return Duration.ofSeconds(
                seconds > 0 ? seconds : model.chance.between(TIMEOUT_SECONDS_MIN, 2 * TIMEOUT_SECONDS_MIN));
    }

    /// @param left until the watch ends
    private void bookmarkLater(LogFeed feed, Duration left) {
        Duration untilLast = left.minus(BOOKMARK_BEFORE_END);
        if (untilLast.isNegative() || untilLast.isZero()) {
            return;
        }
        Duration next = BOOKMARK_INTERVAL.compareTo(untilLast) < 0 ? BOOKMARK_INTERVAL : untilLast;
        model.timeline.after(next, "bookmark", () -> {
            if (!feed.isOver()) {
                feed.bookmark(model.storage.version());
                bookmarkLater(feed, left.minus(next));
            }
        });
    }
}
