package io.fairlead.simulator.custom;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a rule's `fieldPath`: fields after dots or in brackets and quotes.
final class RulePath {
    private final String text;
    private int at;

    private RulePath(String text) {
        this.text = text;
    }

    /// @return the path as messages show it; empty if it leads nowhere
    static Optional<String> normalise(String path, SchemaNode schema) {
        return new RulePath(path).read(schema);
    }

    private Optional<String> read(SchemaNode schema) {
        StringBuilder out = new StringBuilder();
        SchemaNode node = schema;
        while (at < text.length()) {
            String name = text.charAt(at) == '.' ? plain() : text.charAt(at) == '[' ? quoted() : null;
            if (name == null) {
                return Optional.empty();
            }
            SchemaNode next;
            if (!node.properties.isEmpty()) {
                next = node.properties.get(name);
                out.append(out.isEmpty() ? "" : ".").append(name);
            } else {
                next = node.additional;
                out.append('[').append(name).append(']');
            }
            if (next == null) {
                return Optional.empty();
            }
            node = next;
        }
        return Optional.of(out.toString());
    }

    private @Nullable String plain() {
        int start = ++at;
        while (at < text.length() && ".[]".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at > start ? text.substring(start, at) : null;
    }

    private @Nullable String quoted() {
        if (at + 1 >= text.length() || text.charAt(at + 1) != '\'') {
            return null;
        }
        StringBuilder name = new StringBuilder();
        at += 2;
        while (at < text.length() && text.charAt(at) != '\'') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            name.append(text.charAt(at++));
        }
        boolean isClosed = text.startsWith("']", at);
        at += 2;
        return isClosed ? name.toString() : null;
    }
}
