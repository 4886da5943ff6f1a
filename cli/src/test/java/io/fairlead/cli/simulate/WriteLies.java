package io.fairlead.cli.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.ApiRequest.ContentType;
import io.fairlead.kube.ApiRequest.Verb;
import io.fairlead.kube.ApiResponse;
import io.fairlead.kube.KubeApi;
import java.util.Optional;

/// Defects of what a process writes.
final class WriteLies {
    private static final String LEDGER = "/leases/fairlead-budget-";

    private WriteLies() {}

    static final class DeletesWithoutUid extends Lie {
        DeletesWithoutUid(KubeApi api) {
            super(api);
        }

        @Override
        public ApiResponse call(ApiRequest request) {
            if (request.verb() != Verb.DELETE || request.body() == null) {
                return super.call(request);
            }
            ObjectNode body = request.body().deepCopy();
            body.remove("preconditions");
            return super.call(with(request, body));
        }
    }

    /// What was written is known only once the watch brings it.
    static final class Forgets extends Lie {
        Forgets(KubeApi api) {
            super(api);
        }

        @Override
        public ApiResponse call(ApiRequest request) {
            ApiResponse answer = super.call(request);
            if (request.verb() != Verb.POST || !request.path().endsWith("/pods") || !answer.isSuccess()) {
                return answer;
            }
            ObjectNode body = answer.body().deepCopy();
            body.withObject("/metadata").remove("ownerReferences");
            return new ApiResponse(answer.status(), body, answer.retryAfter());
        }
    }

    /// Each process keeps its account of what it takes to itself.
    static final class KeepsClaims extends Lie {
        KeepsClaims(KubeApi api) {
            super(api);
        }

        @Override
        public ApiResponse call(ApiRequest request) {
            return request.path().contains(LEDGER) && request.verb() == Verb.PUT && request.body() != null
                    ? new ApiResponse(200, request.body(), Optional.empty())
                    : super.call(request);
        }
    }

    /// The ledger is overwritten whatever is in it: two leaders claim the same budget.
    static final class Overwrites extends Lie {
        Overwrites(KubeApi api) {
            super(api);
        }

        @Override
        public ApiResponse call(ApiRequest request) {
            if (!request.path().contains(LEDGER)) {
                return super.call(request);
            }
            if (request.verb() == Verb.PUT && request.body() != null) {
                JsonNode now = super.call(new ApiRequest(
                                Verb.GET, request.path(), request.query(), ContentType.JSON, null, ApiRequest.TIMEOUT))
                        .body();
                ObjectNode body = request.body().deepCopy();
                body.withObject("/metadata")
                        .set("resourceVersion", now.path("metadata").path("resourceVersion"));
                return super.call(with(request, body));
            }
            ApiResponse answer = super.call(request);
            if (request.verb() != Verb.GET || !answer.isSuccess()) {
                return answer;
            }
            ObjectNode emptied = answer.body().deepCopy();
            emptied.withObject("/metadata").putObject("annotations");
            emptied.withObject("/spec").put("holderIdentity", "");
            return new ApiResponse(200, emptied, Optional.empty());
        }
    }

    /// Containers change while the pod serves.
    static final class DoesNotDrain extends Lie {
        DoesNotDrain(KubeApi api) {
            super(api);
        }

        @Override
        public ApiResponse call(ApiRequest request) {
            boolean isChange = request.verb() == Verb.PATCH
                    && request.contentType() == ContentType.STRATEGIC_MERGE_PATCH
                    && request.path().endsWith("/status")
                    && request.path().contains("/pods/");
            if (!isChange
                    || request.body() == null
                    || request.body().path("status").path("conditions").isEmpty()) {
                return super.call(request);
            }
            ObjectNode body = request.body().deepCopy();
            body.remove("status");
            return super.call(with(request, body));
        }
    }

    /// The status says that it was made from a generation that is not there yet.
    static final class RunsAhead extends Lie {
        RunsAhead(KubeApi api) {
            super(api);
        }

        @Override
        public ApiResponse call(ApiRequest request) {
            boolean isStatus =
                    request.path().endsWith("/status") && request.path().contains("/clonesets/");
            if (!isStatus
                    || request.body() == null
                    || !request.body().path("status").has("observedGeneration")) {
                return super.call(request);
            }
            ObjectNode body = request.body().deepCopy();
            ObjectNode status = body.withObject("/status");
            status.put("observedGeneration", status.path("observedGeneration").asLong() + 1);
            return super.call(with(request, body));
        }
    }
}
