package io.fairlead.simulator.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The managers of one object, while a request is worked on.
final class Managers {
    static final String APPLY = "Apply";
    static final String UPDATE = "Update";

    /// Managers that have updated; the oldest of more are put together.
    static final int UPDATERS_MAX = 10;

    private static final String ANCIENT = "ancient-changes";
    private static final int SECONDS_LENGTH = "2026-01-01T00:00:00Z".length();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Map<Owner, Owned> all = new LinkedHashMap<>();

    /// Who a manager is. One that applies is the same in all versions.
    ///
    /// @param apiVersion empty for one that applies
    record Owner(String manager, String operation, String apiVersion, String subresource) {
        static Owner apply(String manager, String subresource) {
            return new Owner(manager.isEmpty() ? "unknown" : manager, APPLY, "", subresource);
        }

        static Owner update(String manager, String apiVersion, String subresource) {
            return new Owner(manager.isEmpty() ? "unknown" : manager, UPDATE, apiVersion, subresource);
        }

        boolean isApplier() {
            return operation.equals(APPLY);
        }

        /// The API server's own name for it, by which it sorts.
        String identifier() {
            return "{\"manager\":" + TextNode.valueOf(manager) + ",\"operation\":\"" + operation + '"'
                    + (apiVersion.isEmpty() ? "" : ",\"apiVersion\":\"" + apiVersion + '"')
                    + (subresource.isEmpty() ? "" : ",\"subresource\":\"" + subresource + '"') + "}";
        }
    }

    /// What a manager owns.
    ///
    /// @param time RFC 3339 in UTC to the second; empty where none is known
    /// @param node as it was stored; null once something has changed
    record Owned(
            FieldSet fields,
            String apiVersion,
            String time,
            @Nullable ObjectNode node) {
        Owned with(FieldSet other) {
            return other.equals(fields) ? this : new Owned(other, apiVersion, time, null);
        }
    }

    /// @return empty if something in it is malformed
    static Optional<Managers> read(JsonNode managedFields) {
        Managers read = new Managers();
        for (JsonNode entry : managedFields) {
            String operation = entry.path("operation").asText("");
            String apiVersion = entry.path("apiVersion").asText("");
            boolean isApply = operation.equals(APPLY);
            if ((!isApply && !operation.equals(UPDATE))
                    || apiVersion.isEmpty()
                    || !entry.path("fieldsType").asText("").equals("FieldsV1")) {
                return Optional.empty();
            }
            try {
                String time = time(entry.path("time").asText(""));
                boolean isAsStored = entry instanceof ObjectNode
                        && time.equals(entry.path("time").asText(""))
                        && entry.path("fieldsV1") instanceof FieldsNode;
                read.all.put(
                        new Owner(
                                entry.path("manager").asText(""),
                                operation,
                                isApply ? "" : apiVersion,
                                entry.path("subresource").asText("")),
                        new Owned(
                                FieldSet.parse(entry.path("fieldsV1")),
                                apiVersion,
                                time,
                                isAsStored ? (ObjectNode) entry : null));
            } catch (IllegalArgumentException | DateTimeException e) {
                return Optional.empty();
            }
        }
        return Optional.of(read);
    }

    private static String time(String written) {
        boolean isNormal = written.isEmpty() || (written.length() == SECONDS_LENGTH && written.endsWith("Z"));
        return isNormal ? written : text(OffsetDateTime.parse(written).toInstant());
    }

    static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    Map<Owner, Owned> all() {
        return all;
    }

    FieldSet fields(Owner key) {
        Owned owned = all.get(key);
        return owned == null ? FieldSet.EMPTY : owned.fields();
    }

    void set(Owner key, Owned owned) {
        all.put(key, owned);
    }

    void remove(Owner key) {
        all.remove(key);
    }

    /// Changes what managers own; those that are left with nothing go.
    ///
    /// @param except is left alone; null for none
    void change(@Nullable Owner except, UnaryOperator<FieldSet> change) {
        for (Map.Entry<Owner, Owned> each : List.copyOf(all.entrySet())) {
            if (!each.getKey().equals(except)) {
                Owned changed =
                        each.getValue().with(change.apply(each.getValue().fields()));
                all.put(each.getKey(), changed);
            }
        }
        all.values().removeIf(owned -> owned.fields().isEmpty());
    }

    /// Forgets who has written in the version of another group: to there the API server cannot convert.
    void keepGroupOf(String apiVersion) {
        all.values().removeIf(owned -> !group(owned.apiVersion()).equals(group(apiVersion)));
    }

    private static String group(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    /// What all own.
    FieldSet union() {
        FieldSet union = FieldSet.EMPTY;
        for (Owned owned : all.values()) {
            union = union.union(owned.fields());
        }
        return union;
    }

    /// Puts the oldest updaters of a version together until there are no more than [#UPDATERS_MAX].
    void cap() {
        List<Owner> updaters = new ArrayList<>();
        all.keySet().stream().filter(key -> !key.isApplier()).forEach(updaters::add);
        int count = updaters.size();
        if (count <= UPDATERS_MAX) {
            return;
        }
        updaters.sort(Comparator.comparing((Owner key) -> owned(key).time()).thenComparing(Owner::identifier));
        Map<String, Owner> firsts = new LinkedHashMap<>();
        for (int i = 0; i < updaters.size() && count > UPDATERS_MAX; i++) {
            Owner key = updaters.get(i);
            Owned owned = owned(key);
            Owner first = firsts.putIfAbsent(owned.apiVersion(), key);
            if (first == null) {
                continue;
            }
            Owner bucket = Owner.update(ANCIENT, owned.apiVersion(), "");
            if (!all.containsKey(bucket)) {
                Owned ofFirst = owned(first);
                all.remove(first);
                all.put(bucket, new Owned(ofFirst.fields(), ofFirst.apiVersion(), "", null));
            }
            FieldSet together = owned.fields().union(owned(bucket).fields());
            all.put(bucket, new Owned(together, owned.apiVersion(), owned.time(), null));
            // As there: a bucket that is not the first of its version takes itself away.
            all.remove(key);
            count--;
        }
    }

    private Owned owned(Owner key) {
        Owned owned = all.get(key);
        if (owned == null) {
            throw new IllegalStateException("no manager " + key);
        }
        return owned;
    }

    /// `managedFields`, sorted; empty where nobody manages anything.
    ArrayNode write() {
        List<Map.Entry<Owner, Owned>> entries = new ArrayList<>(all.entrySet());
        if (entries.size() > 1) {
            entries.sort(Comparator.comparing(
                            (Map.Entry<Owner, Owned> each) -> each.getKey().operation())
                    .thenComparing(each -> each.getValue().time())
                    .thenComparing(each -> each.getKey().manager())
                    .thenComparing(each -> each.getValue().apiVersion())
                    .thenComparing(each -> each.getKey().subresource()));
        }
        ArrayNode written = NODES.arrayNode(entries.size());
        entries.forEach(each -> written.add(write(each.getKey(), each.getValue())));
        return written;
    }

    private static ObjectNode write(Owner key, Owned owned) {
        if (owned.node() != null) {
            return owned.node();
        }
        ObjectNode entry = NODES.objectNode();
        entry.put("manager", key.manager());
        entry.put("operation", key.operation());
        entry.put("apiVersion", owned.apiVersion());
        if (!owned.time().isEmpty()) {
            entry.put("time", owned.time());
        }
        entry.put("fieldsType", "FieldsV1");
        entry.set("fieldsV1", SharedFields.of(owned.fields()).json());
        if (!key.subresource().isEmpty()) {
            entry.put("subresource", key.subresource());
        }
        return entry;
    }
}
