package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The defaults of all types: those of the table `defaults.txt` first, then those that are computed.
final class TypeRules {
    private static final String FILE = "defaults.txt";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Decoding.TypeDefaults> ALL = read();

    /// One line's part: what stands at a place if nothing does.
    ///
    /// @param steps to the field
    private record Default(List<String> steps, JsonNode value) {
        void fill(ObjectNode object) {
            ObjectNode at = object;
            for (String step : steps.subList(0, steps.size() - 1)) {
                if (!(at.get(step) instanceof ObjectNode next)) {
                    return;
                }
                at = next;
            }
            String last = steps.getLast();
            if (Trees.isUnset(at, last)) {
                // Constants of objects and lists are copied: what is built here may still be changed.
                at.set(last, value.isContainerNode() ? value.deepCopy() : value);
            }
        }
    }

    private TypeRules() {}

    /// By the key of a type.
    static Map<String, Decoding.TypeDefaults> all() {
        return ALL;
    }

    private static Map<String, Decoding.TypeDefaults> read() {
        Map<String, Decoding.TypeDefaults> rules = new HashMap<>();
        try (InputStream in = TypeRules.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is not on the class path");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    String[] words = line.split(" ", -1);
                    rules.put(words[0], constants(words));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        PodDefaults.addTo(rules);
        WorkloadDefaults.addTo(rules);
        OtherDefaults.addTo(rules);
        return rules;
    }

    private static Decoding.TypeDefaults constants(String[] words) throws JsonProcessingException {
        List<Default> all = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            JsonNode value = JSON.readTree(words[i].substring(equals + 1));
            all.add(new Default(List.of(words[i].substring(0, equals).split("\\.", -1)), value));
        }
        return object -> {
            for (Default each : all) {
                each.fill(object);
            }
        };
    }

    /// Adds a computed rule after those that the type has already.
    static void add(Map<String, Decoding.TypeDefaults> rules, String type, Decoding.TypeDefaults more) {
        Decoding.TypeDefaults present = rules.get(type);
        rules.put(
                type,
                present == null
                        ? more
                        : object -> {
                            present.fill(object);
                            more.fill(object);
                        });
    }
}
