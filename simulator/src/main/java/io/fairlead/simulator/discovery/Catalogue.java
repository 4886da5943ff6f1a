package io.fairlead.simulator.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.schema.RecordedDocuments;
import io.fairlead.simulator.server.ServedKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The groups, versions and resources that are served now, in the order and with the words of kube-apiserver.
final class Catalogue {
    private static final String DEFAULT_ADDRESS = "127.0.0.1:6443";

    /// `group/version/plural` of every served built-in kind.
    private final Set<String> served = new LinkedHashSet<>();

    private final List<CustomVersion> custom = new ArrayList<>();

    Catalogue(Collection<ServedKind> kinds, Collection<ObjectNode> definitions) {
        for (ServedKind kind : kinds) {
            if (!kind.isCustom()) {
                ResourceType type = kind.type();
                served.add(key(type.group(), type.version(), type.plural()));
            }
        }
        for (ObjectNode definition : definitions) {
            custom.addAll(CustomVersion.allOf(definition));
        }
        custom.sort(Comparator.comparing(CustomVersion::plural));
    }

    /// Whether kube-apiserver has the group without any definition.
    static boolean isBuiltin(String group) {
        return RecordedDocuments.bytes("/apis/" + group).isPresent();
    }

    List<CustomVersion> custom() {
        return custom;
    }

    /// Whether anything is served below a path of the OpenAPI index, such as `apis/apps/v1`.
    boolean isServedBelow(String indexPath) {
        String[] parts = indexPath.split("/");
        return switch (parts.length) {
            case 3 -> isServed(parts[1], parts[2]);
            case 2 -> parts[0].equals("api") ? isServed("", parts[1]) : isServed(parts[1], "");
            default -> indexPath.startsWith("api") || indexPath.equals("version");
        };
    }

    /// @param version empty for any
    private boolean isServed(String group, String version) {
        String prefix = group + "/" + (version.isEmpty() ? "" : version + "/");
        return served.stream().anyMatch(key -> key.startsWith(prefix));
    }

    private static String key(String group, String version, String plural) {
        return group + "/" + version + "/" + plural;
    }

    private static JsonNode recorded(String path) {
        return RecordedDocuments.json(path)
                .orElseThrow(() -> new IllegalStateException("the recording of " + path + " is missing in the jar"));
    }

    /// `/`: the paths that there are.
    ObjectNode paths() {
        TreeSet<String> paths = new TreeSet<>(List.of("/api", "/api/v1", "/apis", "/apis/", "/openapi/v3", "/version"));
        paths.addAll(List.of("/healthz", "/livez", "/readyz", "/readyz/ping", "/livez/ping", "/healthz/ping"));
        for (JsonNode group : groupList().path("groups")) {
            paths.add("/apis/" + group.path("name").asText());
            group.path("versions")
                    .forEach(version ->
                            paths.add("/apis/" + version.path("groupVersion").asText()));
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("paths");
        paths.forEach(list::add);
        return answer;
    }

    /// `/api`.
    ObjectNode coreVersions(String host) {
        ObjectNode versions = (ObjectNode) recorded("/api");
        for (JsonNode each : versions.path("serverAddressByClientCIDRs")) {
            ((ObjectNode) each).put("serverAddress", host.isEmpty() ? DEFAULT_ADDRESS : host);
        }
        return versions;
    }

    /// `/apis`.
    ObjectNode groupList() {
        ObjectNode list = (ObjectNode) recorded("/apis");
        ArrayNode groups = JsonNodeFactory.instance.arrayNode();
        for (JsonNode group : list.path("groups")) {
            restrict((ObjectNode) group).ifPresent(groups::add);
        }
        customGroups().forEach(name -> groups.add(describe(name)));
        list.set("groups", groups);
        return list;
    }

    /// `/apis/GROUP`.
    Optional<ObjectNode> group(String name) {
        if (customGroups().contains(name)) {
            ObjectNode group = JsonNodeFactory.instance.objectNode();
            group.put("kind", "APIGroup").put("apiVersion", "v1");
            group.setAll(describe(name));
            return Optional.of(group);
        }
        return RecordedDocuments.json("/apis/" + name).flatMap(group -> restrict((ObjectNode) group));
    }

    private Optional<ObjectNode> restrict(ObjectNode group) {
        String name = group.path("name").asText();
        ArrayNode versions = JsonNodeFactory.instance.arrayNode();
        for (JsonNode version : group.path("versions")) {
            if (isServed(name, version.path("version").asText())) {
                versions.add(version);
            }
        }
        if (versions.isEmpty()) {
            return Optional.empty();
        }
        group.set("versions", versions);
        group.set("preferredVersion", versions.get(0));
        return Optional.of(group);
    }

    /// Custom groups in the order of the names of their APIServices (`v1.example.org`), as kube-aggregator has them.
    List<String> customGroups() {
        return custom.stream()
                .sorted(Comparator.comparing(each -> each.version() + "." + each.group()))
                .map(CustomVersion::group)
                .distinct()
                .toList();
    }

    List<String> customVersions(String group) {
        return custom.stream()
                .filter(each -> each.group().equals(group))
                .map(CustomVersion::version)
                .distinct()
                .sorted(VersionOrder.PREFERRED_FIRST)
                .toList();
    }

    private ObjectNode describe(String group) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", group);
        ArrayNode versions = node.putArray("versions");
        for (String version : customVersions(group)) {
            versions.addObject().put("groupVersion", group + "/" + version).put("version", version);
        }
        node.set("preferredVersion", versions.get(0));
        return node;
    }

