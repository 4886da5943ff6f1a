package io.fairlead.policies;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the ledger remembers of one object.
///
/// @param granted what the last accepted verdict let through; null before the first
/// @param healthy contents that completed healthy, newest first, one for each template, at most [#HEALTHY_MAX]
public record ObjectHistory(@Nullable Granted granted, List<ContentDigest> healthy) {
    public static final int HEALTHY_MAX = 10;
    static final ObjectHistory EMPTY = new ObjectHistory(null, List.of());

    /// A content and how far it may go.
    public record Granted(ContentDigest content, Extent extent) {}

    public ObjectHistory {
        healthy = List.copyOf(healthy);
        if (healthy.size() > HEALTHY_MAX) {
            throw new IllegalArgumentException(healthy.size() + " healthy contents, at most " + HEALTHY_MAX);
        }
    }

    /// The history of an object that is live in full and settled; for the first sight and after a lost ledger.
    public static ObjectHistory settled(ContentDigest content) {
        return new ObjectHistory(new Granted(content, Extent.FULL), List.of(content));
    }

    /// The history of an object that is live, but not known to have completed healthy.
    public static ObjectHistory live(ContentDigest content, Extent extent) {
        return new ObjectHistory(new Granted(content, extent), List.of());
    }

    /// How far this template was let go; [Extent#NONE] if it is not the granted one.
    public Extent extentOf(String template) {
        return granted != null && granted.content().template().equals(template) ? granted.extent() : Extent.NONE;
    }

    /// The healthy content with this template.
    public Optional<ContentDigest> healthyWith(String template) {
        return healthy.stream().filter(c -> c.template().equals(template)).findFirst();
    }

    ObjectHistory with(Granted next) {
        return new ObjectHistory(next, healthy);
    }

    /// A template that completes again moves to the front; scaling and settings alone push no other template out.
    ObjectHistory completed(ContentDigest content) {
        var next = new ArrayList<ContentDigest>();
        next.add(content);
        healthy.stream().filter(c -> !c.template().equals(content.template())).forEach(next::add);
        return new ObjectHistory(granted, next.subList(0, Math.min(HEALTHY_MAX, next.size())));
    }

    ObjectHistory keepingHealthy(int contents) {
        return new ObjectHistory(granted, healthy.subList(0, Math.min(contents, healthy.size())));
    }

    ObjectHistory failed(String template) {
        return new ObjectHistory(
                granted,
                healthy.stream().filter(c -> !c.template().equals(template)).toList());
    }
}
