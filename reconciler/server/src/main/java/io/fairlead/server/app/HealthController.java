package io.fairlead.server.app;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/// The probes of the kubelet. Only in a context of this service: gitsync has the same in its own.
@Controller("/health")
@Requires(beans = Health.class)
final class HealthController {
    private final Health health;

    HealthController(Health health) {
        this.health = health;
    }

    /// The process runs: a watch that is cut off mends itself, so nothing else is a reason to restart it.
    @Get(uri = "/live", produces = MediaType.TEXT_PLAIN)
    String live() {
        return "live";
    }

    /// The stores are filled and the API server answers.
    @Get(uri = "/ready", produces = MediaType.TEXT_PLAIN)
    @ExecuteOn(TaskExecutors.BLOCKING)
    HttpResponse<String> ready() {
        return health.isReady()
                ? HttpResponse.ok("ready")
                : HttpResponse.<String>status(HttpStatus.SERVICE_UNAVAILABLE).body("not ready");
    }
}
