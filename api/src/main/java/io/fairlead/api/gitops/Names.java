package io.fairlead.api.gitops;

import io.fairlead.api.wire.ObjectReader;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;

/// The rules for names and lists that the kinds share.
final class Names {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private Names() {}

    static String label(ObjectReader reader, String field) {
        String text = reader.requiredText(field);
        if (!text.isEmpty() && !LABEL.matcher(text).matches()) {
            reader.defect(field, "must be a DNS label: at most 63 of a-z, 0-9 and -, no - at the ends");
        }
        return text;
    }

    static void bound(ObjectReader reader, String field, int size, int most) {
        if (size > most) {
            reader.defect(field, "must have at most " + most + " entries");
        }
    }

    static void distinct(ObjectReader reader, String field, List<String> names) {
        if (new LinkedHashSet<>(names).size() < names.size()) {
            reader.defect(field, "must name each entry once");
        }
    }
}
