package io.fairlead.simulator.server;

import java.util.Optional;
import java.util.regex.Pattern;

/// What label keys and values may look like (apimachinery `validation`: IsQualifiedName, IsValidLabelValue).
final class LabelSyntax {
    private static final int NAME_MAX = 63;
    private static final int PREFIX_MAX = 253;
    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final String NAME_RULE =
            "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric"
                    + " character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is"
                    + " '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
    private static final String VALUE_RULE =
            "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must"
                    + " start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex"
                    + " used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
    private static final String SUBDOMAIN_RULE =
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must"
                    + " start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is"
                    + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    private LabelSyntax() {}

    /// What is wrong with the key of a label; several defects are joined as messages join them.
    static Optional<String> keyDefect(String key) {
        String[] parts = key.split("/", -1);
        if (parts.length > 2) {
            return Optional.of("a qualified name " + NAME_RULE
                    + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
        }
        if (parts.length == 2) {
            if (parts[0].isEmpty()) {
                return Optional.of("prefix part must be non-empty");
            }
            if (parts[0].length() > PREFIX_MAX) {
                return Optional.of("prefix part must be no more than " + PREFIX_MAX + " bytes");
            }
            if (!SUBDOMAIN.matcher(parts[0]).matches()) {
                return Optional.of("prefix part " + SUBDOMAIN_RULE);
            }
        }
        String name = parts[parts.length - 1];
        if (name.isEmpty()) {
            return Optional.of("name part must be non-empty; name part " + NAME_RULE);
        }
        if (name.length() > NAME_MAX) {
            return Optional.of("name part must be no more than " + NAME_MAX + " bytes");
        }
        return NAME.matcher(name).matches() ? Optional.empty() : Optional.of("name part " + NAME_RULE);
    }

    static Optional<String> valueDefect(String value) {
        if (value.length() > NAME_MAX) {
            return Optional.of("must be no more than " + NAME_MAX + " bytes");
        }
        return value.isEmpty() || NAME.matcher(value).matches() ? Optional.empty() : Optional.of(VALUE_RULE);
    }
}
