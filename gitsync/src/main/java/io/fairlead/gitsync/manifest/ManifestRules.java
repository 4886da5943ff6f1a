package io.fairlead.gitsync.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.ObjectKey;
import io.fairlead.api.gitops.Marks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a document must be to count as an object of a scope.
final class ManifestRules {
    private static final Pattern API_VERSION =
            Pattern.compile("(?:((?!.*\\.\\.)[a-z0-9](?:[-.a-z0-9]{0,251}[a-z0-9])?)/)?(v[a-z0-9]{1,62})");
    private static final Pattern KIND = Pattern.compile("[A-Z][A-Za-z0-9]{0,62}");
    private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[^/%\\s\\p{Cntrl}]{1,253}");

    /// Fields of the server that tools write into files; they say nothing about what is wanted.
    private static final List<String> DROPPED_METADATA = List.of("creationTimestamp", "generation", "selfLink");

    /// Fields that make a manifest act on one particular live object, or let it outlive its removal from Git. An
    /// owner reference in Git could also hang an object on another tenant's (T-051), and a finalizer that nobody
    /// removes would block prune for ever.
    private static final List<String> REFUSED_METADATA = List.of(
            "ownerReferences",
            "finalizers",
            "uid",
            "resourceVersion",
            "managedFields",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generateName");

    /// Whoever writes these says who may promote, where manifests come from, or what was approved: that is not for
    /// the commit that is judged by it to say.
    private static final List<String> OWN_KINDS = List.of("GitSource", "PromotionPolicy", "Delivery");

    private static final String OWN_GROUP = "gitops.fairlead.io";

    private final ManifestScope scope;
    private final KindScopes kinds;
    private final Map<String, KindScopes.KindScope> asked = new HashMap<>();

    /// For one read: what the server says of a kind is asked once.
    ManifestRules(ManifestScope scope, KindScopes kinds) {
        this.scope = scope;
        this.kinds = kinds;
    }

    private KindScopes.KindScope kindScope(ObjectKey key) {
        String kind = key.group() + "/" + key.kind();
        return asked.size() >= ManifestLimits.KINDS_MAX && !asked.containsKey(kind)
                ? KindScopes.KindScope.UNKNOWN
                : asked.computeIfAbsent(kind, ignored -> kinds.of(key.group(), key.kind()));
    }

    /// What the rules say about a document.
    sealed interface Judgement {
        /// It is an object of the scope. The manifest has its namespace written and the server's fields left
        /// out; it shares its parts with the document.
        record Taken(ObjectKey key, ObjectNode manifest) implements Judgement {}

        /// @param isServersWord the API server does not know the kind, now
        record Refused(String why, boolean isServersWord) implements Judgement {
            Refused(String why) {
                this(why, false);
            }
        }
    }

    Judgement judge(JsonNode value) {
        if (!(value instanceof ObjectNode document)) {
            return new Judgement.Refused("not an object");
        }
        var apiVersion = API_VERSION.matcher(text(document, "apiVersion"));
        String kind = text(document, "kind");
        if (!apiVersion.matches() || !KIND.matcher(kind).matches()) {
            return new Judgement.Refused("no apiVersion or kind");
        }
        String group = Optional.ofNullable(apiVersion.group(1)).orElse("");
        if (!(document.get("metadata") instanceof ObjectNode metadata)) {
            return new Judgement.Refused("no metadata");
        }
        String name = text(metadata, "name");
        if (!NAME.matcher(name).matches()) {
            return new Judgement.Refused("no metadata.name, or none that an object can have");
        }
        Optional<String> refused =
                REFUSED_METADATA.stream().filter(metadata::has).findFirst();
        if (refused.isPresent()) {
            return new Judgement.Refused("metadata." + refused.get() + " may not come from Git");
        }
        Optional<String> own = ownKey(metadata.path("labels")).or(() -> ownKey(metadata.path("annotations")));
        if (own.isPresent()) {
            return new Judgement.Refused(own.get() + " may not come from Git: it is for the cluster alone");
        }
        if (group.equals(OWN_GROUP) && OWN_KINDS.contains(kind)) {
            return new Judgement.Refused(
                    "a " + kind + " may not come from a repository that it rules: apply it by hand");
        }
        JsonNode namespace = metadata.path("namespace");
        if (!namespace.isMissingNode() && !namespace.isTextual()) {
            return new Judgement.Refused("metadata.namespace is no text");
        }
        return placed(document, metadata, new ObjectKey(group, kind, namespace.asText(""), name));
    }

    private static Optional<String> ownKey(JsonNode keys) {
        return keys.properties().stream()
                .map(Map.Entry::getKey)
                .filter(key -> key.startsWith(OWN_GROUP + "/") && !key.equals(Marks.WAVE))
                .findFirst();
    }

    private Judgement placed(ObjectNode document, ObjectNode metadata, ObjectKey named) {
        return switch (kindScope(named)) {
            case UNKNOWN -> new Judgement.Refused("the API server does not serve the kind " + named.kind(), true);
            case CLUSTER -> clusterScoped(document, metadata, named);
            case NAMESPACED -> namespaced(document, metadata, named);
        };
    }

    private Judgement clusterScoped(ObjectNode document, ObjectNode metadata, ObjectKey named) {
        if (!scope.clusterScoped()) {
            return new Judgement.Refused("the folder may not hold cluster-scoped objects such as " + named.kind());
        }
        return named.namespace().isEmpty()
                ? new Judgement.Taken(named, cleaned(document, metadata))
                : new Judgement.Refused("a " + named.kind() + " has no namespace");
    }

    private Judgement namespaced(ObjectNode document, ObjectNode metadata, ObjectKey named) {
        if (scope.namespaces().isEmpty()) {
            return new Judgement.Refused("the folder may hold cluster-scoped objects only");
        }
        String namespace =
                named.namespace().isEmpty() ? scope.defaultNamespace().orElseThrow() : named.namespace();
        if (!scope.namespaces().contains(namespace)) {
            return new Judgement.Refused("the namespace is not one of this folder's: " + scope.namespaces());
        }
        ObjectNode manifest = cleaned(document, metadata);
        ((ObjectNode) manifest.get("metadata")).put("namespace", namespace);
        return new Judgement.Taken(new ObjectKey(named.group(), named.kind(), namespace, named.name()), manifest);
    }

    /// A copy of the two upper levels; everything below is shared, as nobody changes a manifest.
    private static ObjectNode cleaned(ObjectNode document, ObjectNode metadata) {
        ObjectNode manifest = document.objectNode();
        manifest.setAll(document);
        manifest.remove("status");
        ObjectNode copy = document.objectNode();
        copy.setAll(metadata);
        copy.remove(DROPPED_METADATA);
        manifest.set("metadata", copy);
        return manifest;
    }

    private static String text(ObjectNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() ? value.textValue() : "";
    }
}
