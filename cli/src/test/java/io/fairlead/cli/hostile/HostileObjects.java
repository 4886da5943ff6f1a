package io.fairlead.cli.hostile;

import static io.fairlead.cli.hostile.Hostile.MAP;
import static io.fairlead.cli.hostile.Hostile.yaml;

import io.fairlead.cli.site.RawRepository.Entry;
import java.util.List;
import java.util.stream.Stream;

/// Manifests that reach for what is not theirs, or say what no object can be.
final class HostileObjects {
    private HostileObjects() {}

    static Stream<Hostile> all() {
        return Stream.of(reaching(), serverFields(), names(), shapes(), cloneSets(), refusedByTheServer())
                .flatMap(List::stream);
    }

    private static List<Hostile> reaching() {
        String policy = """
                apiVersion: gitops.fairlead.io/v1alpha1
                kind: PromotionPolicy
                metadata: {name: mine}
                spec: {stages: [{name: prod, gate: auto}]}
                """;
        String role = """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: evil}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
                subjects: [{kind: ServiceAccount, name: default, namespace: evil}]
                """;
        String list = "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap,"
                + " metadata: {name: evil, namespace: kube-system}}\n";
        return List.of(
                yaml("other-namespace", MAP + "  namespace: kube-system\n", "1:1", "not one of this folder's"),
                yaml("our-namespace", MAP + "  namespace: fairlead-system\n", "1:1", "not one of this folder's"),
                yaml("list-elsewhere", list, "1:1", "not one of this folder's"),
                yaml("cluster-scoped", role, "1:1", "may not hold cluster-scoped objects such as ClusterRoleBinding"),
                yaml("own-policy", policy, "1:1", "a PromotionPolicy may not come from a repository that it rules"),
                yaml("own-delivery", own("Delivery"), "1:1", "a Delivery may not come from"),
                yaml("own-source", own("GitSource"), "1:1", "a GitSource may not come from"),
                yaml(
                        "own-label",
                        MAP + "  labels: {gitops.fairlead.io/source: other}\n",
                        "1:1",
                        "for the cluster alone"),
                yaml(
                        "own-freeze",
                        MAP + "  annotations: {gitops.fairlead.io/freeze: 'yes'}\n",
                        "1:1",
                        "may not come from Git"),
                yaml(
                        "unknown-kind",
                        "apiVersion: example.org/v1\nkind: Widget\nmetadata: {name: w}\n",
                        "1:1",
                        "does not serve"),
                yaml(
                        "path-in-group",
                        "apiVersion: ../../v1\nkind: Secret\nmetadata: {name: w}\n",
                        "1:1",
                        "no apiVersion or kind"));
    }

    private static String own(String kind) {
        return "apiVersion: gitops.fairlead.io/v1alpha1\nkind: " + kind
                + "\nmetadata: {name: platform.calm}\nspec: {source: platform, scope: calm, stage: prod}\n";
    }

    private static List<Hostile> serverFields() {
        return Stream.of(
                        "ownerReferences: [{apiVersion: v1, kind: Namespace, name: x, uid: x}]",
                        "finalizers: [example.org/never]",
                        "uid: 11111111-1111-1111-1111-111111111111",
                        "resourceVersion: '1'",
                        "managedFields: [{manager: evil}]",
                        "generateName: evil-",
                        "deletionTimestamp: 2020-01-01T00:00:00Z")
                .map(field -> {
                    String name = field.substring(0, field.indexOf(':'));
                    String scope = "field-" + name.toLowerCase(java.util.Locale.ROOT);
                    return yaml(scope, MAP + "  " + field + "\n", "1:1", "metadata." + name + " may not come from Git");
                })
                .toList();
    }

    private static List<Hostile> names() {
        return List.of(
                named("name-climbs", "../../../secrets/x", "1:1", "no metadata.name"),
                named("name-dots", "..", "1:1", "no metadata.name"),
                named("name-number", "5", "1:1", "no metadata.name"),
                named("name-empty", "''", "1:1", "no metadata.name"),
                named("name-percent", "a%2f..%2fb", "1:1", "no metadata.name"),
                named("name-long", "a".repeat(300), "1:1", "no metadata.name"),
                named("name-newline", "\"a\\nb\"", "1:1", "no metadata.name"),
                // The server's to say; the line is still ours.
                named("name-upper", "Evil_Name", "1", "422"),
                new Hostile(
                        "two-of-one",
                        List.of(
                                Entry.file("two-of-one/a.yaml", MAP),
                                Entry.file("two-of-one/b.yaml", "# the same again\n" + MAP)),
                        "b.yaml:2:1: ",
                        "is also in two-of-one/a.yaml:1",
                        List.of()));
    }

