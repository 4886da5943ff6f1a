package io.fairlead.gitsync.app;

import io.fairlead.gitsync.manifest.KindScopes;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.discovery.Discovery;

/// Where objects of a kind live, as the API server says.
record ServedKinds(Discovery discovery) implements KindScopes {
    @Override
    public KindScope of(String group, String kind) {
        return switch (discovery.findInGroup(group, kind)) {
            case Discovery.Answer.Served(ResourceType type) ->
                type.isNamespaced() ? KindScope.NAMESPACED : KindScope.CLUSTER;
            case Discovery.Answer.NotServed _, Discovery.Answer.Unreachable _ -> KindScope.UNKNOWN;
        };
    }
}
