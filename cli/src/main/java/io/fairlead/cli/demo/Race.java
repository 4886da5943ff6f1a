package io.fairlead.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.cli.program.Program;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Runs `fairlead race` in a process of its own: a simulation commands all threads of its process.
final class Race {
    private Race() {}

    static JsonNode run(Path folder) {
        String output = Program.run(
                folder,
                Map.of(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.fairlead.cli.Fairlead",
                        "race",
                        "--output=json"));
        try {
            return new ObjectMapper().readTree(output);
        } catch (JsonProcessingException e) {
            throw new Program.FailedException("fairlead race printed no JSON: " + output);
        }
    }
}
