package io.fairlead.engine;

import io.fairlead.api.gitops.Marks;

/// The labels, annotations and conditions on a pod that the engine reads and writes, spelled as OpenKruise spells
/// them.
public final class PodKeys {
    /// Label: full name of the pod's revision, or its hash alone; only what follows the last `-` is compared.
    public static final String REVISION = "controller-revision-hash";

    /// Label: the short hash of the pod's revision.
    public static final String TEMPLATE_HASH = "pod-template-hash";

    /// Label: the random part of the pod's name.
    public static final String INSTANCE_ID = "apps.kruise.io/cloneset-instance-id";

    /// Label: delete this pod and replace it; any value counts.
    public static final String SPECIFIED_DELETE = "apps.kruise.io/specified-delete";

    /// Label: see [PodState].
    public static final String LIFECYCLE_STATE = "lifecycle.apps.kruise.io/state";

    /// Annotation: when the state was last written (RFC 3339).
    public static final String LIFECYCLE_TIMESTAMP = "lifecycle.apps.kruise.io/timestamp";

    /// Annotation: the running in-place update, as JSON.
    public static final String IN_PLACE_STATE = "apps.kruise.io/inplace-update-state";

    /// Annotation: rank in scale-in, lower goes first.
    public static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

    /// Annotation on a workload or namespace: nothing may be written to its pods.
    public static final String FREEZE = Marks.FREEZE;

    /// Readiness gate and condition that an in-place update turns off and on.
    public static final String IN_PLACE_READY = "InPlaceUpdateReady";

    private PodKeys() {}

    /// The hash in a revision's name or label: what follows the last `-`, or all of it.
    public static String hashOf(String revision) {
        return revision.substring(revision.lastIndexOf('-') + 1);
    }
}
