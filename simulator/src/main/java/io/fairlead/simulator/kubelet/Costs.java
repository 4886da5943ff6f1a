package io.fairlead.simulator.kubelet;

import java.time.Duration;

/// How long the steps of a pod's life take.
///
/// @param schedule from a pod's creation to its node
/// @param network until the sandbox has an address
/// @param volume to attach volumes, for pods with persistent ones
/// @param pull of an image for a new pod
/// @param pullAgain of an image for a container that runs another one already
/// @param stop of a container
/// @param start of a container whose image is there
/// @param ready from a container's start to its readiness
public record Costs(
        Duration schedule,
        Duration network,
        Duration volume,
        Duration pull,
        Duration pullAgain,
        Duration stop,
        Duration start,
        Duration ready) {
    /// Everything at once.
    public static final Costs NONE = pull(Duration.ZERO);

    /// What a release costs on a large cluster: a rebuild of a pod with a volume takes 26 s (schedule 2, address 3,
    /// attach 5, ten layers 10, stop 1, start 2, ready 3), an update in place 7 s (one layer 1, stop 1, start 2,
    /// ready
    /// 3).
    public static final Costs LARGE_CLUSTER = new Costs(
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(3));

    /// Only images take time, each the same.
    public static Costs pull(Duration pull) {
        Duration none = Duration.ZERO;
        return new Costs(none, none, none, pull, pull, none, none, none);
    }
}
