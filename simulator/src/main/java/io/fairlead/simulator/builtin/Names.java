package io.fairlead.simulator.builtin;

import java.util.ArrayList;
import java.util.List;

/// The forms of names, labels and keys. Each check answers with what is wrong, in the API server's words; an empty
/// list
/// means nothing is.
public final class Names {
    static final int LABEL_MAX = 63;
    static final int SUBDOMAIN_MAX = 253;
    private static final int PORT_NAME_MAX = 15;
    private static final int PORT_MAX = 65_535;

    private static final String LABEL_FORM = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String SUBDOMAIN_FORM = LABEL_FORM + "(\\." + LABEL_FORM + ")*";
    private static final String QUALIFIED_FORM = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final String LABEL_WORDS = "a lowercase RFC 1123 label must consist of lower case alphanumeric "
            + "characters or '-', and must start and end with an alphanumeric character";
    private static final String SUBDOMAIN_WORDS = "a lowercase RFC 1123 subdomain must consist of lower case "
            + "alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
    private static final String DNS_1035_WORDS = "a DNS-1035 label must consist of lower case alphanumeric characters "
            + "or '-', start with an alphabetic character, and end with an alphanumeric character";
    private static final String QUALIFIED_WORDS = "must consist of alphanumeric characters, '-', '_' or '.', and must "
            + "start and end with an alphanumeric character";

    private Names() {}

    /// What kind of name objects of a kind have.
    public enum Rule {
        SUBDOMAIN,
        LABEL,
        DNS_1035_LABEL,
        /// Anything that can be one step of a path.
        PATH_SEGMENT;

        /// @param isPrefix it is a `generateName`
        List<String> check(String name, boolean isPrefix) {
            String whole = isPrefix && name.length() > 1 && name.endsWith("-")
                    ? name.substring(0, name.length() - 2) + "a"
                    : name;
            return switch (this) {
                case SUBDOMAIN -> subdomain(whole);
                case LABEL -> label(whole);
                case DNS_1035_LABEL -> dns1035Label(whole);
                case PATH_SEGMENT -> pathSegment(name, isPrefix);
            };
        }
    }

    /// A DNS-1123 label.
    public static List<String> label(String value) {
        boolean isLabel = isLabel(value, 0, value.length());
        if (isLabel && value.length() <= LABEL_MAX) {
            return List.of();
        }
        List<String> wrong = new ArrayList<>();
        if (value.length() > LABEL_MAX) {
            wrong.add(tooLong("bytes", LABEL_MAX));
        }
        if (!isLabel) {
            wrong.add(
                    isSubdomain(value) ? "must not contain dots" : form(LABEL_WORDS, LABEL_FORM, "my-name", "123-abc"));
        }
        return wrong;
    }

    /// A DNS-1123 subdomain.
    public static List<String> subdomain(String value) {
        boolean isSubdomain = isSubdomain(value);
        if (isSubdomain && value.length() <= SUBDOMAIN_MAX) {
            return List.of();
        }
        List<String> wrong = new ArrayList<>();
        if (value.length() > SUBDOMAIN_MAX) {
            wrong.add(tooLong("characters", SUBDOMAIN_MAX));
        }
        if (!isSubdomain) {
            wrong.add(form(SUBDOMAIN_WORDS, SUBDOMAIN_FORM, "example.com"));
        }
        return wrong;
    }

    public static List<String> dns1035Label(String value) {
        List<String> wrong = new ArrayList<>();
        if (value.length() > LABEL_MAX) {
            wrong.add(tooLong("characters", LABEL_MAX));
        }
        boolean fits = isLabel(value, 0, value.length()) && isLower(value.charAt(0));
        if (!fits) {
            wrong.add(form(DNS_1035_WORDS, "[a-z]([-a-z0-9]*[a-z0-9])?", "my-name", "abc-123"));
        }
        return wrong;
    }

