package io.fairlead.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.api.IntOrPercent.Rounding;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntOrPercentTest {
    @DisplayName("CS-017 CS-019 A partition in percent rounds up, and moves one pod at least")
    @ParameterizedTest
    @CsvSource({
        "99%, 4, 3",
        "99%, 1, 1",
        "33%, 10, 4",
        "12.5%, 8, 1",
        "40%, 5, 2",
        "1%, 2, 1",
        "100%, 4, 4",
        "100.0%, 4, 4",
        "150%, 4, 4",
        "0%, 4, 0",
        "30%, 10, 3",
        "50%, 0, 0"
    })
    void roundsPartition(String text, int replicas, int kept) {
        assertThat(percent(text).resolvePartition(replicas)).isEqualTo(kept);
    }

    @Test
    @DisplayName("CS-020 A partition above the replicas keeps all pods")
    void clampsPartition() {
        assertThat(IntOrPercent.of(7).resolvePartition(5)).isEqualTo(5);
        assertThat(IntOrPercent.of(2).resolvePartition(5)).isEqualTo(2);
    }

    @Test
    @DisplayName("CS-035 A fraction of a percent counts, where OpenKruise takes it for 0")
    void countsFractions() {
        assertThat(percent("12.5%").resolve(8, Rounding.UP)).isEqualTo(1);
        assertThat(percent("12.5%").resolve(8, Rounding.DOWN)).isEqualTo(1);
        assertThat(percent("12.5%").resolve(9, Rounding.UP)).isEqualTo(2);
        assertThat(percent("12.5%").resolve(7, Rounding.DOWN)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "%",
                "5",
                "-5%",
                "+5%",
                "5 %",
                " 5%",
                "5%%",
                "1e3%",
                ".5%",
                "5.%",
                "0x5%",
                "٣%",
                "1234567890%"
            })
    void refusesWhatIsNoPercentage(String text) {
        assertThat(IntOrPercent.parse(text)).isEmpty();
    }

    @Test
    void takesEqualSharesForOne() {
        assertThat(percent("20.0%")).isEqualTo(percent("20%")).hasToString("20%");
        assertThat(percent("100%")).hasToString("100%");
        assertThat(percent("012.50%")).hasToString("12.5%");
    }

    @Test
    void refusesNegativeNumbers() {
        assertThatThrownBy(() -> IntOrPercent.of(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> percent("1%").resolve(-1, Rounding.UP)).isInstanceOf(IllegalArgumentException.class);
    }

    /// Against whole-number arithmetic: hundredths of a percent over 10,000.
    @Property
    void isExact(@ForAll @IntRange(max = 20_000) int hundredths, @ForAll @IntRange(max = 1_000_000) int replicas) {
        IntOrPercent share = percent(hundredths / 100 + "." + "%02d".formatted(hundredths % 100) + "%");
        BigInteger[] exact = BigInteger.valueOf(hundredths)
                .multiply(BigInteger.valueOf(replicas))
                .divideAndRemainder(BigInteger.valueOf(10_000));
        int down = exact[0].intValueExact();
        assertThat(share.resolve(replicas, Rounding.DOWN)).isEqualTo(down);
        assertThat(share.resolve(replicas, Rounding.UP)).isEqualTo(exact[1].signum() == 0 ? down : down + 1);
    }

    @Property
    void keepsPartitionInBounds(
            @ForAll @IntRange(max = 20_000) int hundredths, @ForAll @IntRange(max = 100_000) int replicas) {
        int kept = percent(hundredths / 100 + "." + "%02d".formatted(hundredths % 100) + "%")
                .resolvePartition(replicas);
        assertThat(kept).isBetween(0, replicas);
        if (hundredths < 10_000 && replicas > 1) {
            assertThat(kept).as("at least one pod moves").isLessThan(replicas);
        }
        if (hundredths > 0 && replicas > 0) {
            assertThat(kept).as("at least one pod stays").isPositive();
        }
    }

    @Property
    void doesNotOverflow(@ForAll @IntRange(max = Integer.MAX_VALUE) int replicas) {
        assertThat(percent("999999999%").resolve(replicas, Rounding.UP)).isNotNegative();
    }

    private static IntOrPercent percent(String text) {
        return IntOrPercent.parse(text).orElseThrow();
    }
}
