package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/// Which names of a definition are its own, beside the other definitions of its group (apiextensions-apiserver's
/// naming
/// controller).
///
/// @param accepted as in `status.acceptedNames`
/// @param reason of the condition `NamesAccepted`; of several conflicts the last one
record AcceptedNames(ObjectNode accepted, boolean isAccepted, String reason, String message) {
    static AcceptedNames of(ObjectNode definition, Collection<ObjectNode> all) {
        Set<String> resources = new LinkedHashSet<>();
        Set<String> kinds = new LinkedHashSet<>();
        for (ObjectNode other : all) {
            boolean isRival = !Metadata.name(other).equals(Metadata.name(definition))
                    && other.path("spec")
                            .path("group")
                            .equals(definition.path("spec").path("group"));
            if (isRival) {
                JsonNode names = other.path("status").path("acceptedNames");
                add(resources, names.path("plural"), names.path("singular"));
                names.path("shortNames").forEach(each -> add(resources, each));
                add(kinds, names.path("kind"), names.path("listKind"));
            }
        }
        JsonNode requested = definition.path("spec").path("names");
        ObjectNode accepted = Trees.object();
        accepted.put("plural", "").put("kind", "");
        if (definition.path("status").get("acceptedNames") instanceof ObjectNode old) {
            accepted.setAll(old);
        }
        AcceptedNames names = new AcceptedNames(accepted, true, "NoConflicts", "no conflicts found");
        names = names.with("plural", requested, resources, "PluralConflict");
        names = names.with("singular", requested, resources, "SingularConflict");
        names = names.withShortNames(requested, resources);
        names = names.with("kind", requested, kinds, "KindConflict");
        names = names.with("listKind", requested, kinds, "ListKindConflict");
        Trees.take(accepted, (ObjectNode) requested, "categories");
        return names;
    }

    private static void add(Set<String> names, JsonNode... more) {
        for (JsonNode each : more) {
            if (!each.asText("").isEmpty()) {
                names.add(each.asText());
            }
        }
    }

    private AcceptedNames with(String field, JsonNode requested, Set<String> taken, String conflict) {
        String name = requested.path(field).asText("");
        if (taken.contains(name) && !name.equals(accepted.path(field).asText(""))) {
            return inUse(name, conflict);
        }
        accepted.put(field, name);
        return this;
    }

    private AcceptedNames withShortNames(JsonNode requested, Set<String> taken) {
        if (requested.path("shortNames").equals(accepted.path("shortNames"))) {
            return this;
        }
        for (JsonNode name : requested.path("shortNames")) {
            if (taken.contains(name.asText())) {
                return inUse(name.asText(), "ShortNamesConflict");
            }
        }
        Trees.take(accepted, (ObjectNode) requested, "shortNames");
        return this;
    }

    private AcceptedNames inUse(String name, String conflict) {
        return new AcceptedNames(accepted, false, conflict, "\"" + name + "\" is already in use");
    }
}
