package io.fairlead.simulator.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.schema.Schema;

/// The three patches that are computed on the whole object. Arguments are not changed; nodes that a patch does not
/// touch are shared between argument and result.
public final class Patches {
    private Patches() {}

    /// RFC 6902, with the limits and errors of kube-apiserver (a failed `test` or a path that is not there is 422).
    ///
    /// @throws StatusException if the patch is refused
    public static ObjectNode json(ObjectNode live, JsonNode patch) {
        return JsonPatch.apply(live, patch);
    }

    /// RFC 7386.
    ///
    /// @throws StatusException if the patch is refused
    public static ObjectNode merge(ObjectNode live, JsonNode patch) {
        return MergePatch.apply(live, patch);
    }

    /// Kubernetes' strategic merge patch, with its directives (`$patch`, `$retainKeys`, `$setElementOrder/…`,
    /// `$deleteFromPrimitiveList/…`). Custom resources know none: the caller answers 415.
    ///
    /// @throws StatusException if the patch is refused
    public static ObjectNode strategic(Schema schema, ObjectNode live, JsonNode patch) {
        return StrategicPatch.apply(schema, live, patch);
    }
}
