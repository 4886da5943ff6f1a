package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.builtin.BuiltinKind;
import io.fairlead.simulator.builtin.BuiltinKinds;
import io.fairlead.simulator.wire.Refusals;
import io.fairlead.simulator.wire.StatusException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A served kind in one version, with all that handling a request for it needs.
///
/// @param resource `pods`, `deployments.apps`
/// @param rules what happens to objects before they are stored, in this version
/// @param verbs by subresource; empty for the objects themselves
/// @param definition of a custom kind
record Registration(
        ServedKind served,
        String resource,
        BuiltinKind rules,
        KindTable table,
        Map<String, Set<String>> verbs,
        @Nullable CustomVersion definition) {

    boolean isCustom() {
        return served.isCustom();
    }

    boolean isNamespaced() {
        return served.type().isNamespaced();
    }

    String group() {
        return served.type().group();
    }

    String plural() {
        return served.type().plural();
    }

    String kind() {
        return served.type().kind();
    }

    String listKind() {
        return definition == null ? kind() + "List" : definition.listKind();
    }

    String apiVersion() {
        return served.type().apiVersion();
    }

    boolean is(String resourceName) {
        return resource.equals(resourceName);
    }

    List<String> selectableFields() {
        return definition == null ? List.of() : definition.selectableFields();
    }

    boolean allows(String subresource, String verb) {
        Set<String> allowed = verbs.get(subresource);
        return allowed != null && allowed.contains(verb);
    }

    /// A stored object as this version shows it.
    ObjectNode present(ObjectNode stored) {
        if (definition != null) {
            return definition.present(stored, apiVersion());
        }
        return table.type().equals(served.type()) ? stored : BuiltinKinds.convert(stored, apiVersion());
    }

    /// An object of this version as it is stored.
    ObjectNode toStorage(ObjectNode object) {
        if (definition != null) {
            return definition.toStorage(object);
        }
        return table.type().equals(served.type())
                ? object
                : BuiltinKinds.convert(object, table.type().apiVersion());
    }

    StatusException notFound(String name) {
        return Refusals.notFound(group(), plural(), name);
    }
}
