package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// The recorded answers, a file for each file of cases. `-Dbuiltin.record=true` records them anew.
final class Recordings {
    static final boolean IS_RECORDING = Boolean.getBoolean("builtin.record");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = Path.of("src/test/resources/io/fairlead/simulator/builtin/recorded");
    private static final Map<String, ObjectNode> LOADED = new LinkedHashMap<>();

    private Recordings() {}

    static synchronized JsonNode of(Case each) {
        return LOADED.computeIfAbsent(each.kindFile(), Recordings::load).path(each.name());
    }

    private static ObjectNode load(String file) {
        try (InputStream in = Recordings.class.getResourceAsStream("recorded/" + file + ".json")) {
            return in == null ? JsonNodeFactory.instance.objectNode() : (ObjectNode) JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Map<String, ObjectNode> files) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        try {
            Files.createDirectories(FOLDER);
            for (Map.Entry<String, ObjectNode> file : files.entrySet()) {
                String text = JSON.writer(printer).writeValueAsString(file.getValue());
                Files.writeString(FOLDER.resolve(file.getKey() + ".json"), text + "\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
