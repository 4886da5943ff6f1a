package io.fairlead.kube;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Which objects of a type are listed or watched.
///
/// @param namespace empty for all namespaces
/// @param labelSelector as on the wire; empty for all
/// @param fieldSelector as on the wire; empty for all
public record Selection(ResourceType type, String namespace, String labelSelector, String fieldSelector) {
    public static Selection all(ResourceType type) {
        return new Selection(type, "", "", "");
    }

    public static Selection in(ResourceType type, String namespace) {
        return new Selection(type, namespace, "", "");
    }

    public Selection withLabels(String selector) {
        return new Selection(type, namespace, selector, fieldSelector);
    }

    public String path() {
        return ObjectPath.collection(type, namespace);
    }

    /// The selectors as query parameters; the caller adds his own.
    public SequencedMap<String, String> query() {
        SequencedMap<String, String> query = new LinkedHashMap<>();
        if (!labelSelector.isEmpty()) {
            query.put("labelSelector", labelSelector);
        }
        if (!fieldSelector.isEmpty()) {
            query.put("fieldSelector", fieldSelector);
        }
        return query;
    }
}
