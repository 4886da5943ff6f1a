package io.fairlead.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// We have a runtime of our own because it is thin. If this fails, something here belongs elsewhere, or in a library.
class RuntimeSizeTest {
    private static final int LINES_MAX = 2_000;
    private static final List<String> NO_CODE = List.of("//", "import ", "package ");

    @Test
    @DisplayName("the runtime has at most 2,000 lines of code")
    void linesOfCode() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            long lines = files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(RuntimeSizeTest::lines)
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && NO_CODE.stream().noneMatch(line::startsWith))
                    .count();
            assertThat(lines).isBetween(1L, (long) LINES_MAX);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
