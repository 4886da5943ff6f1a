package io.fairlead.api.crds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.testing.Trees;

/// Samples and paths for the tests against a real API server.
final class Samples {
    private Samples() {}

    /// The smallest CloneSet that the server takes, overlaid with `spec`.
    static ObjectNode cloneSet(String version, String name, String spec) {
        ObjectNode object = Trees.of("""
                {apiVersion: 'apps.kruise.io/%s', kind: 'CloneSet', metadata: {name: '%s'}, spec: {
                  selector: {matchLabels: {app: 'web'}},
                  template: {metadata: {labels: {app: 'web'}}, spec: {containers: [
                    {name: 'main', image: 'web:1'}, {name: 'side', image: 'side:1'}]}}}}
                """.formatted(version, name));
        object.withObject("/spec").setAll(Trees.of(spec));
        return object;
    }

    static String cloneSets(String version, String namespace) {
        return "/apis/apps.kruise.io/" + version + "/namespaces/" + namespace + "/clonesets";
    }

    static String cloneSets(String version, String namespace, String name) {
        return cloneSets(version, namespace) + "/" + name;
    }
}
