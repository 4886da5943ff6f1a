package io.fairlead.simulator.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.server.Authorizer;
import io.fairlead.simulator.wire.ApiCall;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Allows what a role allows that is bound to the user or to one of his groups. Members of `system:masters` may do
/// everything; everybody may ask about himself.
public final class RbacAuthorizer implements Authorizer {
    private static final String GROUP = "rbac.authorization.k8s.io";
    private static final String MASTERS = "system:masters";
    private static final Set<String> ABOUT_ONESELF =
            Set.of("selfsubjectaccessreviews", "selfsubjectrulesreviews", "selfsubjectreviews");
    private static final ResourceType ROLE = type("Role", "roles", true);
    private static final ResourceType CLUSTER_ROLE = type("ClusterRole", "clusterroles", false);
    private static final ResourceType ROLE_BINDING = type("RoleBinding", "rolebindings", true);
    private static final ResourceType CLUSTER_ROLE_BINDING = type("ClusterRoleBinding", "clusterrolebindings", false);

    /// Where roles and bindings come from; [io.fairlead.simulator.server.ApiServer] has these methods.
    public interface Roles {
        /// @param namespace empty for cluster scope
        Optional<ObjectNode> find(ResourceType type, String namespace, String name);

        /// The objects of one namespace; all for an empty one.
        List<ObjectNode> in(ResourceType type, String namespace);
    }

    private final Roles roles;

    public RbacAuthorizer(Roles roles) {
        this.roles = roles;
    }

    private static ResourceType type(String kind, String plural, boolean isNamespaced) {
        return new ResourceType(GROUP, "v1", kind, plural, isNamespaced);
    }

    @Override
    public Optional<String> denial(ApiCall.User user, Attributes asked) {
        if (user.groups().contains(MASTERS) || isAboutOneself(user, asked)) {
            return Optional.empty();
        }
        Set<String> missing = new LinkedHashSet<>();
        for (ObjectNode binding : roles.in(CLUSTER_ROLE_BINDING, "")) {
            if (allows(user, asked, binding, "", missing)) {
                return Optional.empty();
            }
        }
        if (!asked.namespace().isEmpty()) {
            for (ObjectNode binding : roles.in(ROLE_BINDING, asked.namespace())) {
                if (allows(user, asked, binding, asked.namespace(), missing)) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(reason(missing));
    }

    private static boolean isAboutOneself(ApiCall.User user, Attributes asked) {
        return user.groups().contains("system:authenticated")
                && asked.verb().equals("create")
                && ABOUT_ONESELF.contains(asked.resource());
    }

    private static String reason(Set<String> missing) {
        return switch (missing.size()) {
            case 0 -> "";
            case 1 -> "RBAC: " + missing.iterator().next();
            default -> "RBAC: [" + String.join(", ", missing) + "]";
        };
    }

    private boolean allows(
            ApiCall.User user, Attributes asked, ObjectNode binding, String namespace, Set<String> missing) {
        if (!isBound(user, binding.path("subjects"), namespace)) {
            return false;
        }
        JsonNode reference = binding.path("roleRef");
        String name = reference.path("name").asText();
        boolean isCluster = reference.path("kind").asText().equals("ClusterRole");
        Optional<ObjectNode> role = isCluster ? roles.find(CLUSTER_ROLE, "", name) : roles.find(ROLE, namespace, name);
        if (role.isEmpty()) {
            String kind = isCluster ? "clusterrole" : "role";
            missing.add(kind + "." + GROUP + " \"" + name + "\" not found");
            return false;
        }
        for (JsonNode rule : rules(role.get())) {
            if (PolicyRule.allows(rule, asked)) {
                return true;
            }
        }
        return false;
    }

    // What the aggregation controller would have written into the role.
    private List<JsonNode> rules(ObjectNode role) {
        List<JsonNode> all = new ArrayList<>();
        JsonNode selectors = role.path("aggregationRule").path("clusterRoleSelectors");
        if (selectors.isEmpty()) {
            role.path("rules").forEach(all::add);
            return all;
        }
        for (ObjectNode other : roles.in(CLUSTER_ROLE, "")) {
            for (JsonNode selector : selectors) {
                if (!other.equals(role)
                        && PolicyRule.isSelected(
                                selector, other.path("metadata").path("labels"))) {
                    other.path("rules").forEach(all::add);
                    break;
                }
            }
        }
        return all;
    }

    private static boolean isBound(ApiCall.User user, JsonNode subjects, String namespace) {
        for (JsonNode subject : subjects) {
            String name = subject.path("name").asText();
            String own = subject.path("namespace").asText("");
            boolean isUser = switch (subject.path("kind").asText()) {
                case "User" -> user.name().equals(name);
                case "Group" -> user.groups().contains(name);
                case "ServiceAccount" ->
                    user.name().equals("system:serviceaccount:" + (own.isEmpty() ? namespace : own) + ":" + name);
                default -> false;
            };
            if (isUser) {
                return true;
            }
        }
        return false;
    }
}
