package io.fairlead.policies;

/// The scope under judgement and what the tracked branch wants of it.
///
/// @param stage environment, as in the tag's name
/// @param scope as in the tag's name
/// @param commit full id of the tracked branch's tip, for sentences only
/// @param digest over the scope's tree, every shared path it renders from, renderer and version; what approvals
///     bind to
public record ScopeContent(String stage, String scope, String commit, String digest) {
    public ScopeContent {
        if (stage.isBlank() || scope.isBlank() || commit.isBlank() || digest.isBlank()) {
            throw new IllegalArgumentException("blank scope content: " + stage + "/" + scope + "@" + commit);
        }
    }
}
