package io.fairlead.kube;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Where one object, or a subresource of it, is found on the API server.
///
/// @param namespace empty for a cluster-scoped kind
/// @param subresource `status`, `scale`, `eviction` …; empty for the object itself
public record ObjectPath(ResourceType type, String namespace, String name, String subresource) {
    public ObjectPath {
        checkSegment("name", name);
        if (type.isNamespaced() == namespace.isEmpty()) {
            throw new IllegalArgumentException(type.plural() + " in namespace '" + namespace + "'");
        }
    }

    public static ObjectPath of(ResourceType type, String namespace, String name) {
        return new ObjectPath(type, namespace, name, "");
    }

    public ObjectPath status() {
        return new ObjectPath(type, namespace, name, "status");
    }

    /// Absolute and escaped, as [ApiRequest#path] wants it.
    public String path() {
        String object = collection(type, namespace) + "/" + escape(name);
        return subresource.isEmpty() ? object : object + "/" + subresource;
    }

    /// The path of all objects of a type.
    ///
    /// @param namespace empty for all namespaces
    public static String collection(ResourceType type, String namespace) {
        String root = type.group().isEmpty() ? "/api/" : "/apis/";
        if (namespace.isEmpty()) {
            return root + type.apiVersion() + "/" + type.plural();
        }
        checkSegment("namespace", namespace);
        return root + type.apiVersion() + "/namespaces/" + escape(namespace) + "/" + type.plural();
    }

    /// What the API server itself refuses in a path segment; so a name from a repository cannot reach
    /// another path.
    private static void checkSegment(String what, String segment) {
        if (segment.isEmpty()
                || segment.equals(".")
                || segment.equals("..")
                || segment.contains("/")
                || segment.contains("%")) {
            throw new IllegalArgumentException("not a valid " + what + ": '" + segment + "'");
        }
    }

    private static String escape(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
