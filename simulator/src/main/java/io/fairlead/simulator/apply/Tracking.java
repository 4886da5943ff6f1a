package io.fairlead.simulator.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.apply.FieldManagement.Writer;
import io.fairlead.simulator.apply.Managers.Owned;
import io.fairlead.simulator.apply.Managers.Owner;
import io.fairlead.simulator.apply.Types.MalformedException;
import io.fairlead.simulator.schema.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Ownership after writes that are no applies, and what applies share with them.
final class Tracking {
    /// Fields that nobody owns.
    static final FieldSet STRIPPED = FieldSet.path("apiVersion")
            .union(FieldSet.path("kind"))
            .union(FieldSet.path("metadata"))
            .union(FieldSet.path("metadata", "name"))
            .union(FieldSet.path("metadata", "namespace"))
            .union(FieldSet.path("metadata", "creationTimestamp"))
            .union(FieldSet.path("metadata", "selfLink"))
            .union(FieldSet.path("metadata", "uid"))
            .union(FieldSet.path("metadata", "clusterName"))
            .union(FieldSet.path("metadata", "generation"))
            .union(FieldSet.path("metadata", "managedFields"))
            .union(FieldSet.path("metadata", "resourceVersion"));

    private static final String MANAGED_FIELDS = "managedFields";

    private Tracking() {}

    static ObjectNode update(Schema schema, @Nullable ObjectNode before, ObjectNode after, Writer writer, Instant now) {
        Managers managers = managers(schema, before, after, writer);
        if (managers.isEmpty() && before != null) {
            // Whoever has sent an empty list wants no tracking; an apply begins it again.
            return with(after, managers);
        }
        Comparison comparison;
        try {
            comparison = Comparison.of(schema, before == null ? nothing(schema, after) : before, after)
                    .filtered(filter(after, writer));
        } catch (MalformedException e) {
            // Nobody can own items without identity: the API server gives up tracking rather than the write.
            return with(after, new Managers());
        }
        FieldSet written = comparison.written();
        managers.keepGroupOf(writer.apiVersion());
        managers.change(null, owned -> owned.difference(written).difference(comparison.removed()));
        own(managers, written.difference(STRIPPED), writer, now);
        managers.cap();
        return with(after, managers);
    }

    private static void own(Managers managers, FieldSet written, Writer writer, Instant now) {
        if (written.isEmpty()) {
            return;
        }
        Owner self = Owner.update(writer.manager(), writer.apiVersion(), writer.subresource());
        FieldSet all = managers.fields(self).union(written);
        managers.set(self, new Owned(all, writer.apiVersion(), writer.isScale() ? "" : Managers.text(now), null));
    }

    /// The managers that a write begins with: those of the request where it sends some, else the stored ones.
    private static Managers managers(Schema schema, @Nullable ObjectNode before, ObjectNode after, Writer writer) {
        JsonNode stored = managedFields(before);
        JsonNode sent = managedFields(after);
        // An empty list of a custom resource does not survive reading its metadata.
        boolean isLeftOut = !sent.isArray() || (sent.isEmpty() && !schema.isTyped());
        if (writer.subresource().isEmpty() && !isLeftOut && !sent.equals(stored)) {
            if (sent.isEmpty() || (sent.size() == 1 && isBlank(sent.get(0)))) {
                return new Managers();
            }
            Optional<Managers> read = Managers.read(sent);
            if (read.isPresent() && !read.get().isEmpty()) {
                return read.get();
            }
        }
        return Managers.read(stored).orElseGet(Managers::new);
    }

    private static boolean isBlank(JsonNode entry) {
        return entry.isEmpty()
                || entry.properties().stream()
                        .allMatch(each -> each.getValue().asText("x").isEmpty());
    }

    private static JsonNode managedFields(@Nullable ObjectNode object) {
        return object == null
                ? JsonNodeFactory.instance.missingNode()
                : object.path("metadata").path(MANAGED_FIELDS);
    }

    static UnaryOperator<FieldSet> filter(ObjectNode object, Writer writer) {
        String apiVersion = object.path("apiVersion").asText(writer.apiVersion());
        return ResetFields.filter(apiVersion, object.path("kind").asText(""), writer.subresource(), writer.hasStatus());
    }

    /// What an object is compared with when it is new.
    static ObjectNode nothing(Schema schema, ObjectNode object) {
        ObjectNode nothing = Types.empty(schema);
        for (String field : new String[] {"apiVersion", "kind"}) {
            if (object.has(field)) {
                nothing.set(field, object.get(field));
            }
        }
        return nothing;
    }

    /// An object with other managedFields; itself where it has them already.
    @SuppressWarnings("ReferenceEquality") // Entries that stayed are the same nodes.
    static ObjectNode with(ObjectNode object, Managers managers) {
        ArrayNode written = managers.write();
        JsonNode present = managedFields(object);
        if (written.isEmpty() ? present.isMissingNode() : written.equals(present)) {
            return object;
        }
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        copy.setAll(object);
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        if (object.path("metadata") instanceof ObjectNode own) {
            metadata.setAll(own);
        }
        if (written.isEmpty()) {
            metadata.remove(MANAGED_FIELDS);
        } else {
            metadata.set(MANAGED_FIELDS, written);
        }
        copy.set("metadata", metadata);
        return copy;
    }

    /// The stored object where nothing but times of managers (and the resourceVersion) would change.
    static ObjectNode settle(ObjectNode before, ObjectNode after) {
        return isSameButTimes(managedFields(before), managedFields(after))
                        && isSameBut(before, after, "metadata")
                        && before.path("metadata") instanceof ObjectNode left
                        && after.path("metadata") instanceof ObjectNode right
                        && isSameBut(left, right, "resourceVersion", MANAGED_FIELDS)
                ? before
                : after;
    }

    private static boolean isSameBut(ObjectNode left, ObjectNode right, String... except) {
        List<String> ignored = List.of(except);
        int matched = 0;
        for (Map.Entry<String, JsonNode> each : left.properties()) {
            if (!ignored.contains(each.getKey())) {
                JsonNode other = right.get(each.getKey());
                if (other == null || !Types.equal(each.getValue(), other)) {
                    return false;
                }
                matched++;
            }
        }
        long others = ignored.stream().filter(right::has).count();
        return matched + others == right.size();
    }

    private static boolean isSameButTimes(JsonNode old, JsonNode present) {
        if (present.size() != old.size()) {
            return false;
        }
        for (int i = 0; i < present.size(); i++) {
            if (!isSameButTime(old.get(i), present.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSameButTime(JsonNode left, JsonNode right) {
        for (String field : new String[] {"manager", "operation", "apiVersion", "subresource", "fieldsV1"}) {
            if (!left.path(field).equals(right.path(field))) {
                return false;
            }
        }
        return true;
    }
}
