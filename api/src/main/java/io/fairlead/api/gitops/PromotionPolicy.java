package io.fairlead.api.gitops;

import io.fairlead.api.IntOrPercent;
import io.fairlead.api.IntOrPercent.Rounding;
import java.util.List;

/// Whom this cluster trusts to promote what to where.
public record PromotionPolicy(Meta meta, List<Person> people, List<Stage> stages, Limits limits) {
    public static final String KIND = "PromotionPolicy";

    public PromotionPolicy {
        people = List.copyOf(people);
        stages = List.copyOf(stages);
    }

    /// @param sshKeys public keys as in `authorized_keys`, without options: type, base64, perhaps a comment
    public record Person(String id, List<String> sshKeys) {
        public Person {
            sshKeys = List.copyOf(sshKeys);
        }
    }

    /// @param approvalFor which classes of change need approval where the gate is `TAG`, in the order of the
    ///     constants
    /// @param requiresSignature a promote tag counts only with a signature of one of the promoters
    /// @param promoters ids of people; with a required signature and nobody here, nobody can promote
    public record Stage(
            String name, Gate gate, List<Approval> approvalFor, boolean requiresSignature, List<String> promoters) {
        public Stage {
            approvalFor = List.copyOf(approvalFor);
            promoters = List.copyOf(promoters);
        }
    }

    /// Whether a change goes by itself or waits for a tag.
    public enum Gate {
        AUTO,
        TAG
    }

    /// The classes of change that a policy can ask approval for; on the wire in lower case.
    public enum Approval {
        CREATE,
        TEMPLATE,
        CONFIG,
        SCALE,
        STRATEGY,
        DELETE
    }

    /// What one commit may take away without an acknowledgement.
    ///
    /// @param prune of the objects of a scope
    /// @param scaleIn of the pods of a workload
    public record Limits(Limit prune, Limit scaleIn) {}

    /// The greater of a count and a share.
    public record Limit(int count, IntOrPercent.Percent share) {
        /// How many of `total` may go.
        public int of(int total) {
            return Math.max(count, share.resolve(total, Rounding.DOWN));
        }
    }
}
