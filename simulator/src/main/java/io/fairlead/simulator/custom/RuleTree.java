package io.fairlead.simulator.custom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.wire.FieldError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The CEL rules (`x-kubernetes-validations`) of one node of a schema and of the nodes below it, compiled. Immutable.
final class RuleTree {
    private static final int PASSED_MAX = 256;

    final SchemaNode schema;
    final List<Rule> rules;
    final SequencedMap<String, RuleTree> properties;
    final @Nullable RuleTree additional;
    final @Nullable RuleTree items;
    final List<RuleTree> allOf;
    /// A rule here or below compares with the old value.
    final boolean hasTransitions;

    // Values that passed the rules of this node, so that an unchanged one is not judged again and again. Slots are
    // overwritten; a lost entry costs time only.
    private final @Nullable JsonNode[] passed = new @Nullable JsonNode[PASSED_MAX];

    private RuleTree(
            SchemaNode schema,
            List<Rule> rules,
            SequencedMap<String, RuleTree> properties,
            @Nullable RuleTree additional,
            @Nullable RuleTree items,
            List<RuleTree> allOf) {
        this.schema = schema;
        this.rules = List.copyOf(rules);
        this.properties = properties;
        this.additional = additional;
        this.items = items;
        this.allOf = List.copyOf(allOf);
        hasTransitions = rules.stream().anyMatch(Rule::usesOldSelf)
                || properties.values().stream().anyMatch(each -> each.hasTransitions)
                || allOf.stream().anyMatch(each -> each.hasTransitions)
                || (additional != null && additional.hasTransitions)
                || (items != null && items.hasTransitions);
    }

    /// @return null where the schema has no rules
    static @Nullable RuleTree of(SchemaNode schema) {
        return schema.hasRules ? of(schema, schema, true) : null;
    }

    // `rulesOf` has the rules, and may be below `allOf`; `schema` tells the types.
    private static @Nullable RuleTree of(SchemaNode rulesOf, SchemaNode schema, boolean isResource) {
        if (!rulesOf.hasRules) {
            return null;
        }
        List<Rule> rules = rulesOf.rules.isEmpty() ? List.of() : Rule.compile(rulesOf.rules, schema, isResource);
        SequencedMap<String, RuleTree> properties = new LinkedHashMap<>();
        for (Map.Entry<String, SchemaNode> entry : rulesOf.properties.entrySet()) {
            SchemaNode spine = schema.properties.get(entry.getKey());
            RuleTree tree = spine == null ? null : of(entry.getValue(), spine, spine.isEmbedded);
            if (tree != null) {
                properties.put(entry.getKey(), tree);
            }
        }
        List<RuleTree> allOf = new ArrayList<>();
        for (SchemaNode each : rulesOf.allOf) {
            RuleTree tree = of(each, schema, isResource);
            if (tree != null) {
                allOf.add(tree);
            }
        }
        return new RuleTree(
                schema,
                rules,
                properties,
                below(rulesOf.additional, schema.additional),
                below(rulesOf.items, schema.items),
                allOf);
    }

    private static @Nullable RuleTree below(@Nullable SchemaNode rulesOf, @Nullable SchemaNode spine) {
        return rulesOf == null || spine == null ? null : of(rulesOf, spine, spine.isEmbedded);
    }

    /// Whether this very node, in which nobody may have changed anything, was seen to pass.
    boolean hasPassed(JsonNode value) {
        JsonNode known = passed[slot(value)];
        return known != null && Sameness.isSameNode(known, value);
    }

    void pass(JsonNode value) {
        passed[slot(value)] = value;
    }

    private static int slot(JsonNode value) {
        return System.identityHashCode(value) & (PASSED_MAX - 1);
    }

    List<FieldError> check(ObjectNode object, @Nullable ObjectNode old) {
        return RuleCheck.check("", this, object, old, old);
    }

    /// @param before what the value is compared with for ratcheting; null where every error counts
    List<FieldError> check(String prefix, JsonNode value, @Nullable JsonNode old, @Nullable JsonNode before) {
        return RuleCheck.check(prefix, this, value, old, before);
    }
}