    /// `/api/v1` or `/apis/GROUP/VERSION`.
    Optional<ObjectNode> resources(String group, String version) {
        List<CustomVersion> ours = custom.stream()
                .filter(each -> each.group().equals(group) && each.version().equals(version))
                .toList();
        if (!ours.isEmpty()) {
            ObjectNode list = JsonNodeFactory.instance.objectNode();
            list.put("kind", "APIResourceList").put("apiVersion", "v1").put("groupVersion", group + "/" + version);
            ArrayNode resources = list.putArray("resources");
            ours.forEach(each -> each.addTo(resources));
            return Optional.of(list);
        }
        if (!isServed(group, version)) {
            return Optional.empty();
        }
        String path = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
        ObjectNode list = (ObjectNode) recorded(path);
        ArrayNode resources = JsonNodeFactory.instance.arrayNode();
        for (JsonNode resource : list.path("resources")) {
            String name = resource.path("name").asText();
            int slash = name.indexOf('/');
            if (served.contains(key(group, version, slash < 0 ? name : name.substring(0, slash)))) {
                resources.add(resource);
            }
        }
        list.set("resources", resources);
        return Optional.of(list);
    }

    /// `/api` or `/apis` as an APIGroupDiscoveryList.
    ObjectNode aggregated(boolean isCore) {
        String path = isCore ? "/api" : "/apis";
        ObjectNode list = (ObjectNode) RecordedDocuments.aggregatedJson(path)
                .orElseThrow(() -> new IllegalStateException("the recording of " + path + " is missing in the jar"));
        ArrayNode groups = JsonNodeFactory.instance.arrayNode();
        for (JsonNode group : list.path("items")) {
            aggregated((ObjectNode) group).ifPresent(groups::add);
        }
        if (!isCore) {
            // By name here, unlike in the list of groups.
            customGroups().stream().sorted().forEach(group -> groups.add(aggregatedCustom(group)));
        }
        list.set("items", groups);
        return list;
    }

    private Optional<ObjectNode> aggregated(ObjectNode group) {
        String name = group.path("metadata").path("name").asText();
        ArrayNode versions = JsonNodeFactory.instance.arrayNode();
        for (JsonNode version : group.path("versions")) {
            ArrayNode resources = JsonNodeFactory.instance.arrayNode();
            for (JsonNode resource : version.path("resources")) {
                if (served.contains(key(
                        name,
                        version.path("version").asText(),
                        resource.path("resource").asText()))) {
                    resources.add(resource);
                }
            }
            if (!resources.isEmpty()) {
                ((ObjectNode) version).set("resources", resources);
                versions.add(version);
            }
        }
        group.set("versions", versions);
        return versions.isEmpty() ? Optional.empty() : Optional.of(group);
    }

    private ObjectNode aggregatedCustom(String group) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.putObject("metadata").put("name", group);
        ArrayNode versions = node.putArray("versions");
        for (String version : customVersions(group)) {
            ObjectNode each = versions.addObject().put("version", version);
            ArrayNode resources = each.putArray("resources");
            for (CustomVersion kind : custom) {
                if (kind.group().equals(group) && kind.version().equals(version)) {
                    resources.add(kind.aggregated());
                }
            }
            each.put("freshness", "Current");
        }
        return node;
    }
}
