package io.fairlead.gitsync.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;

/// What an unquoted word of YAML stands for, the way `kubectl apply` reads it, as manifests are written for that:
/// `0644` is octal (YAML 1.2 would say 644). Words that YAML 1.1 and 1.2 read as different things and whose meaning
/// nobody can be sure of (`yes`, `1_000`, `0b1`) are refused instead (T-005).
final class PlainScalar {
    private static final List<String> NULLS = List.of("", "~", "null", "Null", "NULL");
    private static final List<String> TRUE = List.of("true", "True", "TRUE");
    private static final List<String> FALSE = List.of("false", "False", "FALSE");
    private static final Pattern UNSURE_WORD =
            Pattern.compile("yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|y|Y|n|N|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
    private static final Pattern OCTAL = Pattern.compile("([-+]?)0o?([0-7]+)");
    private static final Pattern HEXADECIMAL = Pattern.compile("([-+]?)0x([0-9a-fA-F]+)");
    private static final Pattern UNSURE_NUMBER = Pattern.compile(
            "[-+]?0[0-9]+|[-+]?0b[01_]+|[-+]?[0-9][0-9_]*_[0-9_]*(\\.[0-9_]*)?|[-+]?0x[0-9a-fA-F_]*_[0-9a-fA-F_]*");
    private static final Pattern FRACTION = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final int NUMBER_CHARS_MAX = 64;
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    /// Says what is wrong with a word, never the word itself.
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String why) {
            super(why, null, false, false);
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }

    private PlainScalar() {}

    static JsonNode resolve(String word) throws Refused {
        if (NULLS.contains(word)) {
            return NullNode.instance;
        }
        if (TRUE.contains(word) || FALSE.contains(word)) {
            return BooleanNode.valueOf(TRUE.contains(word));
        }
        if (UNSURE_WORD.matcher(word).matches()) {
            throw new Refused(
                    "a word that readers of YAML take for different things; quote it, or write true or false");
        }
        return mayBeNumber(word) ? number(word) : TextNode.valueOf(word);
    }

    /// The key that an unquoted word is.
    static String key(String word) throws Refused {
        if (word.equals("<<")) {
            throw new Refused("merge keys are not taken");
        }
        JsonNode value = resolve(word);
        boolean plain =
                value.isTextual() || value.isBoolean() || DECIMAL.matcher(word).matches();
        if (!plain) {
            throw new Refused("a key that is no text; quote it");
        }
        return word;
    }

    /// The node for an integer, as small as it fits: the same that Jackson makes of JSON.
    static JsonNode integer(BigInteger value) throws Refused {
        if (value.compareTo(LONG_MIN) < 0 || value.compareTo(LONG_MAX) > 0) {
            throw new Refused("a number beyond 64 bits");
        }
        long number = value.longValueExact();
        return number == (int) number ? IntNode.valueOf((int) number) : JsonNodeFactory.instance.numberNode(number);
    }

    private static boolean mayBeNumber(String word) {
        char first = word.charAt(0);
        return first == '-' || first == '+' || first == '.' || (first >= '0' && first <= '9');
    }

    private static JsonNode number(String word) throws Refused {
        boolean isLong = word.length() > NUMBER_CHARS_MAX;
        if (isLong) {
            if (FRACTION.matcher(word.substring(0, NUMBER_CHARS_MAX)).matches()
                    && FRACTION.matcher(word).matches()) {
                throw new Refused("a number of more than " + NUMBER_CHARS_MAX + " characters");
            }
            return TextNode.valueOf(word);
        }
        if (DECIMAL.matcher(word).matches()) {
            return integer(new BigInteger(word));
        }
        var octal = OCTAL.matcher(word);
        if (octal.matches()) {
            return integer(new BigInteger(octal.group(1) + octal.group(2), 8));
        }
        var hexadecimal = HEXADECIMAL.matcher(word);
        if (hexadecimal.matches()) {
            return integer(new BigInteger(hexadecimal.group(1) + hexadecimal.group(2), 16));
        }
        if (UNSURE_NUMBER.matcher(word).matches()) {
            throw new Refused("a number that readers of YAML take for different ones; quote it, or write it plainly");
        }
        return FRACTION.matcher(word).matches() ? fraction(word) : TextNode.valueOf(word);
    }

    private static JsonNode fraction(String word) throws Refused {
        double value = Double.parseDouble(word);
        if (!Double.isFinite(value)) {
            throw new Refused("a number that is too large");
        }
        return DoubleNode.valueOf(value);
    }
}
