package io.fairlead.simulator.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.schema.Schema;
import io.fairlead.simulator.wire.StatusException;

/// The three patches that are computed on the whole object. Arguments are not changed.
public final class Patches {
    private Patches() {}

    /// RFC 6902, with the limits and errors of kube-apiserver (a failed `test` or a path that is not there is 422).
    ///
    /// @throws StatusException if the patch is refused
    public static ObjectNode json(ObjectNode live, JsonNode patch) {
        throw StatusException.notModelled("JSON patches");
    }

    /// RFC 7386.
    ///
    /// @throws StatusException if the patch is refused
    public static ObjectNode merge(ObjectNode live, JsonNode patch) {
        throw StatusException.notModelled("merge patches");
    }

    /// Kubernetes' strategic merge patch, with its directives (`$patch`, `$retainKeys`, `$setElementOrder/…`,
    /// `$deleteFromPrimitiveList/…`).
    ///
    /// @throws StatusException if the patch is refused
    public static ObjectNode strategic(Schema schema, ObjectNode live, JsonNode patch) {
        throw StatusException.notModelled("strategic merge patches");
    }
}
