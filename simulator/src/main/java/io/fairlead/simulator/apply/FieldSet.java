package io.fairlead.simulator.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A set of fields: what `fieldsV1` says. Immutable; operations share what they leave alone, and give back one of
/// their
/// operands itself where nothing changes.
final class FieldSet {
    static final FieldSet EMPTY = new FieldSet(List.of());

    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    /// One step below: a member of the set, or the beginning of longer paths, or both.
    ///
    /// @param below not empty, or null
    record Branch(
            Element element, boolean isMember, @Nullable FieldSet below) {}

    private final Branch[] entries;
    private final int hash;
    private @Nullable ObjectNode json;

    private FieldSet(List<Branch> entries) {
        this.entries = entries.toArray(new Branch[0]);
        int sum = 1;
        for (Branch entry : this.entries) {
            sum = sum * 31 + entry.element.hashCode();
            sum = sum * 31 + (entry.below == null ? 0 : entry.below.hash) + (entry.isMember ? 7 : 0);
        }
        this.hash = sum;
    }

    /// @param entries sorted, each a member or with something below
    static FieldSet of(List<Branch> entries) {
        return entries.isEmpty() ? EMPTY : new FieldSet(entries);
    }

    static FieldSet path(String... names) {
        FieldSet set = EMPTY;
        for (int i = names.length - 1; i >= 0; i--) {
            boolean isLast = i == names.length - 1;
            set = new FieldSet(List.of(new Branch(Element.field(names[i]), isLast, isLast ? null : set)));
        }
        return set;
    }

    List<Branch> entries() {
        return Arrays.asList(entries);
    }

    boolean isEmpty() {
        return entries.length == 0;
    }

    @SuppressWarnings("ReferenceEquality")
    FieldSet union(FieldSet other) {
        if (other.isEmpty() || other.equals(this)) {
            return this;
        }
        return isEmpty() ? other : Join.union(this, other);
    }

    FieldSet intersection(FieldSet other) {
        return isEmpty() || other.isEmpty() ? EMPTY : Join.intersection(this, other);
    }

    /// Without the members of the other; what lies below those stays.
    FieldSet difference(FieldSet other) {
        return isEmpty() || other.isEmpty() ? this : Join.difference(this, other, false);
    }

    /// Without the members of the other and all that lies below them.
    FieldSet recursiveDifference(FieldSet other) {
        return isEmpty() || other.isEmpty() ? this : Join.difference(this, other, true);
    }

    boolean hasMember(Element element) {
        int at = find(element);
        return at >= 0 && entries[at].isMember;
    }

    /// What lies below an element; empty where nothing does.
    FieldSet below(Element element) {
        int at = find(element);
        FieldSet below = at < 0 ? null : entries[at].below;
        return below == null ? EMPTY : below;
    }

    boolean has(String... path) {
        FieldSet set = this;
        for (int i = 0; i < path.length - 1; i++) {
            set = set.below(Element.field(path[i]));
        }
        return set.hasMember(Element.field(path[path.length - 1]));
    }

    private int find(Element element) {
        int low = 0;
        int high = entries.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = entries[middle].element.compareTo(element);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /// All paths as in messages: on each level first the members, then what lies below.
    List<String> paths() {
        List<String> all = new ArrayList<>();
        collect("", all);
        return all;
    }

    private void collect(String prefix, List<String> all) {
        for (Branch entry : entries) {
            if (entry.isMember) {
                all.add(prefix + entry.element);
            }
        }
        for (Branch entry : entries) {
            if (entry.below != null) {
                entry.below.collect(prefix + entry.element, all);
            }
        }
    }

    /// `fieldsV1`; never to be changed.
    ObjectNode json() {
        return json(false);
    }

    private ObjectNode json(boolean isMember) {
        if (isMember) {
            return write(true);
        }
        ObjectNode present = json;
        if (present == null) {
            present = write(false);
            json = present;
        }
        return present;
    }

    private ObjectNode write(boolean isMember) {
        ObjectNode node = new FieldsNode(this, isMember);
        if (isMember) {
            node.set(".", NOTHING);
        }
        for (Branch entry : entries) {
            node.set(entry.element.written(), entry.below == null ? NOTHING : entry.below.json(entry.isMember));
        }
        return node;
    }

    /// @throws IllegalArgumentException if a key is malformed
    static FieldSet parse(JsonNode fields) {
        if (fields instanceof FieldsNode own) {
            return own.set();
        }
        List<Branch> entries = new ArrayList<>();
        boolean isSorted = true;
        for (Map.Entry<String, JsonNode> each : fields.properties()) {
            if (each.getKey().equals(".")) {
                continue;
            }
            Optional<Element> element = Element.parse(each.getKey());
            if (element.isPresent()) {
                FieldSet below = parse(each.getValue());
                boolean isMember = below.isEmpty() || each.getValue().has(".");
                isSorted &= entries.isEmpty() || entries.getLast().element.compareTo(element.get()) < 0;
                entries.add(new Branch(element.get(), isMember, below.isEmpty() ? null : below));
            }
        }
        if (!isSorted) {
            entries.sort((left, right) -> left.element.compareTo(right.element));
        }
        return of(entries);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldSet set
                && (set == this || (hash == set.hash && Arrays.equals(entries, set.entries)));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return String.join("\n", paths());
    }
}
