package io.fairlead.gitsync.app;

import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.KubeApi;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.function.BooleanSupplier;

/// What the probes are told.
///
/// @param api asked whether it answers
/// @param isWorking the thread that makes the passes runs
/// @param hasSynced what people say in the cluster is known
record Health(KubeApi api, BooleanSupplier isWorking, BooleanSupplier hasSynced) {
    /// A probe does not wait for longer.
    static final Duration TIMEOUT = Duration.ofSeconds(2);

    boolean isLive() {
        return isWorking.getAsBoolean();
    }

    boolean isReady() {
        ApiRequest version = new ApiRequest(
                ApiRequest.Verb.GET, "/version", new LinkedHashMap<>(), ApiRequest.ContentType.JSON, null, TIMEOUT);
        return isLive() && hasSynced.getAsBoolean() && api.call(version).isSuccess();
    }
}
