package io.fairlead.gitsync.app;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/// The probes of the kubelet.
@Controller("/health")
@Requires(beans = Health.class)
final class HealthController {
    private final Health health;

    HealthController(Health health) {
        this.health = health;
    }

    /// Passes are made. A repository or an API server that is away is no reason to restart the process.
    @Get(uri = "/live", produces = MediaType.TEXT_PLAIN)
    HttpResponse<String> live() {
        return answer(health.isLive(), "live");
    }

    /// The watches are filled and the API server answers.
    @Get(uri = "/ready", produces = MediaType.TEXT_PLAIN)
    @ExecuteOn(TaskExecutors.BLOCKING)
    HttpResponse<String> ready() {
        return answer(health.isReady(), "ready");
    }

    private static HttpResponse<String> answer(boolean isSo, String word) {
        return isSo
                ? HttpResponse.ok(word)
                : HttpResponse.<String>status(HttpStatus.SERVICE_UNAVAILABLE).body("not " + word);
    }
}