    /// The key of a label, or anything with an optional domain before a slash.
    public static List<String> qualified(String value) {
        int slash = value.indexOf('/');
        if (slash >= 0 && value.indexOf('/', slash + 1) >= 0) {
            return List.of("a valid label key " + form(QUALIFIED_WORDS, QUALIFIED_FORM, "MyName", "my.name", "123-abc")
                    + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
        }
        String name = value.substring(slash + 1);
        boolean fits = name.length() <= LABEL_MAX && isQualified(name);
        if (fits && slash < 0) {
            return List.of();
        }
        List<String> wrong = new ArrayList<>();
        if (slash == 0) {
            wrong.add("prefix part must be non-empty");
        } else if (slash > 0) {
            for (String each : subdomainBytes(value.substring(0, slash))) {
                wrong.add("prefix part " + each);
            }
        }
        if (name.isEmpty()) {
            wrong.add("name part must be non-empty");
        } else if (name.length() > LABEL_MAX) {
            wrong.add("name part " + tooLong("bytes", LABEL_MAX));
        }
        if (!isQualified(name)) {
            wrong.add("name part " + form(QUALIFIED_WORDS, QUALIFIED_FORM, "MyName", "my.name", "123-abc"));
        }
        return wrong;
    }

    private static List<String> subdomainBytes(String value) {
        return subdomain(value).stream()
                .map(each -> each.startsWith("must be no more") ? tooLong("bytes", SUBDOMAIN_MAX) : each)
                .toList();
    }

    public static List<String> labelValue(String value) {
        boolean fits = value.isEmpty() || isQualified(value);
        if (fits && value.length() <= LABEL_MAX) {
            return List.of();
        }
        List<String> wrong = new ArrayList<>();
        if (value.length() > LABEL_MAX) {
            wrong.add(tooLong("bytes", LABEL_MAX));
        }
        if (!fits) {
            wrong.add(form(
                    "a valid label must be an empty string or " + QUALIFIED_WORDS.substring("must ".length()),
                    "(" + QUALIFIED_FORM + ")?",
                    "MyValue",
                    "my_value",
                    "12345"));
        }
        return wrong;
    }

    /// A name that may stand in a URL's path.
    static List<String> pathSegment(String name, boolean isPrefix) {
        if (!isPrefix && (name.equals(".") || name.equals(".."))) {
            return List.of("may not be '" + name + "'");
        }
        List<String> wrong = new ArrayList<>();
        for (String illegal : List.of("/", "%")) {
            if (name.contains(illegal)) {
                wrong.add("may not contain '" + illegal + "'");
            }
        }
        return wrong;
    }

    static List<String> portName(String name) {
        List<String> wrong = new ArrayList<>();
        if (name.length() > PORT_NAME_MAX) {
            wrong.add(tooLong("characters", PORT_NAME_MAX));
        }
        boolean hasLetter = name.chars().anyMatch(each -> isLower((char) each));
        if (name.isEmpty()
                || !name.chars().allMatch(each -> isLower((char) each) || isDigit((char) each) || each == '-')) {
            wrong.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        }
        if (!hasLetter) {
            wrong.add("must contain at least one letter (a-z)");
        }
        if (name.contains("--")) {
            wrong.add("must not contain consecutive hyphens");
        }
        if (name.startsWith("-") || name.endsWith("-")) {
            wrong.add("must not begin or end with a hyphen");
        }
        return wrong;
    }

    static List<String> portNumber(long port) {
        return inRange(port, 1, PORT_MAX);
    }

    static List<String> inRange(long value, long min, long max) {
        return value >= min && value <= max
                ? List.of()
                : List.of("must be between " + min + " and " + max + ", inclusive");
    }

    /// The key of a ConfigMap or Secret.
    static List<String> dataKey(String key) {
        List<String> wrong = new ArrayList<>();
        if (key.length() > SUBDOMAIN_MAX) {
            wrong.add(tooLong("characters", SUBDOMAIN_MAX));
        }
        boolean fits = !key.isEmpty()
                && key.chars()
                        .allMatch(each -> isAlphanumeric((char) each) || each == '-' || each == '_' || each == '.');
        if (!fits) {
            wrong.add(form(
                    "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
                    "[-._a-zA-Z0-9]+",
                    "key.name",
                    "KEY_NAME",
                    "key-name"));
        }
        if (key.equals(".") || key.equals("..")) {
            wrong.add("must not be '" + key + "'");
        } else if (key.startsWith("..")) {
            wrong.add("must not start with '..'");
        }
        return wrong;
    }

    static List<String> environmentName(String name) {
        boolean fits = name.chars().allMatch(each -> each >= ' ' && each < 0x7f && each != '=');
        return fits
                ? List.of()
                : List.of("a valid environment variable name must consist only of printable ASCII characters other "
                        + "than '='");
    }

    static List<String> headerName(String name) {
        boolean fits = !name.isEmpty() && name.chars().allMatch(each -> isAlphanumeric((char) each) || each == '-');
        return fits
                ? List.of()
                : List.of(form(
                        "a valid HTTP header must consist of alphanumeric characters or '-'",
                        "[-A-Za-z0-9]+",
                        "X-Header-Name"));
    }

    static List<String> percent(String text) {
        boolean fits = text.length() > 1
                && text.endsWith("%")
                && text.chars().limit(text.length() - 1).allMatch(each -> isDigit((char) each));
        return fits
                ? List.of()
                : List.of(form(
                        "a valid percent string must be a numeric string followed by an ending '%'",
                        "[0-9]+%", "1%", "93%"));
    }

    static String form(String words, String form, String... examples) {
        StringBuilder text = new StringBuilder(words).append(" (e.g. ");
        for (int i = 0; i < examples.length; i++) {
            text.append(i > 0 ? " or '" : "'").append(examples[i]).append("', ");
        }
        return text.append("regex used for validation is '")
                .append(form)
                .append("')")
                .toString();
    }

    private static String tooLong(String unit, int max) {
        return "must be no more than " + max + " " + unit;
    }

    private static boolean isSubdomain(String value) {
        int from = 0;
        for (int dot = value.indexOf('.'); dot >= 0; dot = value.indexOf('.', from)) {
            if (!isLabel(value, from, dot)) {
                return false;
            }
            from = dot + 1;
        }
        return isLabel(value, from, value.length());
    }

    private static boolean isLabel(String value, int from, int to) {
        if (from >= to || value.charAt(from) == '-' || value.charAt(to - 1) == '-') {
            return false;
        }
        for (int i = from; i < to; i++) {
            char each = value.charAt(i);
            if (!isLower(each) && !isDigit(each) && each != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isQualified(String name) {
        if (name.isEmpty() || !isAlphanumeric(name.charAt(0)) || !isAlphanumeric(name.charAt(name.length() - 1))) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char each = name.charAt(i);
            if (!isAlphanumeric(each) && each != '-' && each != '_' && each != '.') {
                return false;
            }
        }
        return true;
    }

    private static boolean isAlphanumeric(char each) {
        return isLower(each) || isDigit(each) || (each >= 'A' && each <= 'Z');
    }

    private static boolean isLower(char each) {
        return each >= 'a' && each <= 'z';
    }

    private static boolean isDigit(char each) {
        return each >= '0' && each <= '9';
    }
}
