package io.fairlead.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.cli.docs.Documents.Block;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the documents show of a command, held against what it printed. A line that is only `…` stands for lines that
/// are
/// left out; between two of them everything is there, in its order.
public final class Transcript {
    /// The language of a fenced block that holds a transcript of the demo.
    public static final String LANGUAGE = "demo";

    private static final String LEFT_OUT = "…";

    private Transcript() {}

    /// Checks every transcript of the demo in the documents.
    ///
    /// @param printed all that the demo printed, elsewhere than in a terminal
    public static void check(String printed) {
        List<String> actual = printed.lines().map(Transcript::normalised).toList();
        List<Block> shown = Documents.all().stream()
                .flatMap(file -> Documents.blocks(file).stream())
                .filter(block -> block.language().equals(LANGUAGE))
                .toList();
        assertThat(shown)
                .extracting(block -> Documents.root().relativize(block.file()))
                .contains(Path.of("README.md"), Path.of("docs/guide/demo.md"));
        shown.forEach(block -> check(block, actual));
    }

    private static void check(Block block, List<String> actual) {
        int from = 0;
        for (List<String> part : parts(block.text())) {
            int at = find(part, actual, from);
            assertThat(at)
                    .as(
                            "%s shows lines that the demo did not print in this order:%n%s%nIt printed:%n%s",
                            block.where(), String.join("\n", part), String.join("\n", actual))
                    .isNotNegative();
            from = at + part.size();
        }
    }

    private static int find(List<String> part, List<String> actual, int from) {
        for (int i = from; i + part.size() <= actual.size(); i++) {
            if (actual.subList(i, i + part.size()).equals(part)) {
                return i;
            }
        }
        return -1;
    }

    private static List<List<String>> parts(List<String> lines) {
        List<List<String>> parts = new ArrayList<>();
        List<String> part = new ArrayList<>();
        for (String line : lines) {
            if (line.strip().equals(LEFT_OUT)) {
                parts.add(List.copyOf(part));
                part.clear();
            } else {
                part.add(normalised(line));
            }
        }
        parts.add(List.copyOf(part));
        return parts.stream().filter(each -> !each.isEmpty()).toList();
    }

    /// Without what differs from run to run: times, ids of commits, folders, and how far a workload was when a note was
    /// written.
    private static String normalised(String line) {
        return line.stripTrailing()
                .replaceAll("[0-9]+(\\.[0-9]+)? s\\b", "N s")
                .replaceAll("[0-9.]+ times as fast", "N times as fast")
                .replaceAll("\\b[0-9a-f]{12}\\b", "COMMIT")
                .replaceAll("^     [0-9a-f]{7,12} ", "     COMMIT ")
                .replaceAll(
                        "  [0-9]+/[0-9]+ updated, [0-9]+ ready  (Pending|Progressing|Paused|Healthy)$",
                        "  N/N updated, N ready  STATE")
                .replaceAll("(/[^/ ]+)+/(platform|kubeconfig|fairlead\\.log)\\b", "FOLDER/$2");
    }
}
