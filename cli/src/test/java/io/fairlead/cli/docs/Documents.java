package io.fairlead.cli.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The Markdown files of the project, and what stands in them.
public final class Documents {
    private static final String FENCE = "```";

    private Documents() {}

    /// One fenced block.
    ///
    /// @param line where the first line of its text stands, counted from 1
    /// @param language what follows the opening fence; empty where nothing does
    public record Block(Path file, int line, String language, List<String> text) {
        public Block {
            text = List.copyOf(text);
        }

        public String where() {
            return root().relativize(file) + ":" + line;
        }

        public String joined() {
            return String.join("\n", text) + "\n";
        }
    }

    /// The folder of the whole project.
    public static Path root() {
        return Path.of("..").toAbsolutePath().normalize();
    }

    /// Every Markdown file, but for what a build made.
    public static List<Path> all() {
        try (Stream<Path> files = Files.walk(root())) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !root().relativize(file).toString().matches("(.*/)?(target|\\.git)/.*"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The fenced blocks of a file, in its order.
    public static List<Block> blocks(Path file) {
        List<Block> blocks = new ArrayList<>();
        List<String> text = new ArrayList<>();
        String language = "";
        int start = -1;
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.strip().startsWith(FENCE)) {
                text.add(line);
            } else if (start < 0) {
                start = i + 2;
                language = line.strip().substring(FENCE.length());
                text.clear();
            } else {
                blocks.add(new Block(file, start, language, text));
                start = -1;
            }
        }
        if (start >= 0) {
            throw new IllegalStateException(root().relativize(file) + ":" + start + ": the block does not end");
        }
        return blocks;
    }

    /// The lines outside of fenced blocks; those inside are empty, so that numbers stay.
    public static List<String> prose(Path file) {
        List<String> prose = new ArrayList<>();
        boolean isInside = false;
        for (String line : lines(file)) {
            boolean isFence = line.strip().startsWith(FENCE);
            prose.add(isInside || isFence ? "" : line);
            isInside ^= isFence;
        }
        return prose;
    }
}
