package io.fairlead.simulator.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.simulator.cel.CelEnvironment;
import io.fairlead.simulator.cel.CelProgram;
import io.fairlead.simulator.cel.CelRejection;
import io.fairlead.simulator.wire.StatusException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One webhook of a configuration.
///
/// @param failsOpen `failurePolicy: Ignore`
/// @param matchesEquivalents `matchPolicy: Equivalent`
/// @param isReinvoked `reinvocationPolicy: IfNeeded`
/// @param mayDryRun it has no side effects on dry runs
record Webhook(
        String name,
        WebhookTransport.Endpoint endpoint,
        JsonNode rules,
        Selector namespaces,
        Selector objects,
        List<Condition> conditions,
        boolean failsOpen,
        boolean matchesEquivalents,
        boolean isReinvoked,
        boolean mayDryRun,
        Duration timeout) {
    private static final int TIMEOUT_SECONDS_DEFAULT = 10;

    /// One of `matchConditions`.
    record Condition(String expression, CelProgram program) {}

    /// @param node one of `webhooks`
    static Webhook of(JsonNode node) {
        JsonNode client = node.path("clientConfig");
        if (!client.path("url").isTextual()) {
            throw StatusException.notModelled("webhooks that are reached by a service");
        }
        return new Webhook(
                node.path("name").asText(),
                new WebhookTransport.Endpoint(
                        client.path("url").asText(), client.path("caBundle").asText()),
                node.path("rules"),
                new Selector(node.path("namespaceSelector")),
                new Selector(node.path("objectSelector")),
                conditions(node.path("matchConditions")),
                node.path("failurePolicy").asText().equals("Ignore"),
                !node.path("matchPolicy").asText().equals("Exact"),
                node.path("reinvocationPolicy").asText().equals("IfNeeded"),
                node.path("sideEffects").asText().startsWith("None"),
                Duration.ofSeconds(node.path("timeoutSeconds").asInt(TIMEOUT_SECONDS_DEFAULT)));
    }

    private static List<Condition> conditions(JsonNode conditions) {
        List<Condition> programs = new ArrayList<>();
        if (conditions.isEmpty()) {
            return programs;
        }
        CelEnvironment environment = CelEnvironment.untyped(List.of("object", "oldObject", "request"));
        for (JsonNode condition : conditions) {
            String expression = condition.path("expression").asText();
            try {
                programs.add(new Condition(expression, environment.compile(expression)));
            } catch (CelRejection e) {
                throw StatusException.notModelled("the match condition " + expression + ": " + e.getMessage());
            }
        }
        return programs;
    }

    /// Whether a rule names the resource in this version.
    boolean hasRule(Attributes request, String version) {
        for (JsonNode rule : rules) {
            if (isInScope(rule.path("scope").asText(), request)
                    && has(rule.path("operations"), request.operation())
                    && has(rule.path("apiGroups"), request.type().group())
                    && has(rule.path("apiVersions"), version)
                    && hasResource(rule.path("resources"), request)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isInScope(String scope, Attributes request) {
        boolean isNamespaced =
                request.type().isNamespaced() && !request.namespace().isEmpty();
        return switch (scope) {
            case "Namespaced" -> isNamespaced;
            case "Cluster" -> !isNamespaced;
            default -> true;
        };
    }

    private static boolean has(JsonNode items, String wanted) {
        for (JsonNode item : items) {
            if (item.asText().equals("*") || item.asText().equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasResource(JsonNode resources, Attributes request) {
        for (JsonNode item : resources) {
            String text = item.asText();
            int slash = text.indexOf('/');
            String resource = slash < 0 ? text : text.substring(0, slash);
            String subresource = slash < 0 ? "" : text.substring(slash + 1);
            if ((resource.equals("*") || resource.equals(request.type().plural()))
                    && (subresource.equals("*") || subresource.equals(request.subresource()))) {
                return true;
            }
        }
        return false;
    }
}
