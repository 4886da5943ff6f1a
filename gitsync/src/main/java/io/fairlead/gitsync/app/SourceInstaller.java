package io.fairlead.gitsync.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.kube.discovery.Discovery;

/// Brings the file of sources to the cluster, and makes the namespace that they live in.
final class SourceInstaller {
    private final Resources resources;
    private final Discovery discovery;

    SourceInstaller(Resources resources, Discovery discovery) {
        this.resources = resources;
        this.discovery = discovery;
    }

    /// @throws GitSyncApplication.UnavailableException if the cluster does not take it; the message says what to do
    void install(SourceFile.Content content) {
        ObjectNode namespace = JsonNodeFactory.instance.objectNode();
        namespace
                .put("apiVersion", "v1")
                .put("kind", "Namespace")
                .putObject("metadata")
                .put("name", GitSyncApplication.NAMESPACE);
        expect(
                "Namespace " + GitSyncApplication.NAMESPACE,
                resources.apply(
                        ObjectPath.of(ResourceType.NAMESPACE, "", GitSyncApplication.NAMESPACE), namespace, true));
        for (ObjectNode object : content.objects()) {
            ResourceType type = type(object);
            JsonNode metadata = object.path("metadata");
            String in = type.isNamespaced() ? metadata.path("namespace").asText() : "";
            String name = metadata.path("name").asText();
            expect(
                    object.path("kind").asText() + " " + name,
                    resources.apply(ObjectPath.of(type, in, name), object, true));
        }
    }

    private ResourceType type(ObjectNode object) {
        return switch (discovery.find(
                object.path("apiVersion").asText(), object.path("kind").asText())) {
            case Discovery.Answer.Served(ResourceType served) -> served;
            case Discovery.Answer.NotServed(String message) ->
                throw new GitSyncApplication.UnavailableException(
                        message + ": install the definitions first, with 'fairlead reconciler --install'");
            case Discovery.Answer.Unreachable(String message) ->
                throw new GitSyncApplication.UnavailableException("the API server cannot be reached: " + message);
        };
    }

    private static void expect(String what, Outcome outcome) {
        String why = switch (outcome) {
            case Outcome.Applied _ -> "";
            case Outcome.Conflicted(String message) -> ": " + message;
            case Outcome.Gone(String message) -> ": " + message;
            case Outcome.Refused(int code, String reason, String message) ->
                " is refused: " + code + " " + reason + ": " + message;
            case Outcome.Throttled _ -> ": the API server asks to wait";
            case Outcome.Failed(String message, boolean _) -> ": the API server cannot be reached: " + message;
        };
        if (!why.isEmpty()) {
            throw new GitSyncApplication.UnavailableException(what + why);
        }
    }
}
