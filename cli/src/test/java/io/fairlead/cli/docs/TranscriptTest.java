package io.fairlead.cli.docs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The check itself: what the guide shows, taken for what was printed.
class TranscriptTest {
    private static final String PRINTED = Documents.blocks(Documents.root().resolve("docs/guide/demo.md")).stream()
            .filter(block -> block.language().equals(Transcript.LANGUAGE))
            .map(Documents.Block::joined)
            .collect(Collectors.joining());

    @Test
    void timesIdsAndFoldersMayDiffer() {
        Transcript.check(PRINTED.replace("/tmp/fl-demo", "/var/tmp/else/where")
                .replaceAll("after [0-9.]+ s", "after 17.3 s")
                .replaceAll("prod/shop/[0-9a-f]{12}", "prod/shop/0123456789ab"));
    }

    @Test
    void aClaimThatIsMissingOrElsewhereIsNoticed() {
        String claim = "   ✓ without it, no pod changes\n";
        assertThatThrownBy(() -> Transcript.check(PRINTED.replace(claim, ""))).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> Transcript.check(claim + PRINTED.replace(claim, "")))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> Transcript.check(PRINTED.replace("5/5", "4/5")))
                .isInstanceOf(AssertionError.class);
    }
}
