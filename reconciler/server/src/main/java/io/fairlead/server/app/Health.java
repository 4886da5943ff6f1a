package io.fairlead.server.app;

import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.KubeApi;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.function.BooleanSupplier;

/// What the probes are told.
///
/// @param api asked whether it answers
/// @param hasSynced every store has held a whole list
record Health(KubeApi api, BooleanSupplier hasSynced) {
    /// A probe does not wait for longer.
    static final Duration TIMEOUT = Duration.ofSeconds(2);

    boolean isReady() {
        ApiRequest version = new ApiRequest(
                ApiRequest.Verb.GET, "/version", new LinkedHashMap<>(), ApiRequest.ContentType.JSON, null, TIMEOUT);
        return hasSynced.getAsBoolean() && api.call(version).isSuccess();
    }
}
