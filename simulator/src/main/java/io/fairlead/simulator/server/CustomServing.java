package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.custom.CustomKind;
import io.fairlead.simulator.custom.CustomKinds;
import io.fairlead.simulator.discovery.VersionOrder;
import io.fairlead.simulator.schema.Schemas;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Puts the versions of definitions into the registry of served kinds, and takes them out.
final class CustomServing {
    private static final Set<String> VERBS =
            ordered("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection");
    private static final Set<String> SUBRESOURCE_VERBS = ordered("get", "update", "patch");

    private final KindRegistry kinds;

    CustomServing(KindRegistry kinds) {
        this.kinds = kinds;
    }

    private static Set<String> ordered(String... texts) {
        return new LinkedHashSet<>(List.of(texts));
    }

    boolean isServed(ObjectNode definition) {
        return !versionsOf(definition).isEmpty();
    }

    private List<Registration> versionsOf(ObjectNode definition) {
        String name = Metadata.name(definition);
        return kinds.all().stream()
                .filter(each -> each.isCustom() && each.is(name))
                .toList();
    }

    /// Serves a definition as it is now; watches on what it was end.
    void serve(ObjectNode definition) {
        boolean isNew = table(definition) == null;
        JsonNode spec = definition.path("spec");
        for (Registration old : versionsOf(definition)) {
            old.table().feeds().forEach(LogFeed::end);
        }
        kinds.remove(
                spec.path("group").asText(), spec.path("names").path("plural").asText());
        JsonNode stored = storageVersion(spec);
        for (JsonNode version : spec.path("versions")) {
            if (version.path("served").asBoolean()) {
                kinds.put(registration(definition, version, stored));
            }
        }
        KindTable table = table(definition);
        if (isNew && table != null) {
            table.log().forget(Trees.resourceVersion(definition));
        }
    }

    void stop(ObjectNode definition) {
        for (Registration version : versionsOf(definition)) {
            version.table().feeds().forEach(LogFeed::end);
            kinds.dropTable(version.resource());
        }
        JsonNode spec = definition.path("spec");
        kinds.remove(
                spec.path("group").asText(), spec.path("names").path("plural").asText());
    }

    @Nullable
    KindTable table(ObjectNode definition) {
        return kinds.tableOf(type(definition, storageVersion(definition.path("spec"))));
    }

    private static JsonNode storageVersion(JsonNode spec) {
        for (JsonNode version : spec.path("versions")) {
            if (version.path("storage").asBoolean()) {
                return version;
            }
        }
        throw new IllegalStateException("a definition without a storage version was stored");
    }

    private Registration registration(ObjectNode definition, JsonNode version, JsonNode stored) {
        ResourceType type = type(definition, version);
        ResourceType storedType = type(definition, stored);
        JsonNode names = definition.path("spec").path("names");
        JsonNode subresources = version.path("subresources");
        Map<String, Set<String>> verbs = new LinkedHashMap<>();
        verbs.put("", VERBS);
        List<String> subresourceNames = new ArrayList<>();
        for (String name : List.of("status", "scale")) {
            if (subresources.has(name)) {
                subresourceNames.add(name);
                verbs.put(name, SUBRESOURCE_VERBS);
            }
        }
        JsonNode schema = version.path("schema").path("openAPIV3Schema");
        ServedKind served = new ServedKind(
                type,
                names.path("singular").asText(),
                texts(names.path("shortNames")),
                texts(names.path("categories")),
                subresourceNames,
                new LazySchema(() -> Schemas.custom(schema)),
                true);
        String name = version.path("name").asText();
        boolean hasStatus = subresources.has("status");
        CustomKind own = CustomKinds.of(definition, name);
        CustomVersion custom = new CustomVersion(
                name,
                names.path("listKind").asText(),
                storedType.apiVersion(),
                own,
                CustomKinds.of(definition, stored.path("name").asText()),
                selectableFields(version),
                hasStatus,
                subresources.path("scale"),
                deprecation(definition, version));
        return new Registration(
                served,
                type.plural() + "." + type.group(),
                new CustomRules(own, type.isNamespaced(), hasStatus),
                kinds.table(storedType),
                verbs,
                custom);
    }

    private static String deprecation(ObjectNode definition, JsonNode version) {
        if (!version.path("deprecated").asBoolean()) {
            return "";
        }
        if (version.hasNonNull("deprecationWarning")) {
            return version.path("deprecationWarning").asText();
        }
        String kind = definition.path("spec").path("names").path("kind").asText();
        String text = type(definition, version).apiVersion() + " " + kind + " is deprecated";
        String best = "";
        for (JsonNode other : definition.path("spec").path("versions")) {
            String name = other.path("name").asText();
            boolean isUsable = other.path("served").asBoolean()
                    && !other.path("deprecated").asBoolean();
            if (isUsable && (best.isEmpty() || VersionOrder.PREFERRED_FIRST.compare(name, best) < 0)) {
                best = name;
            }
        }
        return best.isEmpty()
                ? text
                : text + "; use " + definition.path("spec").path("group").asText() + "/" + best + " " + kind;
    }

    private static ResourceType type(ObjectNode definition, JsonNode version) {
        JsonNode spec = definition.path("spec");
        return new ResourceType(
                spec.path("group").asText(),
                version.path("name").asText(),
                spec.path("names").path("kind").asText(),
                spec.path("names").path("plural").asText(),
                spec.path("scope").asText().equals("Namespaced"));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static List<String> selectableFields(JsonNode version) {
        List<String> fields = new ArrayList<>();
        for (JsonNode field : version.path("selectableFields")) {
            String path = field.path("jsonPath").asText();
            fields.add(path.startsWith(".") ? path.substring(1) : path);
        }
        return fields;
    }
}
