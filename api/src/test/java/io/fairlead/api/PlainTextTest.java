package io.fairlead.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PlainTextTest {
    @Test
    @DisplayName("T-063 what moves a cursor or turns letters around becomes a space, halves of a pair are replaced")
    void plain() {
        assertThat(PlainText.of("a\u001b[2J\u009b1m\r\nb\u202ec\u2028d\u0000", 100))
                .isEqualTo("a [2J 1m  b c d ");
        assertThat(PlainText.of("x\ud800y\udc00", 100)).isEqualTo("x\ufffdy\ufffd");
        assertThat(PlainText.of("caf\u00e9 \ud83d\ude00", 100)).isEqualTo("caf\u00e9 \ud83d\ude00");
        assertThat(PlainText.isPlain("caf\u00e9 \ud83d\ude00")).isTrue();
        assertThat(PlainText.isPlain("a\tb")).isFalse();
    }

    @Test
    @DisplayName("a long text is cut between characters, never within one")
    void cut() {
        String faces = "\ud83d\ude00".repeat(5);
        assertThat(PlainText.of(faces, 5)).isEqualTo(faces);
        assertThat(PlainText.of(faces, 4)).isEqualTo("\ud83d\ude00".repeat(3) + "…");
    }
}
