package io.fairlead.simulator.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.testing.ApiClient;
import io.fairlead.api.testing.RealCluster;
import io.fairlead.api.testing.Trees;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.server.Authorizer.Attributes;
import io.fairlead.simulator.wire.ApiCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/// Roles allow what they allow on kube-apiserver.
class RbacAuthorizerTest {
    private static final String ROOT = "/apis/rbac.authorization.k8s.io/v1";
    private static final List<ObjectNode> OBJECTS =
            List.of(object("""
                    kind: 'Role', metadata: {name: 'reader', namespace: 'rbac'}, rules: [
                      {apiGroups: [''], resources: ['pods', 'pods/log', '*/scale'], verbs: ['get', 'list']},
                      {apiGroups: [''], resources: ['configmaps'], resourceNames: ['one'], verbs: ['*']}]"""), object("""
                    kind: 'RoleBinding', metadata: {name: 'reader', namespace: 'rbac'},
                    roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader'},
                    subjects: [{kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'ann'},
                      {kind: 'ServiceAccount', name: 'robot', namespace: 'rbac'}]"""), object("""
                    kind: 'RoleBinding', metadata: {name: 'nothing', namespace: 'rbac'},
                    roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'gone'},
                    subjects: [{kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'ben'}]"""), object("""
                    kind: 'ClusterRole', metadata: {name: 'part', labels: {to: 'sum'}},
                    rules: [{apiGroups: ['apps'], resources: ['*'], verbs: ['get']}]"""), object("""
                    kind: 'ClusterRole', metadata: {name: 'nodes'},
                    rules: [{apiGroups: ['*'], resources: ['nodes'], verbs: ['list']}]"""), object("""
                    kind: 'ClusterRoleBinding', metadata: {name: 'nodes'},
                    roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'nodes'},
                    subjects: [{kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'staff'}]"""), object("""
                    kind: 'RoleBinding', metadata: {name: 'apps', namespace: 'rbac'},
                    roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'part'},
                    subjects: [{kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'staff'}]"""));

    private static final ApiCall.User ANN = new ApiCall.User("ann", List.of("system:authenticated"));
    private static final ApiCall.User BEN = new ApiCall.User("ben", List.of("staff", "system:authenticated"));
    private static final ApiCall.User ROBOT =
            new ApiCall.User("system:serviceaccount:rbac:robot", List.of("system:authenticated"));
    private static final List<Attributes> QUESTIONS = List.of(
            new Attributes("get", "", "pods", "", "rbac", "a"),
            new Attributes("list", "", "pods", "", "rbac", ""),
            new Attributes("list", "", "pods", "", "", ""),
            new Attributes("delete", "", "pods", "", "rbac", "a"),
            new Attributes("get", "", "pods", "log", "rbac", "a"),
            new Attributes("get", "", "pods", "status", "rbac", "a"),
            new Attributes("get", "", "replicationcontrollers", "scale", "rbac", "a"),
            new Attributes("update", "", "configmaps", "", "rbac", "one"),
            new Attributes("update", "", "configmaps", "", "rbac", "two"),
            new Attributes("list", "", "configmaps", "", "rbac", ""),
            new Attributes("list", "", "nodes", "", "", ""),
            new Attributes("get", "", "nodes", "", "", "n"),
            new Attributes("get", "apps", "deployments", "", "rbac", "d"),
            new Attributes("get", "apps", "deployments", "status", "rbac", "d"),
            new Attributes("get", "apps", "deployments", "", "default", "d"),
            new Attributes("create", "authorization.k8s.io", "selfsubjectaccessreviews", "", "", ""));

    /// The objects above, as a server keeps them.
    private static final class Kept implements RbacAuthorizer.Roles {
        @Override
        public Optional<ObjectNode> find(ResourceType type, String namespace, String name) {
            return in(type, namespace).stream()
                    .filter(each -> each.path("metadata").path("name").asText().equals(name))
                    .findFirst();
        }

