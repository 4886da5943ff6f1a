package io.fairlead.simulator.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.apply.FieldManagement.Writer;
import io.fairlead.simulator.apply.Managers.Owned;
import io.fairlead.simulator.apply.Managers.Owner;
import io.fairlead.simulator.schema.Schema;
import io.fairlead.simulator.wire.StatusException;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One server-side apply.
final class Application {
    private static final String BEFORE_FIRST = "before-first-apply";

    private final Schema schema;
    private final ObjectNode live;
    private final ObjectNode applied;
    private final Writer writer;
    private final String now;
    private final Owner self;
    private final UnaryOperator<FieldSet> filter;

    private Application(Schema schema, @Nullable ObjectNode live, ObjectNode applied, Writer writer, Instant now) {
        this.schema = schema;
        this.live = live == null ? Tracking.nothing(schema, applied) : live;
        this.applied = applied;
        this.writer = writer;
        this.now = Managers.text(now);
        this.self = Owner.apply(writer.manager(), writer.subresource());
        this.filter = Tracking.filter(applied, writer);
    }

    static ObjectNode apply(
            Schema schema,
            @Nullable ObjectNode live,
            ObjectNode applied,
            Writer writer,
            boolean isForced,
            Instant now) {
        Managers managers = Managers.read(
                        live == null
                                ? JsonNodeFactory.instance.missingNode()
                                : live.path("metadata").path("managedFields"))
                .orElseThrow(() -> internal("failed to decode managed fields"));
        Application work = new Application(schema, live, applied, writer, now);
        work.check(live);
        if (managers.isEmpty()) {
            work.adopt(managers);
        }
        return work.run(managers, isForced);
    }

    private static StatusException internal(String message) {
        return StatusException.of(500, "", message, JsonNodeFactory.instance.missingNode());
    }

    private void check(@Nullable ObjectNode stored) {
        String apiVersion = applied.path("apiVersion").asText("");
        String kind = applied.path("kind").asText("");
        boolean isOtherKind = stored != null
                && stored.has("kind")
                && !stored.path("kind").asText().equals(kind);
        if (!apiVersion.equals(writer.apiVersion()) || isOtherKind) {
            throw StatusException.badRequest("invalid object type: " + qualified(apiVersion, kind));
        }
        JsonNode managedFields = applied.path("metadata").path("managedFields");
        if (!managedFields.isMissingNode() && !managedFields.isNull()) {
            throw StatusException.badRequest("metadata.managedFields must be nil");
        }
        String error = Validation.check(schema, applied, false);
        if (!error.isEmpty()) {
            JsonNode metadata = applied.path("metadata");
            throw internal("failed to create typed patch object ("
                    + metadata.path("namespace").asText("") + "/"
                    + metadata.path("name").asText("") + "; " + qualified(apiVersion, kind) + "): " + error);
        }
    }

    private static String qualified(String apiVersion, String kind) {
        return (apiVersion.contains("/") ? "" : "/") + apiVersion + ", Kind=" + kind;
    }

    /// What was there before anybody managed it belongs to a manager of its own.
    private void adopt(Managers managers) {
        FieldSet present = filter.apply(Comparison.of(schema, Tracking.nothing(schema, live), live)
                        .written())
                .difference(Tracking.STRIPPED);
        if (!present.isEmpty()) {
            Owner key = Owner.update(BEFORE_FIRST, writer.apiVersion(), writer.subresource());
            managers.set(key, new Owned(present, writer.apiVersion(), now, null));
        }
    }

    private ObjectNode run(Managers managers, boolean isForced) {
        managers.keepGroupOf(writer.apiVersion());
        FieldSet last = managers.fields(self);
        Owned before = managers.all().get(self);
        FieldSet set = filter.apply(Fields.of(schema, applied));
        ObjectNode whole = (ObjectNode) Merging.merge(live, withoutManagedFields(applied), schema);
        managers.set(self, owned(before, set));
        // What has nothing left is null until all is compared: it has not been removed.
        ObjectNode merged = prune(whole, last, managers.union());
        Comparison comparison = Comparison.of(schema, live, merged).filtered(filter);
        Conflicts conflicts = Conflicts.of(managers, self, comparison.written());
        if (!isForced && !conflicts.isEmpty()) {
            refuse(conflicts);
        }
        managers.change(self, owned -> owned.difference(comparison.written()).difference(comparison.removed()));
        boolean isSame = Types.equal(withoutManagedFields(live), withoutManagedFields(merged));
        FieldSet own = set.difference(Tracking.STRIPPED);
        if (own.isEmpty()) {
            managers.remove(self);
        } else {
            String time = isSame || writer.isScale() ? before == null ? "" : before.time() : now;
            Owned kept = owned(before, own);
            managers.set(self, time.equals(kept.time()) ? kept : new Owned(own, writer.apiVersion(), time, null));
        }
        Fields.dropEmptied(whole, merged, schema);
        ObjectNode result = Tracking.with(isSame ? live : merged, managers);
        return writer.manager().equals(LastApplied.KUBECTL) ? LastApplied.remembering(result, applied) : result;
    }

    private Owned owned(@Nullable Owned before, FieldSet fields) {
        if (before == null) {
            return new Owned(fields, writer.apiVersion(), "", null);
        }
        return before.fields().equals(fields) && before.apiVersion().equals(writer.apiVersion())
                ? before
                : new Owned(fields, writer.apiVersion(), before.time(), null);
    }

    private void refuse(Conflicts conflicts) {
        Conflicts left = conflicts;
        if (writer.manager().equals(LastApplied.KUBECTL)) {
            left = conflicts.without(LastApplied.untouched(schema, live, writer.apiVersion()));
        }
        if (!left.isEmpty()) {
            throw left.refusal(writer.subresource());
        }
    }

    /// Removes what this manager applied the last time and no longer does, unless somebody else owns it.
    private ObjectNode prune(ObjectNode merged, FieldSet last, FieldSet ownedByAny) {
        if (last.isEmpty()) {
            return merged;
        }
        FieldSet lastNamed = Fields.withNamed(last, schema);
        FieldSet all = Fields.withNamed(Fields.of(schema, merged), schema);
        JsonNode pruned = Fields.without(merged, lastNamed, schema);
        FieldSet kept = named(pruned).union(Fields.withNamed(ownedByAny, schema));
        pruned = Fields.without(merged, all.difference(kept), schema);
        // What was removed along the way though this manager never applied it comes back.
        FieldSet gone = all.difference(named(pruned)).intersection(lastNamed);
        return Fields.without(merged, gone, schema) instanceof ObjectNode object
                ? object
                : JsonNodeFactory.instance.objectNode();
    }

    private FieldSet named(JsonNode value) {
        return Fields.withNamed(Fields.of(schema, value), schema);
    }

    private static ObjectNode withoutManagedFields(ObjectNode object) {
        if (!object.path("metadata").has("managedFields")) {
            return object;
        }
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        copy.setAll(object);
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        metadata.setAll((ObjectNode) object.path("metadata"));
        metadata.remove("managedFields");
        copy.set("metadata", metadata);
        return copy;
    }
}
