package io.fairlead.simulator.cel;

import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;

/// A Kubernetes quantity: `500m`, `2Gi`, `1e3`.
public record Quantity(BigDecimal value) implements Comparable<Quantity> {
    static final String SYNTAX =
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

    private static final Pattern FORM =
            Pattern.compile("^([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+))([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$");
    private static final Map<String, Integer> DECIMAL =
            Map.of("n", -9, "u", -6, "m", -3, "k", 3, "M", 6, "G", 9, "T", 12, "P", 15, "E", 18);
    private static final Map<String, Integer> BINARY =
            Map.of("Ki", 10, "Mi", 20, "Gi", 30, "Ti", 40, "Pi", 50, "Ei", 60);

    public static Optional<Quantity> parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        String digits = matcher.group(1);
        BigDecimal number = new BigDecimal(digits.endsWith(".") ? digits + "0" : digits);
        String suffix = matcher.group(2) == null ? "" : matcher.group(2);
        if (BINARY.containsKey(suffix)) {
            return Optional.of(
                    new Quantity(number.multiply(new BigDecimal(BigInteger.TWO.pow(BINARY.getOrDefault(suffix, 0))))));
        }
        if (DECIMAL.containsKey(suffix)) {
            return Optional.of(new Quantity(number.scaleByPowerOfTen(DECIMAL.getOrDefault(suffix, 0))));
        }
        return suffix.isEmpty()
                ? Optional.of(new Quantity(number))
                : Optional.of(new Quantity(number.scaleByPowerOfTen(Integer.parseInt(suffix.substring(1)))));
    }

    @Override
    public int compareTo(Quantity other) {
        return value.compareTo(other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Quantity quantity && compareTo(quantity) == 0;
    }

    @Override
    public int hashCode() {
        return value.stripTrailingZeros().hashCode();
    }

    boolean isInteger() {
        return value.stripTrailingZeros().scale() <= 0 && value.toBigInteger().bitLength() < Long.SIZE;
    }
}
