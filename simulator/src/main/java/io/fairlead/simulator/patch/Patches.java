package io.fairlead.simulator.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.schema.Schema;
import java.util.List;

/// The three patches that are computed on the whole object. Arguments are not changed; nodes that a patch does not
/// touch are shared between argument and result.
public final class Patches {
    private Patches() {}

    /// RFC 6902, with the limits and errors of kube-apiserver (a failed `test` or a path that is not there is 422).
    ///
    /// @throws StatusException if the patch is refused
    public static ObjectNode json(ObjectNode live, JsonNode patch) {
        return json(live, patch, false);
    }

    /// @param isLenient fields of operations are not judged (`fieldValidation=Ignore`)
    /// @throws StatusException if the patch is refused
    public static ObjectNode json(ObjectNode live, JsonNode patch, boolean isLenient) {
        return JsonPatch.apply(live, patch, isLenient);
    }

    /// What strict decoding minds about a JSON patch: fields that no operation has.
    public static List<String> oddities(JsonNode patch) {
        return JsonPatch.oddities(patch);
    }

    /// The same as an admission webhook's patch: errors say which operation does not apply.
    ///
    /// @throws IllegalArgumentException if the patch is no list of operations
    /// @throws Inapplicable if an operation cannot be carried out
    public static ObjectNode webhook(ObjectNode live, JsonNode patch) {
        return JsonPatch.applyPlainly(live, patch);
    }

    /// An operation of a JSON patch cannot be carried out. The message is github.com/evanphx/json-patch's.
    public static final class Inapplicable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Inapplicable(String message) {
            super(message, null, false, false);
        }
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
