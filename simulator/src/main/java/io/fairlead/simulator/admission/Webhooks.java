package io.fairlead.simulator.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.cel.CelProgram;
import io.fairlead.simulator.cel.JsonValues;
import io.fairlead.simulator.patch.Patches;
import io.fairlead.simulator.server.Admission;
import io.fairlead.simulator.server.ApiServer;
import io.fairlead.simulator.server.ServedKind;
import io.fairlead.simulator.wire.GoText;
import io.fairlead.simulator.wire.StatusException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Calls the webhooks that a server's MutatingWebhookConfigurations and ValidatingWebhookConfigurations name, by name
/// of configuration. Not thread-safe: runs inside of the server.
public final class Webhooks implements Admission {
    private static final String GROUP = "admissionregistration.k8s.io";
    private static final ResourceType MUTATING =
            new ResourceType(GROUP, "v1", "MutatingWebhookConfiguration", "mutatingwebhookconfigurations", false);
    private static final ResourceType VALIDATING =
            new ResourceType(GROUP, "v1", "ValidatingWebhookConfiguration", "validatingwebhookconfigurations", false);
    private static final long CONDITIONS_COST_MAX = 2_500_000;

    private final ApiServer server;
    private final WebhookTransport transport;
    private final Configured mutating = new Configured();
    private final Configured validating = new Configured();
    private long calls;

    // What was read of the configurations, until one of them is written.
    private static final class Configured {
        private List<ObjectNode> configurations = List.of();
        private List<Webhook> webhooks = List.of();

        List<Webhook> of(List<ObjectNode> current) {
            if (!isSame(current)) {
                List<Webhook> all = new ArrayList<>();
                for (ObjectNode configuration : current) {
                    configuration.path("webhooks").forEach(node -> all.add(Webhook.of(node)));
                }
                webhooks = all;
                configurations = current;
            }
            return webhooks;
        }

