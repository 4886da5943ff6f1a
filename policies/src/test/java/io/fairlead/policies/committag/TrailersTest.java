package io.fairlead.policies.committag;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.policies.Extent;
import io.fairlead.policies.committag.Trailers.Invalid;
import io.fairlead.policies.committag.Trailers.Read;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrailersTest {
    private static Trailers read(String message) {
        assertThat(Trailers.parse(message)).isInstanceOf(Read.class);
        return ((Read) Trailers.parse(message)).trailers();
    }

    private static String why(String message) {
        assertThat(Trailers.parse(message)).as(message).isInstanceOf(Invalid.class);
        return ((Invalid) Trailers.parse(message)).why();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "promote",
                "promote\n\nwith some words\non two lines",
                "a: b",
                "see\n\nfix: it now, please\nand then rest",
                "promote\n\nReason: x\n\nmore words"
            })
    void aPlainMessageLimitsNothing(String message) {
        Trailers trailers = read(message);
        assertThat(trailers.extent()).isEqualTo(Extent.FULL);
        assertThat(trailers.target()).isEmpty();
        assertThat(trailers.notHonoured()).isEmpty();
    }

    @Test
    void theLastParagraphLimitsHowFarAndWhat() {
        Trailers trailers = read("promote\n\nPartition: 80%\nTarget: CloneSet/checkout\nReason: canary\n");
        assertThat(trailers.extent()).isEqualTo(Extent.ofPercent(20));
        assertThat(trailers.target()).isEqualTo("CloneSet/checkout");
    }

    @Test
    void keysAreReadWithoutCaseLinesMayEndInCrLfAndValuesMayBeFolded() {
        assertThat(read("promote\r\n\r\npartition :\t80%\r\n").extent()).isEqualTo(Extent.ofPercent(20));
        assertThat(read("promote\n \t\nReason: a\n  b\nPartition: 0%").extent()).isEqualTo(Extent.FULL);
        assertThat(read("promote\n\nPartition: 100%").extent()).isEqualTo(Extent.NONE);
    }

    @Test
    void trailersOfOthersArePassedOver() {
        Trailers trailers = read(
                "promote\n\nSigned-off-by: Anna <a@example.org>\nSigned-off-by: Bo <b@example.org>\nPartition: 50%");
        assertThat(trailers.extent()).isEqualTo(Extent.ofPercent(50));
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "80 %", "-1%", "101%", "080%", "12.5%", "%", "x", "80%%", "80% 20%", "٨٠%"})
    void aPartitionThatIsNoWholePercentage(String value) {
        assertThat(why("promote\n\nPartition: " + value)).contains("80%");
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkout", "CloneSet/", "/checkout", "CloneSet/Check", "CloneSet/a/b", "CloneSet/*"})
    void aTargetOfAnotherForm(String value) {
        assertThat(why("promote\n\nTarget: " + value)).contains("CloneSet/checkout");
    }

    @Test
    void aLimitOutsideTheLastParagraphIsNotDroppedSilently() {
        assertThat(why("Partition: 80%")).contains("last paragraph");
        assertThat(why("promote\nPartition: 80%")).contains("last paragraph");
        assertThat(why("promote\n\npartition: 80%\n\nthanks to all")).contains("last paragraph");
        assertThat(why("promote\n\nplease keep to\nPartition: 80%")).contains("last paragraph");
        assertThat(why("promote\n\n Partition: 80%")).contains("last paragraph");
        assertThat(why("promote\n\nPartition: 80%\n\nSigned-off-by: Anna")).contains("last paragraph");
        assertThat(why("promote\n\nSigned-off-by: Anna\n Partition: 80%")).contains("last paragraph");
        assertThat(why("promote\n\n- Partition: 80%")).contains("last paragraph");
        assertThat(why("promote\rPartition: 80%")).contains("last paragraph");
    }

    @Test
    void aTypingErrorInAKeyIsNotDroppedSilently() {
        assertThat(why("promote\n\nPartion: 80%")).contains("Partion");
    }

    @Test
    void aKeyTwiceOrWithoutAValueIsInvalid() {
        assertThat(why("promote\n\nPartition: 80%\npartition: 20%")).contains("twice");
        assertThat(why("promote\n\nPartition:")).contains("needs a value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Step: 2", "Expires: 2026-12-01", "Repo: git@example.org:x", "Supersedes: abc", "EXPIRES: x"})
    void whatIsNotHonouredIsNamed(String line) {
        assertThat(read("promote\n\n" + line).notHonoured()).isPresent();
        assertThat(read("promote\n\nReason: x").notHonoured()).isEmpty();
        assertThat(read("promote\n\nPartition: 80%\nStep: 2").notHonoured()).contains(Trailers.Key.STEP);
    }

    @Test
    void messagesValuesAndTrailersAreBounded() {
        assertThat(why("x".repeat(Trailers.MESSAGE_CHARS_MAX + 1))).contains("characters");
        assertThat(why("promote\n\nReason: " + "x".repeat(Trailers.VALUE_CHARS_MAX + 1)))
                .contains("characters");
        assertThat(why("promote\n\n" + "A-b: c\n".repeat(Trailers.TRAILERS_MAX + 1)))
                .contains("trailers");
        assertThat(read("x".repeat(Trailers.MESSAGE_CHARS_MAX)).extent()).isEqualTo(Extent.FULL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", " \n", "a\n", "a:\n", "\r", "-", "a: b\n ", ":"})
    void theLongestMessagesAreReadToo(String part) {
        String filling = part.repeat((Trailers.MESSAGE_CHARS_MAX - 10) / part.length());
        assertThat(Trailers.parse("promote" + filling + "end")).isNotNull();
    }

    @Provide
    Arbitrary<String> messages() {
        return Arbitraries.of(
                        "promote",
                        "Partition: 80%",
                        "partition:80%",
                        "Step: 1",
                        " folded",
                        "\tPartition: 1%",
                        "* Partition: 1%",
                        "",
                        "\r",
                        "A-b: c",
                        "Partion: 1%",
                        "Target: CloneSet/a",
                        ":",
                        "::",
                        " : ",
                        "Reason: x",
                        "\u0000",
                        "text: with colon")
                .list()
                .ofMaxSize(8)
                .map(lines -> String.join("\n", lines));
    }

    @Property(tries = 20_000)
    void aMessageThatNamesAPartitionNeverAllowsAll(@ForAll("messages") String message) {
        if (message.toLowerCase(Locale.ROOT).contains("partition:") && Trailers.parse(message) instanceof Read read) {
            assertThat(read.trailers().extent().isFull()).isFalse();
        }
    }

    @Property
    void parsingIsTotal(@ForAll String message) {
        assertThat(Trailers.parse(message)).isNotNull();
    }
}
