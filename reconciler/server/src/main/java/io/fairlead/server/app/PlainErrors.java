package io.fairlead.server.app;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;

/// Answers errors with their code and nothing else: no details of the inside for strangers, and no JSON library.
@Bean
@Primary
@Requires(beans = Health.class)
final class PlainErrors implements ErrorResponseProcessor<String> {
    @Override
    public MutableHttpResponse<String> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        return HttpResponse.<String>status(response.status())
                .body(response.reason())
                .contentType(MediaType.TEXT_PLAIN_TYPE);
    }
}
