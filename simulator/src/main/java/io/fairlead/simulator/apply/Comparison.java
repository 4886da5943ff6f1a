package io.fairlead.simulator.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.apply.Types.Kind;
import io.fairlead.simulator.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// How two objects differ. Costs one walk over what they do not share; `metadata.managedFields` is left out.
///
/// @param changed in both, but different
record Comparison(FieldSet removed, FieldSet changed, FieldSet added) {
    private static final String MANAGED_FIELDS = "managedFields";

    static Comparison of(Schema schema, JsonNode before, JsonNode after) {
        Walk walk = new Walk();
        walk.compare(before, after, schema);
        return new Comparison(walk.removed.done(), walk.changed.done(), walk.added.done());
    }

    /// What was written.
    FieldSet written() {
        return changed.union(added);
    }

    Comparison filtered(UnaryOperator<FieldSet> filter) {
        return new Comparison(filter.apply(removed), filter.apply(changed), filter.apply(added));
    }

    private static final class Walk {
        private final Draft removed = new Draft();
        private final Draft changed = new Draft();
        private final Draft added = new Draft();
        private final List<Step> path = new ArrayList<>();

        /// A step whose element is made only where something differs below it.
        private record Step(@Nullable String name, @Nullable Element element) {
            Element made() {
                return element != null ? element : Element.field(String.valueOf(name));
            }
        }

        @SuppressWarnings("ReferenceEquality") // Shared subtrees are the common case.
        void compare(@Nullable JsonNode left, @Nullable JsonNode right, @Nullable Schema schema) {
            if (left == right) {
                return;
            }
            Kind kind = Types.kind(schema, right == null ? left : right);
            if (left != null && right != null) {
                Kind other = Types.kind(schema, left);
                if (other != kind) {
                    compareAs(other, left, right, schema);
                }
            }
            boolean isLeaf = compareAs(kind, left, right, schema);
            if (!isLeaf && left == null) {
                insert(added);
            } else if (!isLeaf && right == null) {
                insert(removed);
            }
        }

        /// @return whether it is a leaf, which has been judged
        private boolean compareAs(
                Kind kind, @Nullable JsonNode left, @Nullable JsonNode right, @Nullable Schema schema) {
            return switch (kind) {
                case SCALAR -> leaf(left, right);
                case LIST -> {
                    ArrayNode a = Types.list(left);
                    ArrayNode b = Types.list(right);
                    if (schema == null || Types.isAtomicList(schema) || (Types.isEmpty(a) && Types.isEmpty(b))) {
                        yield leaf(left, right);
                    }
                    if (a == null || b == null || !Types.equal(a, b)) {
                        compareItems(a, b, schema);
                    }
                    yield false;
                }
                case MAP -> {
                    ObjectNode a = Types.map(left);
                    ObjectNode b = Types.map(right);
                    if (Types.isAtomicMap(schema) || (Types.isEmpty(a) && Types.isEmpty(b))) {
                        yield leaf(left, right);
                    }
                    compareFields(a, b, schema);
                    yield false;
                }
            };
        }

        private boolean leaf(@Nullable JsonNode left, @Nullable JsonNode right) {
            if (left == null) {
                insert(added);
            } else if (right == null) {
                insert(removed);
            } else if (!Types.equal(left, right)) {
                insert(changed);
            }
            return true;
        }

        private void compareFields(@Nullable ObjectNode left, @Nullable ObjectNode right, @Nullable Schema schema) {
            if (left != null) {
                for (Map.Entry<String, JsonNode> each : left.properties()) {
                    JsonNode other = right == null ? null : right.get(each.getKey());
                    compareField(each.getKey(), each.getValue(), other, schema);
                }
            }
            if (right != null) {
                for (Map.Entry<String, JsonNode> each : right.properties()) {
                    if (left == null || !left.has(each.getKey())) {
                        compareField(each.getKey(), null, each.getValue(), schema);
                    }
                }
            }
        }

        private void compareField(
                String name, @Nullable JsonNode left, @Nullable JsonNode right, @Nullable Schema schema) {
            if (left != null && right != null && left.isValueNode() && left.equals(right)) {
                return;
            }
            if (path.size() == 1 && name.equals(MANAGED_FIELDS) && "metadata".equals(path.getFirst().name)) {
                return;
            }
            path.add(new Step(name, null));
            compare(left, right, Types.field(schema, name));
            path.removeLast();
        }

        private void compareItems(@Nullable ArrayNode left, @Nullable ArrayNode right, Schema list) {
            Map<Element, List<JsonNode>> before = byElement(left, list);
            Map<Element, List<JsonNode>> after = byElement(right, list);
            Set<Element> all = new LinkedHashSet<>(before.keySet());
            all.addAll(after.keySet());
            for (Element element : all) {
                path.add(new Step(null, element));
                compareItem(
                        before.getOrDefault(element, List.of()),
                        after.getOrDefault(element, List.of()),
                        Types.items(list));
                path.removeLast();
            }
        }

        /// Items of one identity; more than one are compared as a whole.
        private void compareItem(List<JsonNode> left, List<JsonNode> right, @Nullable Schema schema) {
            if (left.size() <= 1 && right.size() <= 1) {
                compare(first(left), first(right), schema);
            } else if (left.size() >= 2 && right.size() >= 2) {
                if (!equal(left, right)) {
                    insert(changed);
                }
            } else if (left.size() >= 2) {
                if (!right.isEmpty()) {
                    compare(null, right.getFirst(), schema);
                }
                insert(removed);
            } else {
                if (!left.isEmpty()) {
                    compare(left.getFirst(), null, schema);
                }
                insert(added);
            }
        }

        private static @Nullable JsonNode first(List<JsonNode> items) {
            return items.isEmpty() ? null : items.getFirst();
        }

        private static boolean equal(List<JsonNode> left, List<JsonNode> right) {
            if (left.size() != right.size()) {
                return false;
            }
            for (int i = 0; i < left.size(); i++) {
                if (!Types.equal(left.get(i), right.get(i))) {
                    return false;
                }
            }
            return true;
        }

        private static Map<Element, List<JsonNode>> byElement(@Nullable ArrayNode items, Schema list) {
            Map<Element, List<JsonNode>> found = new LinkedHashMap<>();
            if (items != null) {
                for (JsonNode item : items) {
                    found.computeIfAbsent(Types.element(list, item), key -> new ArrayList<>(1))
                            .add(item);
                }
            }
            return found;
        }

        private void insert(Draft draft) {
            draft.insert(path.stream().map(Step::made).toList());
        }
    }
}