    private static Hostile named(String scope, String name, String at, String says) {
        return yaml(scope, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\n", at, says);
    }

    private static List<Hostile> shapes() {
        String items = "- {apiVersion: v1, kind: ConfigMap, metadata: {name: evil}}\n";
        return List.of(
                yaml("text", "just words\n", "1:1", "not an object"),
                yaml("array", "- a\n- b\n", "1:1", "not an object"),
                yaml("no-metadata", "apiVersion: v1\nkind: ConfigMap\nmetadata: 5\n", "1:1", "no metadata"),
                yaml("namespace-list", MAP + "  namespace: [a]\n", "1:1", "metadata.namespace is no text"),
                yaml("list-empty", "apiVersion: v1\nkind: List\nitems: {}\n", "1:1", "a List without items"),
                yaml(
                        "list-many",
                        "apiVersion: v1\nkind: List\nitems:\n" + items.repeat(1_001),
                        "1:1",
                        "more than 1000"),
                yaml(
                        "list-of-lists",
                        "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: List, metadata: {name: x}, items: []}\n",
                        "1:1",
                        "does not serve the kind List"));
    }

    private static List<Hostile> cloneSets() {
        return List.of(
                cloneSet("replicas-negative", "replicas: -1", "", "spec.replicas"),
                cloneSet("replicas-huge", "replicas: 9223372036854775807", "", "spec.replicas"),
                cloneSet("replicas-fraction", "replicas: 1.5", "", "spec.replicas"),
                cloneSet("partition-nan", "", "partition: 'NaN%'", "partition"),
                cloneSet("partition-minus", "", "partition: -5", "partition"),
                cloneSet("partition-power", "", "partition: '1e3%'", "partition"),
                cloneSet("partition-map", "", "partition: {a: b}", "partition"),
                cloneSet("unavailable-words", "", "maxUnavailable: all", "maxUnavailable"));
    }

    private static Hostile cloneSet(String scope, String spec, String rolling, String says) {
        return yaml(scope, """
                apiVersion: apps.kruise.io/v1beta1
                kind: CloneSet
                metadata: {name: evil}
                spec:
                  %s
                  selector: {matchLabels: {app: evil}}
                  template:
                    metadata: {labels: {app: evil}}
                    spec: {containers: [{name: main, image: 'app:1'}]}
                  updateStrategy: {rollingUpdate: {%s}}
                """.formatted(spec, rolling), "1:1", says);
    }

    private static List<Hostile> refusedByTheServer() {
        String pod = """
                apiVersion: apps.kruise.io/v1beta1
                kind: CloneSet
                metadata: {name: evil}
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: evil}}
                  template:
                    metadata: {labels: {app: evil}}
                    spec: {containers: [{image: 'app:1'}]}
                """;
        String deployment = """
                # No selector fits this template.
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: evil}
                spec:
                  selector: {matchLabels: {app: evil}}
                  template:
                    metadata: {labels: {app: good}}
                    spec: {containers: [{name: main, image: 'app:1'}]}
                """;
        String secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: evil}\ndata: {password: 'hunter2 hunter2!'}\n";
        return List.of(
                yaml("template-bare", pod, "1", "in spec.template"),
                yaml("selector-astray", deployment, "2", "selector"),
                yaml("secret-no-base64", secret, "1", "the API server refuses this Secret"),
                yaml("secret-number", secret.replace("'hunter2 hunter2!'", "4242424242"), "1", "refuses this Secret"),
                yaml("old-version", MAP.replace("v1", "v9"), "1", "does not serve v9"),
                yaml("value-number", MAP + "data: {a: 5}\n", "1", "expected string"),
                yaml("label-long", MAP + "  labels: {a: " + "x".repeat(64) + "}\n", "1", "63"),
                yaml("key-climbs", MAP + "data: {'../../etc/passwd': x}\n", "1", "422"),
                yaml("map-large", MAP + "data: {a: " + "x".repeat(1 << 20) + "y}\n", "1", "1048576"));
    }
}
