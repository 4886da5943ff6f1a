package io.fairlead.simulator.custom;

import java.util.Arrays;

/// Where a walk through an object is: a stack, so that nothing is built as long as nothing is wrong. Mutable, for one
/// thread.
final class FieldPath {
    /// What apimachinery prints for no path at all.
    static final String NONE = "<nil>";

    private static final int DEPTH_AT_START = 32;
    private static final int PROPERTY = -1;
    private static final int KEY = -2;

    private final String prefix;
    private String[] names = new String[DEPTH_AT_START];
    private int[] indexes = new int[DEPTH_AT_START];
    private int depth;

    /// @param prefix stands before every field, not in the text of messages; may be empty
    FieldPath(String prefix) {
        this.prefix = prefix;
    }

    boolean isRoot() {
        return depth == 0;
    }

    void property(String name) {
        push(name, PROPERTY);
    }

    /// The key of a map: `labels[app]`.
    void key(String name) {
        push(name, KEY);
    }

    void index(int index) {
        push("", index);
    }

    private void push(String name, int index) {
        if (depth == names.length) {
            names = Arrays.copyOf(names, depth * 2);
            indexes = Arrays.copyOf(indexes, depth * 2);
        }
        names[depth] = name;
        indexes[depth++] = index;
    }

    void pop() {
        depth--;
    }

    /// As kube-openapi writes it: map keys after a dot, without the prefix.
    String dotted() {
        return text("", true);
    }

    /// As the field of an error whose message has the dotted form.
    String dottedField() {
        String dotted = dotted();
        if (prefix.isEmpty()) {
            return dotted.isEmpty() ? NONE : dotted;
        }
        return dotted.isEmpty() ? prefix : prefix + "." + dotted;
    }

    /// The field that the walk started at.
    String start() {
        return prefix.isEmpty() ? NONE : prefix;
    }

    /// As apimachinery writes it: map keys in brackets.
    String field() {
        String text = text(prefix, false);
        return text.isEmpty() ? NONE : text;
    }

    private String text(String start, boolean isDotted) {
        StringBuilder text = new StringBuilder(start);
        for (int i = 0; i < depth; i++) {
            if (indexes[i] >= 0) {
                text.append('[').append(indexes[i]).append(']');
            } else if (indexes[i] == KEY && !isDotted) {
                text.append('[').append(names[i]).append(']');
            } else {
                text.append(text.isEmpty() ? "" : ".").append(names[i]);
            }
        }
        return text.toString();
    }
}
