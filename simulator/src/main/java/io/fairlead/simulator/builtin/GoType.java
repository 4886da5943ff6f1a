package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The shape of a value in the Go types of kube-apiserver: what a value must be, and what is printed for a zero one.
sealed interface GoType {
    /// As Go prints the type in a decoder's message: `[]v1.Container`.
    String goName();

    /// Values without parts.
    enum Leaf {
        STRING,
        BOOL,
        INT,
        FLOAT,
        BYTES,
        TIME,
        MICRO_TIME,
        DURATION,
        QUANTITY,
        INT_OR_STRING,
        /// Anything; kept as it is.
        RAW,
        /// A CRD schema, or a boolean.
        SCHEMA_OR_BOOL,
        /// A CRD schema, or a list of them.
        SCHEMA_OR_ARRAY,
        /// A CRD schema, or a list of strings.
        SCHEMA_OR_STRINGS;

        /// Go omits the zero value of such a field if it is marked `omitempty`; the other leaves are Go structs, which
        /// `omitempty` never omits.
        boolean isOmittedWhenZero() {
            return switch (this) {
                case STRING, BOOL, INT, FLOAT, BYTES -> true;
                case TIME, MICRO_TIME, DURATION, QUANTITY, INT_OR_STRING, RAW -> false;
                case SCHEMA_OR_BOOL, SCHEMA_OR_ARRAY, SCHEMA_OR_STRINGS -> false;
            };
        }
    }

    /// @param min the smallest number of an integer type
    /// @param max the largest
    record Scalar(Leaf leaf, String goName, long min, long max) implements GoType {
        Scalar(Leaf leaf, String goName) {
            this(leaf, goName, Long.MIN_VALUE, Long.MAX_VALUE);
        }
    }

    record Pointer(GoType to) implements GoType {
        @Override
        public String goName() {
            return to.goName();
        }
    }

    record Items(GoType of, String goName) implements GoType {}

    record Entries(GoType of, String goName) implements GoType {}

    /// A field as its JSON tag describes it.
    ///
    /// @param index place in the struct
    /// @param embeddedIn names of the embedded structs on the way to the field, each with a dot after it
    record Field(
            String name, int index, GoType type, boolean isOmittedEmpty, boolean isOmittedZero, String embeddedIn) {
        /// Whether a field that was not given is printed with its zero value.
        boolean isAlwaysPrinted() {
            if (isOmittedZero) {
                return false;
            }
            return !isOmittedEmpty
                    || switch (type) {
                        case Struct _ -> true;
                        case Scalar scalar -> !scalar.leaf().isOmittedWhenZero();
                        case Pointer _, Items _, Entries _ -> false;
                    };
        }

        /// Whether the field is left out with this value.
        boolean isOmitted(JsonNode value) {
            if (isOmittedZero && value.isNull()) {
                return true;
            }
            if (!isOmittedEmpty) {
                return false;
            }
            return switch (type) {
                case Struct _ -> false;
                case Pointer _, Items _, Entries _ -> value.isNull();
                case Scalar scalar -> scalar.leaf().isOmittedWhenZero() && isZero(value);
            };
        }

        private static boolean isZero(JsonNode value) {
            return value.isNull()
                    || (value.isTextual() && value.textValue().isEmpty())
                    || (value.isBoolean() && !value.booleanValue())
                    || (value.isNumber() && value.doubleValue() == 0);
        }
    }

    /// A Go struct. Filled in once by [GoTypes], because types may contain themselves.
    final class Struct implements GoType {
        private final String key;
        private List<Field> fields = List.of();
        // Only looked up, never walked.
        private final Map<String, Field> byName = new HashMap<>();

        Struct(String key) {
            this.key = key;
        }

        /// `core/v1.Container`
        String key() {
            return key;
        }

        /// `Container`
        String simpleName() {
            return key.substring(key.indexOf('.') + 1);
        }

        @Override
        public String goName() {
            return key.substring(key.indexOf('/') + 1);
        }

        List<Field> fields() {
            return fields;
        }

        @org.jspecify.annotations.Nullable
        Field field(String name) {
            return byName.get(name);
        }

        void fill(List<Field> all) {
            fields = List.copyOf(all);
            for (Field field : all) {
                byName.put(field.name(), field);
            }
        }
    }
}
