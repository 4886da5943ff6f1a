package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.wire.ApiCall;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What judges and changes objects between decoding and storing, beside the kinds' own rules: admission webhooks.
public interface Admission {
    /// Lets everything pass.
    Admission NONE = new Admission() {
        @Override
        public ObjectNode mutate(Review review) {
            return review.objectOrEmpty();
        }

        @Override
        public void validate(Review review) {}
    };

    /// One write that is to be judged.
    ///
    /// @param operation `CREATE`, `UPDATE`, `DELETE`, `CONNECT`
    /// @param object in the version of the request; null for a deletion
    /// @param oldObject null for a creation
    /// @param options `CreateOptions` … as sent
    /// @param warnings where to add texts for the client
    /// @param reader reads an object that was changed as the server reads bodies
    record Review(
            String operation,
            ServedKind kind,
            String subresource,
            String namespace,
            String name,
            @Nullable ObjectNode object,
            @Nullable ObjectNode oldObject,
            JsonNode options,
            boolean isDryRun,
            ApiCall.User user,
            List<String> warnings,
            UnaryOperator<ObjectNode> reader) {
        ObjectNode objectOrEmpty() {
            return object == null ? Trees.object() : object;
        }
    }

    /// @return the object, changed or not; the argument's trees are not changed
    /// @throws io.fairlead.simulator.wire.StatusException if it is denied
    ObjectNode mutate(Review review);

    /// @throws io.fairlead.simulator.wire.StatusException if it is denied
    void validate(Review review);
}
