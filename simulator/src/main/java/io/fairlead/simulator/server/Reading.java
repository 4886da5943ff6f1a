package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.wire.ApiCall;
import io.fairlead.simulator.wire.ApiReply;
import io.fairlead.simulator.wire.Refusals;
import java.util.Map;
import java.util.NavigableMap;

/// Shows objects and lists.
final class Reading {
    private static final int OK = 200;
    private static final long FIRST_VERSION = 1;

    private final Model model;

    Reading(Model model) {
        this.model = model;
    }

    ApiReply get(Request request) {
        long version = ListOptions.plainVersion(request.call().query("resourceVersion"));
        if (version > model.storage.version()) {
            throw Refusals.tooLargeVersion(version, model.storage.version());
        }
        return ApiReply.of(OK, request.kind().present(existing(request)));
    }

    static ObjectNode existing(Request request) {
        ObjectNode object = request.kind().table().get(request.key());
        if (object == null) {
            throw request.kind().notFound(request.name());
        }
        return object;
    }

    ApiReply list(ApiCall call, Route route, Registration kind) {
        ListOptions options = ListOptions.of(call);
        LogFeed.Filter filter = filter(call, route, kind);
        KindTable table = kind.table();
        long current = model.storage.version();
        long version = options.snapshot(current);
        if (version > current) {
            throw Refusals.tooLargeVersion(version, current);
        }
        if (version < table.log().forgotten() || version < FIRST_VERSION) {
            throw options.forgotten();
        }
        NavigableMap<String, ObjectNode> objects = table.asOf(route.namespace(), version);
        if (!options.startKey().isEmpty()) {
            objects = objects.tailMap(options.startKey(), true);
        }
        ObjectNode list = Trees.object();
        list.put("kind", kind.listKind()).put("apiVersion", kind.apiVersion());
        ObjectNode metadata = list.putObject("metadata");
        metadata.put("resourceVersion", Long.toString(version));
        if (kind.isCustom()) {
            metadata.put("continue", "");
        }
        fill(list.putArray("items"), objects, filter, kind, options, metadata, version);
        return ApiReply.of(OK, list);
    }

    private static void fill(
            ArrayNode items,
            NavigableMap<String, ObjectNode> objects,
            LogFeed.Filter filter,
            Registration kind,
            ListOptions options,
            ObjectNode metadata,
            long version) {
        long limit = options.limit();
        for (Map.Entry<String, ObjectNode> entry : objects.entrySet()) {
            if (!filter.matches(kind, entry.getValue())) {
                continue;
            }
            if (limit > 0 && items.size() == limit) {
                metadata.put("continue", ListOptions.token(version, entry.getKey()));
                if (filter.labels().requirements().isEmpty()
                        && filter.fields().terms().isEmpty()) {
                    metadata.put(
                            "remainingItemCount",
                            objects.tailMap(entry.getKey(), true).size());
                }
                return;
            }
            items.add(item(kind, entry.getValue()));
        }
    }

    /// Items of typed lists do not say what they are; those of custom kinds do.
    private static ObjectNode item(Registration kind, ObjectNode stored) {
        ObjectNode object = kind.present(stored);
        return kind.isCustom() ? object : Trees.untyped(object);
    }

    static LogFeed.Filter filter(ApiCall call, Route route, Registration kind) {
        LabelQuery labels = LabelQuery.parse(call.query("labelSelector"));
        FieldQuery fields = FieldQuery.parse(call.query("fieldSelector"), kind);
        return new LogFeed.Filter(kind.isNamespaced() ? route.namespace() : "", labels, fields);
    }
}
