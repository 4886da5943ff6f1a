package io.fairlead.api.apps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.Defect;
import io.fairlead.api.Parsed;
import io.fairlead.api.testing.Trees;
import java.util.List;

/// CloneSets for tests: a valid one, overlaid with what the test is about.
final class CloneSets {
    private CloneSets() {}

    /// A v1beta1 object; `spec` is merged over the smallest valid one.
    static ObjectNode beta(String spec) {
        return object("v1beta1", spec);
    }

    static ObjectNode alpha(String spec) {
        return object("v1alpha1", spec);
    }

    private static ObjectNode object(String version, String spec) {
        ObjectNode object = Trees.of("""
                {apiVersion: 'apps.kruise.io/%s', kind: 'CloneSet', metadata: {namespace: 'shop', name: 'web'}, spec: {
                  selector: {matchLabels: {app: 'web'}},
                  template: {metadata: {labels: {app: 'web'}}, spec: {containers: [{name: 'main', image: 'web:1'}]}}}}
                """.formatted(version));
        object.withObject("/spec").setAll(Trees.of(spec));
        return object;
    }

    static CloneSet valid(JsonNode object) {
        return switch (CloneSetCodec.parse(object)) {
            case Parsed.Valid<CloneSet> valid -> valid.value();
            case Parsed.Invalid<CloneSet> invalid -> throw new AssertionError(invalid.toString());
        };
    }

    static List<Defect> defects(JsonNode object) {
        return switch (CloneSetCodec.parse(object)) {
            case Parsed.Valid<CloneSet> valid -> throw new AssertionError("expected defects: " + valid);
            case Parsed.Invalid<CloneSet> invalid -> invalid.defects();
        };
    }

    static void assertDefect(JsonNode object, String path) {
        assertThat(defects(object)).extracting(Defect::path).containsExactly(path);
    }
}
