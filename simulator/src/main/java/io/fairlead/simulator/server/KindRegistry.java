package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.builtin.BuiltinKind;
import io.fairlead.simulator.builtin.BuiltinKinds;
import io.fairlead.simulator.schema.RecordedDocuments;
import io.fairlead.simulator.schema.Schemas;
import io.fairlead.simulator.wire.Refusals;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which kinds are served: the built-in ones as the recorded discovery of a real server lists them, and those of the
/// CustomResourceDefinitions.
final class KindRegistry {
    /// Kinds with two served versions: where their objects are stored.
    private static final Map<String, ResourceType> STORED_ELSEWHERE = Map.of(
            "events.events.k8s.io/v1",
            ResourceType.EVENT,
            "horizontalpodautoscalers.autoscaling/v1",
            new ResourceType("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true));

    private static final String DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io";

    private final int watchWindow;
    private final Map<String, Registration> byPath = new LinkedHashMap<>();
    private final Map<String, KindTable> tables = new LinkedHashMap<>();

    KindRegistry(int watchWindow) {
        this.watchWindow = watchWindow;
        for (JsonNode document : Recorded.DISCOVERY) {
            for (JsonNode group : document.path("items")) {
                addGroup(group);
            }
        }
    }

    /// Read once for all servers.
    private static final class Recorded {
        static final List<JsonNode> DISCOVERY = List.of(read("/api"), read("/apis"));

        private static JsonNode read(String root) {
            return RecordedDocuments.aggregatedJson(root)
                    .orElseThrow(() -> new IllegalStateException("no recorded discovery of " + root));
        }
    }

    private void addGroup(JsonNode group) {
        String name = group.path("metadata").path("name").asText("");
        for (JsonNode version : group.path("versions")) {
            for (JsonNode resource : version.path("resources")) {
                addBuiltin(name, version.path("version").asText(), resource);
            }
        }
    }

    private void addBuiltin(String group, String version, JsonNode resource) {
        String kind = resource.path("responseKind").path("kind").asText();
        String plural = resource.path("resource").asText();
        ResourceType type = new ResourceType(
                group, version, kind, plural, resource.path("scope").asText().equals("Namespaced"));
        Map<String, Set<String>> verbs = new LinkedHashMap<>();
        verbs.put("", texts(resource.path("verbs")));
        List<String> subresources = new ArrayList<>();
        for (JsonNode subresource : resource.path("subresources")) {
            String name = subresource.path("subresource").asText();
            subresources.add(name);
            verbs.put(name, texts(subresource.path("verbs")));
        }
        ServedKind served = new ServedKind(
                type,
                resource.path("singularResource").asText(),
                List.copyOf(texts(resource.path("shortNames"))),
                List.copyOf(texts(resource.path("categories"))),
                subresources,
                new LazySchema(() -> Schemas.builtin(group, version, kind).orElse(LazySchema.OPEN)),
                false);
        String name = Refusals.resourceName(group, plural);
        ResourceType stored = STORED_ELSEWHERE.getOrDefault(name + "/" + version, type);
        BuiltinKind plain =
                BuiltinKinds.find(group, version, kind).orElseGet(() -> new UnmodelledRules("the rules of " + name));
        BuiltinKind rules = name.equals(DEFINITIONS) ? new DefinitionRules(plain) : plain;
        put(new Registration(served, name, rules, table(stored), verbs, null));
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new LinkedHashSet<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    /// The table of a kind; made when it is first asked for.
    KindTable table(ResourceType stored) {
        String name = Refusals.resourceName(stored.group(), stored.plural());
        KindTable table = tables.computeIfAbsent(name, each -> new KindTable(stored, watchWindow));
        table.setType(stored);
        return table;
    }

    /// All tables there are.
    List<KindTable> tables() {
        return List.copyOf(tables.values());
    }

    void put(Registration registration) {
        ResourceType type = registration.served().type();
        byPath.put(path(type.group(), type.version(), type.plural()), registration);
    }

    /// Stops serving all versions of a custom kind.
    void remove(String group, String plural) {
        byPath.values()
                .removeIf(each -> each.isCustom()
                        && each.group().equals(group)
                        && each.plural().equals(plural));
    }

    void dropTable(String resource) {
        tables.remove(resource);
    }

    @Nullable
    Registration find(String group, String version, String plural) {
        return byPath.get(path(group, version, plural));
    }

    /// The table of a type, whatever its version; null if it is not served.
    @Nullable
    KindTable tableOf(ResourceType type) {
        return tables.get(Refusals.resourceName(type.group(), type.plural()));
    }

    /// Whether some kind of this name is served in this version.
    boolean knows(String apiVersion, String kind) {
        return byPath.values().stream()
                .anyMatch(each -> each.kind().equals(kind) && each.apiVersion().equals(apiVersion));
    }

    /// Whether a group is one of the server's own; what is not there is then answered with a Status.
    boolean hasBuiltinGroup(String group) {
        return byPath.values().stream()
                .anyMatch(each -> !each.isCustom() && each.group().equals(group));
    }

    /// Nobody can go on from what happened until now: the clients of a new cluster begin here.
    void begin(long version) {
        tables.values().forEach(table -> table.log().forget(version));
    }

    /// All definitions of custom kinds.
    Registration definitions() {
        Registration found = find("apiextensions.k8s.io", "v1", "customresourcedefinitions");
        if (found == null) {
            throw new IllegalStateException(DEFINITIONS + " are not served");
        }
        return found;
    }

    /// The definition of a custom kind; null for a built-in one.
    @Nullable
    ObjectNode definitionOf(Registration kind) {
        return kind.isCustom() ? definitions().table().get(kind.resource()) : null;
    }

    Collection<Registration> all() {
        return byPath.values();
    }

    Registration namespaces() {
        return core("namespaces");
    }

    Registration core(String plural) {
        Registration found = find("", "v1", plural);
        if (found == null) {
            throw new IllegalStateException(plural + " are not served");
        }
        return found;
    }

    @Nullable
    ObjectNode namespace(String name) {
        return namespaces().table().get(name);
    }

    private static String path(String group, String version, String plural) {
        return group + "/" + version + "/" + plural;
    }
}
