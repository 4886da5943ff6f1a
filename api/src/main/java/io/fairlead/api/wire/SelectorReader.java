package io.fairlead.api.wire;

import io.fairlead.api.LabelSelector;
import io.fairlead.api.LabelSelector.Operator;
import io.fairlead.api.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// Reads label selectors. The grammar of keys and values is that of
/// `kubernetes.io/docs/concepts/overview/working-with-objects/labels`.
final class SelectorReader {
    private static final Pattern VALUE = Pattern.compile("([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
    private static final Pattern PREFIX =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
    private static final int PREFIX_LENGTH_MAX = 253;

    private SelectorReader() {}

    static LabelSelector read(ObjectReader reader) {
        SequencedMap<String, String> labels = reader.textMap("matchLabels");
        ObjectReader labelReader = reader.object("matchLabels");
        labels.forEach((key, value) -> {
            if (!isKey(key)) {
                labelReader.defect(key, "is no label key");
            }
            if (!VALUE.matcher(value).matches()) {
                labelReader.defect(key, "is no label value");
            }
        });
        List<Requirement> requirements = new ArrayList<>();
        for (ObjectReader expression : reader.objects("matchExpressions")) {
            requirement(expression).ifPresent(requirements::add);
        }
        return new LabelSelector(labels, requirements);
    }

    private static Optional<Requirement> requirement(ObjectReader reader) {
        int before = reader.defects().size();
        String key = reader.requiredText("key");
        if (!key.isEmpty() && !isKey(key)) {
            reader.defect("key", "is no label key");
        }
        List<String> values = reader.texts("values");
        if (!values.stream().allMatch(value -> VALUE.matcher(value).matches())) {
            reader.defect("values", "contains what is no label value");
        }
        Optional<Operator> operator = operator(reader);
        if (operator.isPresent()) {
            boolean takesValues = operator.get() == Operator.IN || operator.get() == Operator.NOT_IN;
            if (takesValues && values.isEmpty()) {
                reader.defect("values", "is required with In and NotIn");
            }
            if (!takesValues && !values.isEmpty()) {
                reader.defect("values", "must be empty with Exists and DoesNotExist");
            }
        }
        return reader.defects().size() == before
                ? operator.map(each -> new Requirement(key, each, values))
                : Optional.empty();
    }

    private static Optional<Operator> operator(ObjectReader reader) {
        String text = reader.requiredText("operator");
        for (Operator operator : Operator.values()) {
            if (operator.wire().equals(text)) {
                return Optional.of(operator);
            }
        }
        if (!text.isEmpty()) {
            reader.defect("operator", "must be In, NotIn, Exists or DoesNotExist");
        }
        return Optional.empty();
    }

    private static boolean isKey(String key) {
        int slash = key.indexOf('/');
        if (slash < 0) {
            return NAME.matcher(key).matches();
        }
        String prefix = key.substring(0, slash);
        return prefix.length() <= PREFIX_LENGTH_MAX
                && PREFIX.matcher(prefix).matches()
                && NAME.matcher(key.substring(slash + 1)).matches();
    }
}
