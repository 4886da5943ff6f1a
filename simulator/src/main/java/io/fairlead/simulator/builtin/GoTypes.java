package io.fairlead.simulator.builtin;

import io.fairlead.simulator.builtin.GoType.Entries;
import io.fairlead.simulator.builtin.GoType.Field;
import io.fairlead.simulator.builtin.GoType.Items;
import io.fairlead.simulator.builtin.GoType.Leaf;
import io.fairlead.simulator.builtin.GoType.Pointer;
import io.fairlead.simulator.builtin.GoType.Scalar;
import io.fairlead.simulator.builtin.GoType.Struct;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The recorded table of Go types (`types.txt`, written by the Go program in `src/record/fieldtable`): OpenAPI does
/// not tell which fields are pointers, so not which zero values are printed.
final class GoTypes {
    private static final GoTypes RECORDED = read("types.txt");

    /// The types of the server's own form, which only messages show; read when the first one does.
    private static final class Internal {
        private static final GoTypes RECORDED = read("internal.txt");
    }

    private final Map<String, Struct> kinds = new LinkedHashMap<>();
    private final Map<String, Struct> structs = new LinkedHashMap<>();

    private GoTypes() {}

    /// @param apiVersion `group/version`, or `v1`
    static Optional<Struct> kind(String apiVersion, String kind) {
        return Optional.ofNullable(RECORDED.kinds.get(apiVersion + " " + kind));
    }

    /// @param key `meta/v1.ObjectMeta`
    static Struct struct(String key) {
        Struct found = RECORDED.structs.get(key);
        if (found == null) {
            throw new IllegalArgumentException("no recorded type " + key);
        }
        return found;
    }

    /// The server's own form of a pod spec.
    static Struct internalPodSpec() {
        return Internal.RECORDED.named("apis/core.PodSpec");
    }

    private static GoTypes read(String file) {
        try (InputStream in = GoTypes.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not on the class path");
            }
            GoTypes types = new GoTypes();
            types.parse(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
            return types;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void parse(BufferedReader lines) throws IOException {
        Struct open = new Struct("");
        List<Field> fields = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.strip().split(" ", -1);
            // Fields are indented: one may be called `kind` or `type`.
            switch (line.startsWith(" ") ? "" : words[0]) {
                case "#" -> {}
                case "kind" -> kinds.put(words[1] + " " + words[2], named(words[3]));
                case "type" -> {
                    open.fill(fields);
                    fields.clear();
                    open = named(words[1]);
                }
                default -> fields.add(field(words, fields.size()));
            }
        }
        open.fill(fields);
    }

    private Struct named(String key) {
        return structs.computeIfAbsent(key, Struct::new);
    }

    // name flags form [Go's name of a named list or map] [^embedding structs]
    private Field field(String[] words, int index) {
        String last = words[words.length - 1];
        String embeddedIn = last.startsWith("^") ? last.substring(1) + "." : "";
        GoType type = form(words[2], words.length > 3 && !words[3].startsWith("^") ? words[3] : "");
        boolean omitEmpty = words[1].contains("o");
        return new Field(words[0], index, type, omitEmpty, words[1].contains("z"), embeddedIn);
    }

    private GoType form(String text, String goName) {
        if (text.startsWith("*")) {
            return new Pointer(form(text.substring(1), goName));
        }
        if (text.startsWith("[]")) {
            GoType of = form(text.substring(2), "");
            return new Items(of, goName.isEmpty() ? "[]" + of.goName() : goName);
        }
        if (text.startsWith("{}")) {
            GoType of = form(text.substring(2), "");
            return new Entries(of, goName.isEmpty() ? "map[string]" + of.goName() : goName);
        }
        if (text.startsWith("@")) {
            return named(text.substring(1));
        }
        int equals = text.indexOf('=');
        String kind = equals < 0 ? text : text.substring(0, equals);
        return scalar(kind, equals < 0 ? kind : text.substring(equals + 1));
    }

    private static GoType scalar(String kind, String goName) {
        return switch (kind) {
            case "string" -> new Scalar(Leaf.STRING, goName);
            case "bool" -> new Scalar(Leaf.BOOL, goName);
            case "int64" -> new Scalar(Leaf.INT, goName);
            case "int32" -> new Scalar(Leaf.INT, goName, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case "uint8" -> new Scalar(Leaf.INT, goName, 0, 255);
            case "float64" -> new Scalar(Leaf.FLOAT, goName);
            case "bytes" -> new Scalar(Leaf.BYTES, "[]uint8");
            case "time" -> new Scalar(Leaf.TIME, "v1.Time");
            case "microtime" -> new Scalar(Leaf.MICRO_TIME, "v1.MicroTime");
            case "duration" -> new Scalar(Leaf.DURATION, "v1.Duration");
            case "quantity" -> new Scalar(Leaf.QUANTITY, "resource.Quantity");
            case "intorstring" -> new Scalar(Leaf.INT_OR_STRING, "intstr.IntOrString");
            case "raw" -> new Scalar(Leaf.RAW, "runtime.RawExtension");
            case "schemaorbool" -> new Scalar(Leaf.SCHEMA_OR_BOOL, "v1.JSONSchemaPropsOrBool");
            case "schemaorarray" -> new Scalar(Leaf.SCHEMA_OR_ARRAY, "v1.JSONSchemaPropsOrArray");
            case "schemaorstrings" -> new Scalar(Leaf.SCHEMA_OR_STRINGS, "v1.JSONSchemaPropsOrStringArray");
            default -> throw new IllegalArgumentException("unknown form " + kind);
        };
    }
}
