package io.fairlead.simulator.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How kube-apiserver's types are laid out in protobuf, by the tags of k8s.io/api 0.35 (`protobuf.txt`): a type's
/// name,
/// then for each field its number, its name in JSON (`-` where its fields stand in the parent), its type with a prefix
/// (`*` may be absent, `[]` list, `{}` map with text as key), and flags (`o`: left out of JSON if it is empty).
final class ProtobufTypes {
    private static final String RESOURCE = "/io/fairlead/simulator/http/protobuf.txt";

    enum Shape {
        ONE,
        LIST,
        MAP
    }

    /// @param name in JSON; empty where the fields of the value stand in the parent
    /// @param type `s` text, `i` integer, `b` boolean, `B` bytes, `d` double, or the name of a type
    record Field(String name, Shape shape, String type, boolean omitsEmpty) {}

    private static final Map<String, Map<Integer, Field>> TYPES = read();

    private ProtobufTypes() {}

    /// @param name such as `core/v1.Namespace`
    /// @return fields by number; null if the type is not known
    static @Nullable Map<Integer, Field> find(String name) {
        return TYPES.get(name);
    }

    private static Map<String, Map<Integer, Field>> read() {
        Map<String, Map<Integer, Field>> types = new LinkedHashMap<>();
        try (InputStream in = ProtobufTypes.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the table of protobuf types is missing in the jar: " + RESOURCE);
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            Map<Integer, Field> fields = new LinkedHashMap<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(" ")) {
                    String[] words = line.strip().split(" ");
                    fields.put(Integer.parseInt(words[0]), field(words));
                } else {
                    fields = new LinkedHashMap<>();
                    types.put(line, fields);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return types;
    }

    private static Field field(String[] words) {
        String name = words[1].equals("-") ? "" : words[1];
        boolean omitsEmpty = words.length > 3;
        String type = words[2];
        if (type.startsWith("[]")) {
            return new Field(name, Shape.LIST, type.substring(2), omitsEmpty);
        }
        if (type.startsWith("{}")) {
            return new Field(name, Shape.MAP, type.substring(2), omitsEmpty);
        }
        return new Field(name, Shape.ONE, type.startsWith("*") ? type.substring(1) : type, omitsEmpty);
    }
}
