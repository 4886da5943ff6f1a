package io.fairlead.cli.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.kube.Selection;
import java.util.Comparator;
import java.util.List;

/// The Deliveries of a cluster.
final class Deliveries {
    private Deliveries() {}

    /// The cluster could not answer; the message says what to do.
    static final class UnavailableException extends Exception {
        private static final long serialVersionUID = 1;

        UnavailableException(String message) {
            super(message);
        }
    }

    /// All of them, by source and scope.
    static List<JsonNode> all(KubeApi api) throws UnavailableException {
        Resources resources = new Resources(api, "fairlead-cli");
        return switch (resources.list(Selection.all(ResourceType.DELIVERY), delivery -> delivery)) {
            case Resources.Listing.Complete<JsonNode> complete ->
                complete.items().stream()
                        .sorted(Comparator.comparing((JsonNode each) ->
                                        each.at("/spec/source").asText())
                                .thenComparing(each -> each.at("/spec/scope").asText()))
                        .toList();
            case Resources.Listing.Incomplete<JsonNode>(Outcome outcome) ->
                throw new UnavailableException(reason(outcome));
        };
    }

    private static String reason(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Gone _ ->
                "this cluster knows no Deliveries: install Fairlead's definitions with 'fairlead reconciler --install'";
            case Outcome.Refused refused ->
                "the API server refuses to list Deliveries: " + refused.message()
                        + ". Ask for the right to list deliveries.gitops.fairlead.io";
            case Outcome.Failed failed ->
                "the API server cannot be reached: " + failed.message() + ". Check --kubeconfig";
            case Outcome.Throttled _ -> "the API server asks to wait: try again";
            case Outcome.Conflicted conflicted -> conflicted.message();
            case Outcome.Applied _ -> throw new IllegalStateException("a list that came is complete");
        };
    }
}
