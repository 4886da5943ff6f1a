package io.fairlead.simulator.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The part of JSONPath that printer columns use, with the meaning of k8s.io/client-go `util/jsonpath`: fields (also
/// `['a.b']` and `a\.b`), indexes, `[*]` and filters that compare one field of an item or ask whether it is there.
///
/// ```
/// .status.conditions[?(@.type=="Ready")].status
/// ```
final class JsonPath {
    /// One step down the tree.
    sealed interface Step {
        record Field(String name) implements Step {}

        /// @param index from the end if negative
        record Index(int index) implements Step {}

        record All() implements Step {}

        /// @param operator `==`, `!=`, or empty to ask whether there is something
        record Filter(List<Step> left, String operator, String right) implements Step {}
    }

    private final List<Step> steps;

    private JsonPath(List<Step> steps) {
        this.steps = steps;
    }

    /// @return empty if the path is malformed or uses what is not known here
    static Optional<JsonPath> parse(String text) {
        try {
            return Optional.of(new JsonPath(new Reader(text).steps()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The first value that is found.
    Optional<JsonNode> first(JsonNode root) {
        List<JsonNode> found = walk(List.of(root), steps);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
    }

    private static List<JsonNode> walk(List<JsonNode> from, List<Step> steps) {
        List<JsonNode> at = from;
        for (Step step : steps) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode node : at) {
                step(node, step, next);
            }
            at = next;
        }
        return at;
    }

    private static void step(JsonNode node, Step step, List<JsonNode> found) {
        switch (step) {
            case Step.Field(String name) -> {
                JsonNode value = node.get(name);
                if (value != null) {
                    found.add(value);
                }
            }
            case Step.Index(int index) -> {
                JsonNode value = node.get(index < 0 ? node.size() + index : index);
                if (value != null) {
                    found.add(value);
                }
            }
            case Step.All() -> node.forEach(found::add);
            case Step.Filter filter -> {
                for (JsonNode item : node) {
                    if (passes(item, filter)) {
                        found.add(item);
                    }
                }
            }
        }
    }

    private static boolean passes(JsonNode item, Step.Filter filter) {
        List<JsonNode> left = walk(List.of(item), filter.left());
        if (left.isEmpty()) {
            return false;
        }
        return switch (filter.operator()) {
            case "==" -> left.getFirst().asText().equals(filter.right());
            case "!=" -> !left.getFirst().asText().equals(filter.right());
            default -> true;
        };
    }

    /// Reads left to right; a malformed path ends in an IllegalArgumentException.
    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        List<Step> steps() {
            List<Step> steps = new ArrayList<>();
            while (at < text.length()) {
                switch (text.charAt(at)) {
                    case '.' -> {
                        at++;
                        if (at == text.length()) {
                            // A lone dot is the object itself.
                            return steps;
                        }
                        if (text.charAt(at) != '[') {
                            steps.add(field());
                        }
                    }
                    case '[' -> steps.add(bracket());
                    case '@', '$' -> at++;
                    default -> {
                        return steps;
                    }
                }
            }
            return steps;
        }

        private Step field() {
            StringBuilder name = new StringBuilder();
            while (at < text.length() && ".[=! )<>".indexOf(text.charAt(at)) < 0) {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                name.append(text.charAt(at++));
            }
            require(!name.isEmpty());
            return name.toString().equals("*") ? new Step.All() : new Step.Field(name.toString());
        }

        private Step bracket() {
            at++;
            require(at < text.length());
            if (text.charAt(at) == '?') {
                return filter();
            }
            if (text.charAt(at) == '\'' || text.charAt(at) == '"') {
                String name = quoted();
                expect("]");
                return new Step.Field(name);
            }
            int end = text.indexOf(']', at);
            require(end > at);
            String inside = text.substring(at, end).strip();
            at = end + 1;
            return inside.equals("*") ? new Step.All() : new Step.Index(Integer.parseInt(inside));
        }

        private Step filter() {
            expect("?(");
            List<Step> left = steps();
            skipSpaces();
            String operator = "";
            String right = "";
            if (text.startsWith("==", at) || text.startsWith("!=", at)) {
                operator = text.substring(at, at + 2);
                at += 2;
                skipSpaces();
                right = literal();
                skipSpaces();
            }
            expect(")]");
            return new Step.Filter(left, operator, right);
        }

        private String literal() {
            require(at < text.length());
            if (text.charAt(at) == '\'' || text.charAt(at) == '"') {
                return quoted();
            }
            int start = at;
            while (at < text.length() && ") ".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(start, at);
        }

        private String quoted() {
            int end = text.indexOf(text.charAt(at), at + 1);
            require(end > 0);
            String inside = text.substring(at + 1, end);
            at = end + 1;
            return inside;
        }

        private void skipSpaces() {
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
        }

        private void expect(String next) {
            require(text.startsWith(next, at));
            at += next.length();
        }

        private void require(boolean holds) {
            if (!holds) {
                throw new IllegalArgumentException("malformed at " + at + ": " + text);
            }
        }
    }
}
