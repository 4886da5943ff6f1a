package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.builtin.GoType.Field;
import io.fairlead.simulator.builtin.GoType.Struct;
import io.fairlead.simulator.wire.FieldError;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A kind as a table of small functions, and the flow that is the same for all of them (`rest.BeforeCreate` and
/// `rest.BeforeUpdate` of apiserver).
final class TableKind implements BuiltinKind {
    private final String apiVersion;
    private final String kind;
    private final Struct type;
    private final Map<String, Door> doors = new LinkedHashMap<>();
    private boolean isNamespaced = true;
    private boolean hasCheckedMetadata = true;
    private boolean hasStandardFinalizers = true;
    private Names.Rule nameRule = Names.Rule.SUBDOMAIN;
    private @Nullable Generation generation;
    private Creation creation = (object, now) -> {};
    private Rule rule = (object, findings) -> {};
    private Warnings warnings = (object, old) -> List.of();

    /// Sets what the strategy sets on a new object.
    interface Creation {
        void prepare(ObjectNode object, Instant now);
    }

    /// Judges a new object, its metadata excepted.
    interface Rule {
        void check(ObjectNode object, Findings findings);
    }

    /// Undoes what a door may not change.
    interface Preparation {
        void prepare(ObjectNode object, ObjectNode old);
    }

    /// Judges a change, metadata included.
    interface UpdateRule {
        void check(ObjectNode object, ObjectNode old, Findings findings);
    }

    /// Whether a change raises the generation.
    interface Generation {
        boolean isRaised(ObjectNode object, ObjectNode old);
    }

    interface Warnings {
        List<String> of(ObjectNode object, @Nullable ObjectNode old);
    }

    /// How a stored object is changed: as a whole or through a subresource.
    ///
    /// @param resetFields paths that nobody comes to own by a write through it
    record Door(Preparation preparation, UpdateRule rule, List<String> resetFields) {}

    TableKind(String apiVersion, String kind) {
        this.apiVersion = apiVersion;
        this.kind = kind;
        this.type = GoTypes.kind(apiVersion, kind).orElseThrow();
        door("", (object, old) -> {}, this::checkWhole);
    }

    String apiVersion() {
        return apiVersion;
    }

    String kind() {
        return kind;
    }

    TableKind clusterScoped() {
        isNamespaced = false;
        return this;
    }

    /// Its rules judge metadata themselves, or not at all.
    TableKind withoutMetadataCheck() {
        hasCheckedMetadata = false;
        return this;
    }

    /// Its finalizers need no domain.
    TableKind withAnyFinalizers() {
        hasStandardFinalizers = false;
        return this;
    }

    TableKind named(Names.Rule names) {
        nameRule = names;
        return this;
    }

    /// `metadata.generation` rises with the spec (and the listed parts of the object).
    TableKind generation(String... fields) {
        return generation((object, old) -> {
            for (String field : fields) {
                if (!Trees.isSame(object.path(field), old.path(field))) {
                    return true;
                }
            }
            return false;
        });
    }

    TableKind generation(Generation raised) {
        generation = raised;
        return this;
    }

    TableKind creation(Creation more) {
        Creation before = creation;
        creation = (object, now) -> {
            before.prepare(object, now);
            more.prepare(object, now);
        };
        return this;
    }

    TableKind rule(Rule judge) {
        rule = judge;
        return this;
    }

    TableKind warnings(Warnings all) {
        warnings = all;
        return this;
    }

    TableKind door(String subresource, Preparation preparation, UpdateRule judge, String... resetFields) {
        doors.put(subresource, new Door(preparation, judge, List.of(resetFields)));
        return this;
    }

    /// Replaces the rule for updates of the whole object.
    TableKind updates(UpdateRule judge) {
        Door door = door("");
        doors.put("", new Door(door.preparation(), judge, door.resetFields()));
        return this;
    }

    /// Adds a rule to those for updates of the whole object: before the object is judged as a new one.
    TableKind immutable(UpdateRule judge) {
        return updates((object, old, findings) -> {
            ObjectMetaRules.checkUpdate(object.path("metadata"), old.path("metadata"), findings);
            judge.check(object, old, findings);
            checkNew(object, findings);
        });
    }

    /// Judges an update as a new object first, then what may change.
    TableKind judgedAsNewBefore(UpdateRule judge) {
        return updates((object, old, findings) -> {
            checkNew(object, findings);
            judge.check(object, old, findings);
        });
    }

    /// The status has a door of its own: elsewhere it stays as it is, and a new object has an empty one.
    TableKind status(UpdateRule judge, String... labelsToo) {
        creation((object, now) -> object.set("status", emptyStatus()));
        Door whole = door("");
        doors.put(
                "",
                new Door(
                        (object, old) -> {
                            Trees.put(object, "status", old.get("status"));
                            whole.preparation().prepare(object, old);
                        },
                        whole.rule(),
                        List.of("status")));
        return statusDoor(judge, labelsToo);
    }

    /// The same, but a new object keeps the status that it comes with.
    TableKind statusKeptOnCreation(UpdateRule judge) {
        Door whole = door("");
        doors.put(
                "",
                new Door(
                        (object, old) -> Trees.put(object, "status", old.get("status")),
                        whole.rule(),
                        List.of("status")));
        return statusDoor(judge);
    }

    private TableKind statusDoor(UpdateRule judge, String... metadataToo) {
        List<String> reset = new java.util.ArrayList<>(List.of("spec"));
        for (String each : metadataToo) {
            reset.add("metadata." + each);
        }
        Preparation preparation = (object, old) -> {
            Trees.put(object, "spec", old.get("spec"));
            for (String each : metadataToo) {
                Trees.put(
                        Trees.object(object, "metadata"),
                        each,
                        old.path("metadata").get(each));
            }
        };
        doors.put("status", new Door(preparation, judge, List.copyOf(reset)));
        return this;
    }

    /// Only that metadata is changed as metadata may be.
    static void checkMetadataUpdate(ObjectNode object, ObjectNode old, Findings findings) {
        ObjectMetaRules.checkUpdate(object.path("metadata"), old.path("metadata"), findings);
    }

    private void checkWhole(ObjectNode object, ObjectNode old, Findings findings) {
        ObjectMetaRules.checkUpdate(object.path("metadata"), old.path("metadata"), findings);
        checkNew(object, findings);
    }

    /// As a new object is judged.
    void checkNew(ObjectNode object, Findings findings) {
        if (hasCheckedMetadata) {
            checkMetadata(object, findings);
        }
        rule.check(object, findings);
    }

    private void checkMetadata(ObjectNode object, Findings findings) {
        ObjectMetaRules.check(object.path("metadata"), isNamespaced, nameRule, findings);
        if (hasStandardFinalizers) {
            ObjectMetaRules.standardFinalizers(object.path("metadata"), findings);
        }
    }

    private JsonNode emptyStatus() {
        Field status = type.field("status");
        if (status == null || !(status.type() instanceof Struct struct)) {
            throw new IllegalStateException(kind + " has no status");
        }
        return new Decoding(Map.of()).read(struct, JsonNodeFactory.instance.objectNode());
    }

    private Door door(String subresource) {
        Door door = doors.get(subresource);
        if (door == null) {
            throw new IllegalArgumentException(kind + " has no subresource " + subresource);
        }
        return door;
    }

    @Override
    public Decoded decode(JsonNode body) {
        Decoding decoding = new Decoding(TypeRules.all());
        try {
            ObjectNode object = decoding.read(type, body);
            object.put("kind", kind).put("apiVersion", apiVersion);
            return new Decoded(object, decoding.strictErrors());
        } catch (Decoding.DecodeException e) {
            throw Decoding.refused(kind, apiVersion.substring(apiVersion.indexOf('/') + 1), e);
        }
    }

    @Override
    public void prepare(ObjectNode object, Optional<ObjectNode> old, String subresource, Instant now) {
        ObjectNode metadata = Trees.object(object, "metadata");
        if (!isNamespaced) {
            metadata.remove("namespace");
        }
        if (old.isEmpty()) {
            metadata.remove(List.of("deletionTimestamp", "deletionGracePeriodSeconds"));
            creation.prepare(object, now);
            // A kind that does not count its generations keeps whatever it is given.
            if (generation != null) {
                metadata.put("generation", 1);
            }
            return;
        }
        ObjectNode before = old.get();
        Trees.put(metadata, "generation", before.path("metadata").get("generation"));
        door(subresource).preparation().prepare(object, before);
        keep(Trees.object(object, "metadata"), before.path("metadata"));
        // A status is never part of what is wanted, whatever else came with it.
        if (!subresource.equals("status") && raisesGeneration(object, before)) {
            long next = before.path("metadata").path("generation").asLong(0) + 1;
            Trees.object(object, "metadata").set("generation", Trees.number(next));
        }
    }

    // What no update can take away.
    private static void keep(ObjectNode metadata, JsonNode old) {
        if (Trees.isUnset(metadata, "uid")) {
            Trees.put(metadata, "uid", old.get("uid"));
        }
        for (String field : List.of("creationTimestamp", "deletionTimestamp")) {
            if (Trees.has(old, field)) {
                metadata.set(field, old.get(field));
            }
        }
        boolean isGraceLost = !Trees.has(metadata, "deletionGracePeriodSeconds");
        if (isGraceLost && Trees.has(old, "deletionGracePeriodSeconds")) {
            metadata.set("deletionGracePeriodSeconds", old.get("deletionGracePeriodSeconds"));
        }
    }

    @Override
    public List<FieldError> validate(ObjectNode object, Optional<ObjectNode> old, String subresource) {
        Findings findings = new Findings();
        if (old.isEmpty()) {
            checkNew(object, findings);
            if (findings.isEmpty()) {
                ObjectMetaRules.check(object.path("metadata"), isNamespaced, Names.Rule.PATH_SEGMENT, findings);
            }
        } else {
            JsonNode metadata = object.path("metadata");
            ObjectMetaRules.check(metadata, isNamespaced, Names.Rule.PATH_SEGMENT, findings);
            ObjectMetaRules.checkUpdate(metadata, old.get().path("metadata"), findings);
            door(subresource).rule().check(object, old.get(), findings);
        }
        return findings.all();
    }

    @Override
    public boolean raisesGeneration(ObjectNode object, ObjectNode old) {
        return generation != null && generation.isRaised(object, old);
    }

    @Override
    public Optional<String> refusalGroup() {
        return apiVersion.equals(EventKinds.NEW) ? Optional.of("") : Optional.empty();
    }

    @Override
    public boolean hasGeneration() {
        return generation != null;
    }

    @Override
    public List<String> resetFields(String subresource) {
        Door door = doors.get(subresource);
        return door == null ? List.of() : door.resetFields();
    }

    @Override
    public List<String> warnings(ObjectNode object, Optional<ObjectNode> old) {
        return warnings.of(object, old.orElse(null));
    }
}
