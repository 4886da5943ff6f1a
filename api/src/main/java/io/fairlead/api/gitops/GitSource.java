package io.fairlead.api.gitops;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A branch of a repository and the scopes of it that this cluster follows.
public record GitSource(Meta meta, Spec spec, Status status) {
    public static final String KIND = "GitSource";

    /// @param url without any credential
    /// @param path the folder that the paths of the scopes start from; empty for the root
    /// @param interval between two polls, [GitSourceCodec#INTERVAL_MIN] to [GitSourceCodec#INTERVAL_MAX]
    /// @param secretName a Secret in the namespace of the source
    /// @param stage name of the environment, a DNS label
    /// @param cluster names the ref that notes go to, a DNS label
    /// @param policyName empty: nothing that needs approval moves
    /// @param isSuspended emergency stop: everything of this source is held
    public record Spec(
            String url,
            String branch,
            String path,
            Duration interval,
            Optional<String> secretName,
            String stage,
            String cluster,
            Engine engine,
            List<Scope> scopes,
            Optional<String> policyName,
            boolean areNotesEnabled,
            boolean isSuspended) {
        public Spec {
            scopes = List.copyOf(scopes);
        }
    }

    /// Who rolls workloads out: Fairlead, or an OpenKruise that runs in the cluster.
    public enum Engine {
        NATIVE,
        DELEGATE
    }

    /// A folder of the repository whose objects go to one namespace.
    ///
    /// @param name unique in the source, a DNS label
    /// @param namespace empty: the scope holds cluster-scoped objects, and no others
    public record Scope(String name, String path, String namespace) {}

    /// @param head the newest commit seen, full id; empty before the first poll
    public record Status(long observedGeneration, String head, Optional<Instant> lastPoll, List<Condition> conditions) {
        public static final Status NONE = new Status(0, "", Optional.empty(), List.of());

        public Status {
            conditions = List.copyOf(conditions);
        }
    }
}