        @Override
        public List<ObjectNode> in(ResourceType type, String namespace) {
            return OBJECTS.stream()
                    .filter(each -> each.path("kind").asText().equals(type.kind()))
                    .filter(each ->
                            each.path("metadata").path("namespace").asText("").equals(namespace))
                    .toList();
        }
    }

    private static ObjectNode object(String content) {
        return Trees.of("{apiVersion: 'rbac.authorization.k8s.io/v1', " + content + "}");
    }

    @Test
    void answersAsTheRealServerDoes() {
        ApiClient client = RealCluster.shared().client();
        RealCluster.shared().createNamespace("rbac");
        for (ObjectNode object : OBJECTS) {
            String namespace = object.path("metadata").path("namespace").asText("");
            String plural = object.path("kind").asText().toLowerCase(java.util.Locale.ROOT) + "s";
            String path = namespace.isEmpty() ? "/" + plural : "/namespaces/" + namespace + "/" + plural;
            client.post(ROOT + path, object.toString()).expect(201);
        }
        RbacAuthorizer authorizer = new RbacAuthorizer(new Kept());
        SoftAssertions all = new SoftAssertions();
        for (ApiCall.User user : List.of(ANN, BEN, ROBOT)) {
            for (Attributes asked : QUESTIONS) {
                Optional<String> denial = authorizer.denial(user, asked);
                JsonNode status = ask(client, user, asked);
                String label = user.name() + " " + asked;
                all.assertThat(denial.isEmpty())
                        .as(label)
                        .isEqualTo(status.path("allowed").asBoolean());
                if (denial.isPresent()) {
                    all.assertThat(denial.get())
                            .as(label)
                            .isEqualTo(status.path("reason").asText(""));
                }
            }
        }
        all.assertAll();
    }

    private static JsonNode ask(ApiClient client, ApiCall.User user, Attributes asked) {
        ObjectNode review = Trees.of("{apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview'}");
        ObjectNode spec = review.putObject("spec").put("user", user.name());
        user.groups().forEach(spec.putArray("groups")::add);
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("verb", asked.verb());
        attributes.put("group", asked.group());
        attributes.put("resource", asked.resource());
        attributes.put("subresource", asked.subresource());
        attributes.put("namespace", asked.namespace());
        attributes.put("name", asked.name());
        ObjectNode target = spec.putObject("resourceAttributes");
        attributes.forEach(target::put);
        return client.post("/apis/authorization.k8s.io/v1/subjectaccessreviews", review.toString())
                .expect(201)
                .body()
                .path("status");
    }

    @Test
    void joinsRolesThatAnAggregatedRoleSelects() {
        List<ObjectNode> objects = new ArrayList<>(OBJECTS);
        ObjectNode sum = object("kind: 'ClusterRole', metadata: {name: 'sum'}, rules: null, aggregationRule: "
                + "{clusterRoleSelectors: [{matchLabels: {to: 'sum'}}]}");
        objects.add(sum);
        RbacAuthorizer authorizer = new RbacAuthorizer(new RbacAuthorizer.Roles() {
            @Override
            public Optional<ObjectNode> find(ResourceType type, String namespace, String name) {
                return Optional.of(sum);
            }

            @Override
            public List<ObjectNode> in(ResourceType type, String namespace) {
                return objects.stream()
                        .filter(each -> each.path("kind").asText().equals(type.kind()))
                        .toList();
            }
        });

        assertThat(authorizer.denial(BEN, new Attributes("get", "apps", "deployments", "", "rbac", "d")))
                .isEmpty();
        assertThat(authorizer.denial(BEN, new Attributes("update", "apps", "deployments", "", "rbac", "d")))
                .isPresent();
    }

    @Test
    void mastersMayDoEverything() {
        RbacAuthorizer authorizer = new RbacAuthorizer(new Kept());

        assertThat(authorizer.denial(ApiCall.User.ADMIN, new Attributes("delete", "", "nodes", "", "", "n")))
                .isEmpty();
    }
}
