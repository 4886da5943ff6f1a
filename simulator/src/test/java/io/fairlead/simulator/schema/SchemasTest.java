package io.fairlead.simulator.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.testing.Trees;
import io.fairlead.simulator.schema.Schema.ListType;
import io.fairlead.simulator.schema.Schema.Scalar;
import io.fairlead.simulator.schema.Schema.Shape;
import org.junit.jupiter.api.Test;

class SchemasTest {
    private static Schema at(Schema schema, String... path) {
        Schema found = schema;
        for (String step : path) {
            found = switch (step) {
                case "[]" -> found.items().orElseThrow();
                case "{}" -> found.values().orElseThrow();
                default -> java.util.Objects.requireNonNull(found.properties().get(step), step);
            };
        }
        return found;
    }

    @Test
    void listsOfPods() {
        Schema pod = Schemas.builtin("", "v1", "Pod").orElseThrow();
        Schema containers = at(pod, "spec", "containers");
        assertThat(containers.listType()).isEqualTo(ListType.MAP);
        assertThat(containers.listMapKeys()).containsExactly("name");
        assertThat(containers.patchMergeKey()).contains("name");
        Schema ports = at(containers, "[]", "ports");
        assertThat(ports.listMapKeys()).containsExactly("containerPort", "protocol");
        assertThat(ports.patchMergeKey()).contains("containerPort");
        assertThat(at(ports, "[]", "protocol").defaultValue().orElseThrow().asText())
                .isEqualTo("TCP");
        assertThat(at(pod, "metadata", "finalizers").listType()).isEqualTo(ListType.SET);
        assertThat(at(pod, "spec", "tolerations").listType()).isEqualTo(ListType.ATOMIC);
        assertThat(at(pod, "spec", "volumes").patchStrategies()).containsExactly("merge", "retainKeys");
        assertThat(at(pod, "metadata", "labels").shape()).isEqualTo(Shape.MAP);
        assertThat(at(pod, "metadata", "labels", "{}").scalar()).isEqualTo(Scalar.STRING);
        assertThat(at(pod, "spec", "nodeSelector").isAtomic()).isTrue();
        assertThat(at(pod, "metadata", "creationTimestamp").scalar()).isEqualTo(Scalar.UNTYPED);
        assertThat(at(containers, "[]", "resources", "limits", "{}").shape()).isEqualTo(Shape.SCALAR);
    }

    @Test
    void extensionsBesideAReference() {
        Schema deployment = Schemas.builtin("apps", "v1", "Deployment").orElseThrow();
        assertThat(at(deployment, "spec", "strategy").patchStrategies()).containsExactly("retainKeys");
        assertThat(at(deployment, "spec", "selector").isAtomic()).isTrue();
        assertThat(at(deployment, "spec", "strategy", "rollingUpdate", "maxSurge")
                        .shape())
                .isEqualTo(Shape.SCALAR);
        assertThat(Schemas.builtin("apps", "v1", "NoSuch")).isEmpty();
        assertThat(Schemas.builtin("no.such", "v1", "Deployment")).isEmpty();
    }

    @Test
    void recursiveTypes() {
        Schema definition = Schemas.builtin("apiextensions.k8s.io", "v1", "CustomResourceDefinition")
                .orElseThrow();
        Schema properties =
                at(definition, "spec", "versions", "[]", "schema", "openAPIV3Schema", "properties", "{}", "properties");
        assertThat(properties.shape()).isEqualTo(Shape.MAP);
        assertThat(at(properties, "{}", "default").shape()).isEqualTo(Shape.ANY);
        assertThat(at(properties, "{}", "default").preservesUnknown()).isTrue();
    }

    @Test
    void rawExtensionsAreAtomic() {
        Schema revision = Schemas.builtin("apps", "v1", "ControllerRevision").orElseThrow();
        assertThat(at(revision, "data").shape()).isEqualTo(Shape.ANY);
        assertThat(at(revision, "data").isAtomic()).isTrue();
    }

    @Test
    void customSchemas() {
        Schema schema = Schemas.custom(Trees.of("""
                {type: 'object', description: 'x', properties: {spec: {type: 'object', properties: {
                  description: {type: 'string'},
                  size: {'x-kubernetes-int-or-string': true},
                  open: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true,
                         properties: {deep: {type: 'object', properties: {a: {type: 'integer'}}}}},
                  free: {'x-kubernetes-preserve-unknown-fields': true},
                  template: {type: 'object', 'x-kubernetes-embedded-resource': true,
                             'x-kubernetes-preserve-unknown-fields': true},
                  rows: {type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['a', 'b'],
                         items: {type: 'object', properties: {a: {type: 'string'},
                                 b: {type: 'string', default: 'x'}}}}
                }}}}"""));
        assertThat(at(schema, "metadata", "labels", "{}").scalar()).isEqualTo(Scalar.STRING);
        assertThat(at(schema, "spec", "description").scalar()).isEqualTo(Scalar.STRING);
        assertThat(at(schema, "spec", "size").shape()).isEqualTo(Shape.SCALAR);
        assertThat(at(schema, "spec", "open").preservesUnknown()).isTrue();
        assertThat(at(schema, "spec", "open", "deep").values()).isPresent();
        assertThat(at(schema, "spec", "free").shape()).isEqualTo(Shape.ANY);
        assertThat(at(schema, "spec", "template", "metadata", "ownerReferences").listMapKeys())
                .containsExactly("uid");
        assertThat(at(schema, "spec", "rows").listMapKeys()).containsExactly("a", "b");
        assertThat(schema.values()).isEmpty();
    }
}
