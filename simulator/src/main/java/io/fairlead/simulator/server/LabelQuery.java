package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.simulator.wire.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A `labelSelector` parameter.
///
/// @param requirements all must hold
record LabelQuery(List<Requirement> requirements) {
    static final LabelQuery ALL = new LabelQuery(List.of());

    enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        ABSENT,
        GREATER,
        LESS
    }

    record Requirement(String key, Operator operator, Set<String> values) {
        boolean matches(JsonNode labels) {
            JsonNode label = labels.get(key);
            return switch (operator) {
                case IN -> label != null && values.contains(label.asText());
                case NOT_IN -> label == null || !values.contains(label.asText());
                case EXISTS -> label != null;
                case ABSENT -> label == null;
                case GREATER -> label != null && compare(label.asText()) > 0;
                case LESS -> label != null && compare(label.asText()) < 0;
            };
        }

        private int compare(String label) {
            try {
                return Long.compare(
                        Long.parseLong(label), Long.parseLong(values.iterator().next()));
            } catch (NumberFormatException e) {
                return 0;
            }
        }
    }

    /// @throws StatusException 400 as apimachinery words it
    static LabelQuery parse(String text) {
        return text.isEmpty() ? ALL : new LabelQuery(new Parser(text).requirements());
    }

    boolean matches(JsonNode object) {
        if (requirements.isEmpty()) {
            return true;
        }
        JsonNode labels = object.path("metadata").path("labels");
        for (Requirement requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    /// The grammar of k8s.io/apimachinery `pkg/labels`.
    private static final class Parser {
        private static final String SPECIAL = "=!(),<>";
        private static final String BINARY = "in, notin, =, ==, !=, gt, lt";
        private static final String END = "";

        private final String text;
        private final List<String> tokens = new ArrayList<>();
        private int at;

        Parser(String text) {
            this.text = text;
            scan();
        }

        private void scan() {
            int i = 0;
            while (i < text.length()) {
                char c = text.charAt(i);
                if (Character.isWhitespace(c)) {
                    i++;
                } else if (SPECIAL.indexOf(c) >= 0) {
                    boolean isDouble = (c == '=' || c == '!') && i + 1 < text.length() && text.charAt(i + 1) == '=';
                    int end = i + (isDouble ? 2 : 1);
                    tokens.add(text.substring(i, end));
                    i = end;
                } else {
                    int end = i;
                    while (end < text.length()
                            && SPECIAL.indexOf(text.charAt(end)) < 0
                            && !Character.isWhitespace(text.charAt(end))) {
                        end++;
                    }
                    tokens.add(text.substring(i, end));
                    i = end;
                }
            }
        }

        private String peek() {
            return at < tokens.size() ? tokens.get(at) : END;
        }

        private String take() {
            String token = peek();
            at++;
            return token;
        }

        private static boolean isIdentifier(String token) {
            return !token.isEmpty() && SPECIAL.indexOf(token.charAt(0)) < 0;
        }

        /// `in` and `notin` are words only where a key or an operator stands.
        private static boolean isKey(String token) {
            return isIdentifier(token) && !token.equals("in") && !token.equals("notin");
        }

        List<Requirement> requirements() {
            List<Requirement> all = new ArrayList<>();
            if (peek().equals(END)) {
                return all;
            }
            if (!isKey(peek()) && !peek().equals("!")) {
                throw bad("found '" + peek() + "', expected: !, identifier, or 'end of string'");
            }
            while (true) {
                all.add(requirement());
                String token = take();
                if (token.equals(END)) {
                    return List.copyOf(all);
                }
                if (!token.equals(",")) {
                    throw bad("found '" + token + "', expected: ',' or 'end of string'");
                }
                if (!isKey(peek()) && !peek().equals("!")) {
                    throw bad("found '" + peek() + "', expected: identifier after ','");
                }
            }
        }

        private Requirement requirement() {
            boolean isAbsent = peek().equals("!");
            if (isAbsent) {
                at++;
            }
            String key = take();
            if (!isKey(key)) {
                throw unparsable("found '" + key + "', expected: identifier");
            }
            LabelSyntax.keyDefect(key).ifPresent(why -> {
                throw unparsable("<nil>: Invalid value: \"" + key + "\": " + why);
            });
            if (isAbsent) {
                return new Requirement(key, Operator.ABSENT, Set.of());
            }
            if (peek().equals(END) || peek().equals(",")) {
                return new Requirement(key, Operator.EXISTS, Set.of());
            }
            Requirement found = withValues(key);
            int index = 0;
            for (String value : found.values()) {
                int position = index++;
                LabelSyntax.valueDefect(value).ifPresent(why -> {
                    throw unparsable("values[" + position + "][" + key + "]: Invalid value: \"" + value + "\": " + why);
                });
            }
            return found;
        }

        private Requirement withValues(String key) {
            String operator = take();
            return switch (operator) {
                case "in" -> new Requirement(key, Operator.IN, list());
                case "notin" -> new Requirement(key, Operator.NOT_IN, list());
                case "=", "==" -> new Requirement(key, Operator.IN, Set.of(exact()));
                case "!=" -> new Requirement(key, Operator.NOT_IN, Set.of(exact()));
                case ">" -> new Requirement(key, Operator.GREATER, Set.of(number()));
                case "<" -> new Requirement(key, Operator.LESS, Set.of(number()));
                default -> throw unparsable("found '" + operator + "', expected: " + BINARY);
            };
        }

        private String exact() {
            if (peek().equals(END) || peek().equals(",")) {
                return "";
            }
            String value = take();
            if (!isIdentifier(value)) {
                throw unparsable("found '" + value + "', expected: identifier");
            }
            return value;
        }

        private String number() {
            String value = exact();
            try {
                return Long.toString(Long.parseLong(value));
            } catch (NumberFormatException e) {
                throw unparsable("values[0]: Invalid value: \"" + value
                        + "\": for 'Gt', 'Lt' operators, the value must be an integer");
            }
        }

        private Set<String> list() {
            String open = take();
            if (!open.equals("(")) {
                throw unparsable("found '" + open + "' expected: '('");
            }
            if (peek().equals(")")) {
                throw unparsable("values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty");
            }
            if (!isIdentifier(peek()) && !peek().equals(",")) {
                throw unparsable("found '" + peek() + "', expected: ',', ')' or identifier");
            }
            Set<String> values = new TreeSet<>();
            boolean isValueNext = true;
            while (true) {
                String token = take();
                if (isIdentifier(token) && isValueNext) {
                    values.add(token);
                    isValueNext = false;
                } else if (token.equals(",")) {
                    if (isValueNext) {
                        values.add("");
                    }
                    isValueNext = true;
                } else if (token.equals(")")) {
                    if (isValueNext) {
                        values.add("");
                    }
                    return values;
                } else {
                    throw unparsable("found '" + token + "', expected: ',' or ')'");
                }
            }
        }

        private static StatusException bad(String message) {
            return StatusException.badRequest(message);
        }

        private static StatusException unparsable(String message) {
            return StatusException.badRequest("unable to parse requirement: " + message);
        }
    }
}
