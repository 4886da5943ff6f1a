package io.fairlead.policies;

/// What a kind is capable of, as far as gates care.
public enum ObjectSort {
    /// No pod template: a ConfigMap, a Service, a Role.
    PLAIN,
    /// A pod template, but no partition: a Deployment, a Job.
    WORKLOAD,
    /// A pod template and a partition: only these can be capped.
    PARTITIONED_WORKLOAD,
}
