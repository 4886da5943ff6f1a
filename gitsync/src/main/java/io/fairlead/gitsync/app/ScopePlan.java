package io.fairlead.gitsync.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.api.ObjectKey;
import io.fairlead.gitsync.manifest.Defect;
import io.fairlead.gitsync.manifest.Provenance;
import io.fairlead.gitsync.promote.Decision;
import io.fairlead.policies.ChangeClass;
import io.fairlead.policies.Reason;
import java.util.List;
import java.util.Optional;

/// What a commit would do to one scope.
///
/// @param stop why nothing of it would be done at all now: suspended, frozen, no policy, no ledger
/// @param defects while there is one, nothing of the scope is changed, and no object is planned
/// @param refusals why tags of this scope approve nothing
public record ScopePlan(
        String scope,
        String namespace,
        Optional<String> stop,
        List<Defect> defects,
        List<ObjectPlan> objects,
        List<Reason> refusals) {
    public ScopePlan {
        defects = List.copyOf(defects);
        objects = List.copyOf(objects);
        refusals = List.copyOf(refusals);
    }

    /// What a commit would do to one object.
    ///
    /// @param classes of the change; empty if nothing changes
    /// @param from where its manifest stands; empty for what is no longer there
    /// @param live as it is now; empty if there is none
    /// @param would as it would be, also of a change that is held: then, once it is let go
    public record ObjectPlan(
            Decision decision,
            List<ChangeClass> classes,
            Optional<Provenance> from,
            Optional<JsonNode> live,
            Would would) {
        public ObjectPlan {
            classes = List.copyOf(classes);
        }

        public ObjectKey key() {
            return decision.change().key();
        }
    }

    /// What the API server says to the manifest.
    public sealed interface Would {
        record Be(JsonNode object) implements Would {}

        /// It is gone, or nothing is written at all.
        record Stay() implements Would {}

        /// It would not take it.
        record Refused(String why) implements Would {}

        /// Somebody stopped everything on this object, or nobody can tell now.
        record NotNow(String why) implements Would {}
    }
}