        @SuppressWarnings("ReferenceEquality") // A written object is another node.
        private boolean isSame(List<ObjectNode> current) {
            if (current.size() != configurations.size()) {
                return false;
            }
            for (int i = 0; i < current.size(); i++) {
                if (current.get(i) != configurations.get(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    /// @param server whose configurations count, and whose namespaces are looked at; give it this by `admit`
    public Webhooks(ApiServer server, WebhookTransport transport) {
        this.server = server;
        this.transport = transport;
    }

    @Override
    public ObjectNode mutate(Review review) {
        ObjectNode sent = review.object();
        ObjectNode object = sent == null ? JsonNodeFactory.instance.objectNode() : sent;
        List<Webhook> webhooks = isExempt(review) ? List.of() : mutating.of(server.all(MUTATING));
        if (webhooks.isEmpty()) {
            return object;
        }
        Set<Webhook> again = new HashSet<>();
        Set<Webhook> called = new HashSet<>();
        for (int round = 0; round < 2; round++) {
            for (Webhook webhook : webhooks) {
                Attributes request = new Attributes(review, sent == null ? null : object);
                if (round == 1 && !again.contains(webhook)) {
                    continue;
                }
                Optional<String> version = version(webhook, request);
                if (version.isEmpty()) {
                    continue;
                }
                ObjectNode changed = patched(webhook, request, version.get(), object);
                if (!changed.equals(object)) {
                    object = changed;
                    again.addAll(called);
                    called.clear();
                }
                if (webhook.isReinvoked() && round == 0) {
                    called.add(webhook);
                }
            }
            if (again.isEmpty()) {
                break;
            }
        }
        return object;
    }

    private ObjectNode patched(Webhook webhook, Attributes request, String version, ObjectNode object) {
        return switch (ask(webhook, request, version, true)) {
            case Verdict.Denied denied -> {
                request.review().warnings().addAll(denied.warnings());
                throw denied.status();
            }
            case Verdict.Failed failed -> {
                if (!webhook.failsOpen()) {
                    throw Verdict.failure(webhook, failed.reason());
                }
                yield object;
            }
            case Verdict.Allowed allowed -> {
                request.review().warnings().addAll(allowed.warnings());
                if (allowed.patch().isEmpty()) {
                    yield object;
                }
                if (request.object() == null) {
                    throw Verdict.internal("admission webhook " + GoText.quoted(webhook.name())
                            + " attempted to modify the object, which is not supported for this operation");
                }
                ObjectNode changed;
                try {
                    changed = applied(object, allowed.patch());
                } catch (IllegalArgumentException e) {
                    if (webhook.failsOpen()) {
                        yield object;
                    }
                    throw Verdict.failure(webhook, "received undecodable patch in webhook response: " + e.getMessage());
                }
                // The version is the webhook's; the object goes on in that of the request.
                changed.set("apiVersion", object.path("apiVersion"));
                yield request.review().reader().apply(changed);
            }
        };
    }

    private static ObjectNode applied(ObjectNode object, JsonNode patch) {
        try {
            return Patches.webhook(object, patch);
        } catch (Patches.Inapplicable e) {
            throw Verdict.internal(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void validate(Review review) {
        if (isExempt(review)) {
            return;
        }
        Attributes request = new Attributes(review, review.object());
        for (Webhook webhook : validating.of(server.all(VALIDATING))) {
            Optional<String> version = version(webhook, request);
            if (version.isEmpty()) {
                continue;
            }
            switch (ask(webhook, request, version.get(), false)) {
                case Verdict.Denied denied -> {
                    review.warnings().addAll(denied.warnings());
                    throw denied.status();
                }
                case Verdict.Failed failed -> {
                    if (!webhook.failsOpen()) {
                        throw Verdict.failure(webhook, failed.reason());
                    }
                }
                case Verdict.Allowed allowed -> review.warnings().addAll(allowed.warnings());
            }
        }
    }

    // Nobody may lock himself out of the configurations.
    private static boolean isExempt(Review review) {
        return review.kind().type().group().equals(GROUP);
    }

    /// The version in which the webhook wants to see the object; empty if it does not want to.
    private Optional<String> version(Webhook webhook, Attributes request) {
        if (!isInNamespaces(webhook.namespaces(), request) || !isSelected(webhook.objects(), request)) {
            return Optional.empty();
        }
        Optional<String> version = matchingVersion(webhook, request);
        return version.isPresent() && meetsConditions(webhook, request, version.get()) ? version : Optional.empty();
    }

    private Optional<String> matchingVersion(Webhook webhook, Attributes request) {
        ResourceType type = request.type();
        if (webhook.hasRule(request, type.version())) {
            return Optional.of(type.version());
        }
        if (!webhook.matchesEquivalents() || !request.review().kind().isCustom()) {
            return Optional.empty();
        }
        for (ServedKind other : server.kinds()) {
            ResourceType served = other.type();
            if (served.group().equals(type.group())
                    && served.plural().equals(type.plural())
                    && webhook.hasRule(request, served.version())) {
                return Optional.of(served.version());
            }
        }
        return Optional.empty();
    }

    private boolean isInNamespaces(Selector selector, Attributes request) {
        if (selector.isEmpty()) {
            return true;
        }
        if (request.type().kind().equals("Namespace") && request.type().group().isEmpty()) {
            ObjectNode object = request.object() != null
                    ? request.object()
                    : request.review().oldObject();
            return selector.matches(labels(object));
        }
        if (!request.type().isNamespaced()) {
            return true;
        }
        ObjectNode namespace = server.find(ResourceType.NAMESPACE, "", request.namespace())
                .orElseThrow(() -> StatusException.of(
                        404,
                        "NotFound",
                        "namespaces \"" + request.namespace() + "\" not found",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("name", request.namespace())
                                .put("kind", "namespaces")));
        return selector.matches(labels(namespace));
    }

    private static boolean isSelected(Selector selector, Attributes request) {
        return selector.isEmpty()
                || (request.object() != null && selector.matches(labels(request.object())))
                || (request.review().oldObject() != null
                        && selector.matches(labels(request.review().oldObject())));
    }

    private static JsonNode labels(@Nullable ObjectNode object) {
        return object == null
                ? JsonNodeFactory.instance.missingNode()
                : object.path("metadata").path("labels");
    }

    // One condition that is false is enough not to call, whatever is wrong with the others.
    private static boolean meetsConditions(Webhook webhook, Attributes request, String version) {
        if (webhook.conditions().isEmpty()) {
            return true;
        }
        JsonNode review = request.toReview("", version).path("request");
        Object object = JsonValues.of(review.path("object"));
        Object old = JsonValues.of(review.path("oldObject"));
        Object asked = JsonValues.of(review);
        List<String> faults = new ArrayList<>();
        for (Webhook.Condition condition : webhook.conditions()) {
            CelProgram.Evaluation result = condition.program().evaluate(CONDITIONS_COST_MAX, object, old, asked);
            if (result.fault() != null) {
                faults.add("expression '" + condition.expression() + "' resulted in error: "
                        + result.fault().getMessage());
            } else if (!result.isTrue()) {
                return false;
            }
        }
        if (faults.isEmpty()) {
            return true;
        }
        if (webhook.failsOpen()) {
            return false;
        }
        throw forbidden(request, faults.size() == 1 ? faults.getFirst() : "[" + String.join(", ", faults) + "]");
    }

    private static StatusException forbidden(Attributes request, String fault) {
        ResourceType type = request.type();
        String resource = type.group().isEmpty() ? type.plural() : type.plural() + "." + type.group();
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.put("name", request.name());
        if (!type.group().isEmpty()) {
            details.put("group", type.group());
        }
        details.put("kind", type.plural());
        return StatusException.of(
                403, "Forbidden", resource + " \"" + request.name() + "\" is forbidden: " + fault, details);
    }

    private Verdict ask(Webhook webhook, Attributes request, String version, boolean isMutating) {
        if (request.review().isDryRun() && !webhook.mayDryRun()) {
            throw StatusException.badRequest("admission webhook \"" + webhook.name() + "\" does not support dry run");
        }
        String uid = new UUID(0x4000L, Long.MIN_VALUE | ++calls).toString();
        try {
            JsonNode answer = transport.call(webhook.endpoint(), request.toReview(uid, version), webhook.timeout());
            return Verdict.of(webhook, answer, uid, isMutating);
        } catch (WebhookTransport.CallException e) {
            return new Verdict.Failed("failed to call webhook: " + e.getMessage());
        }
    }
}
