package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.wire.Refusals;
import io.fairlead.simulator.wire.StatusException;
import java.util.Set;

/// The admission plugin NamespaceLifecycle.
final class NamespaceRules {
    private static final Set<String> IMMORTAL = Set.of("default", "kube-system", "kube-public");

    private NamespaceRules() {}

    /// @throws StatusException 404 or 403 where nothing can be created in the namespace
    static void admitCreation(Model model, Request request, String name) {
        Registration kind = request.kind();
        if (!kind.isNamespaced()) {
            return;
        }
        ObjectNode namespace = model.kinds.namespace(request.namespace());
        if (namespace == null) {
            throw Refusals.notFound("", "namespaces", request.namespace());
        }
        if (Metadata.isBeingDeleted(namespace)) {
            throw terminating(request, name);
        }
    }

    private static StatusException terminating(Request request, String name) {
        Registration kind = request.kind();
        String namespace = request.namespace();
        ObjectNode details = Trees.object();
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        if (!kind.group().isEmpty()) {
            details.put("group", kind.group());
        }
        details.put("kind", kind.plural());
        details.putArray("causes")
                .addObject()
                .put("reason", "NamespaceTerminating")
                .put("message", "namespace " + namespace + " is being terminated")
                .put("field", "metadata.namespace");
        String what = name.isEmpty() ? kind.resource() : kind.resource() + " \"" + name + "\"";
        return StatusException.of(
                403,
                "Forbidden",
                what + " is forbidden: unable to create new content in namespace " + namespace
                        + " because it is being terminated",
                details);
    }

    /// @throws StatusException 403 for namespaces that every cluster has
    static void admitDeletion(Request request) {
        if (request.kind().is("namespaces") && IMMORTAL.contains(request.name())) {
            throw Refusals.forbidden("", "namespaces", request.name(), "this namespace may not be deleted");
        }
    }
}
