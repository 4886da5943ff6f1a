package io.fairlead.gitsync.manifest;

import io.fairlead.api.ObjectKey;
import io.fairlead.gitsync.git.CommitId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Everything that a commit wants in one scope.
///
/// @param objects in the order of paths, and of documents in a file
/// @param defects what was not taken; while there is one, an object that is absent here may well be wanted,
///     so nothing may be pruned (T-066)
/// @param isServersWord whether a defect is that the API server did not know a kind: another read may say otherwise;
///     without one the same commit always gives the same set
public record DesiredSet(
        CommitId commit, SequencedMap<ObjectKey, Desired> objects, List<Defect> defects, boolean isServersWord) {
    public DesiredSet {
        objects = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(objects));
        defects = List.copyOf(defects);
    }

    /// Whether everything in the folder was taken.
    public boolean isComplete() {
        return defects.isEmpty();
    }
}
