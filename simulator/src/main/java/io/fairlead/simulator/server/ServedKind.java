package io.fairlead.simulator.server;

import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.schema.Schema;
import java.util.List;

/// A kind in one version, as the server serves it.
///
/// @param subresources `status`, `scale`, `eviction` …
/// @param isCustom defined by a CustomResourceDefinition
public record ServedKind(
        ResourceType type,
        String singular,
        List<String> shortNames,
        List<String> categories,
        List<String> subresources,
        Schema schema,
        boolean isCustom) {
    public ServedKind {
        shortNames = List.copyOf(shortNames);
        categories = List.copyOf(categories);
        subresources = List.copyOf(subresources);
    }

    public boolean hasSubresource(String name) {
        return subresources.contains(name);
    }
}
