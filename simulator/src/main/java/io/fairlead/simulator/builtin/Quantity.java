package io.fairlead.simulator.builtin;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// A Kubernetes quantity: `500m`, `1Gi`, `12e6`. Its text is the canonical form that the API server stores.
///
/// @param value exact, with at most nine decimals
public record Quantity(BigDecimal value, Format format) implements Comparable<Quantity> {
    /// How a quantity is printed; it keeps the family it was written in.
    public enum Format {
        DECIMAL_SI,
        BINARY_SI,
        DECIMAL_EXPONENT
    }

    /// The text is no quantity. The message is the API server's.
    public static final class FormatException extends RuntimeException {
        private static final long serialVersionUID = 1;

        FormatException(String message) {
            super(message, null, false, false);
        }
    }

    private static final String MALFORMED =
            "quantities must match the regular expression " + "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
    private static final String BAD_SUFFIX = "unable to parse quantity's suffix";
    private static final String BAD_NUMBER = "unable to parse numeric part of quantity";
    private static final String SUFFIX_LETTERS = "eEinumkKMGTP";
    private static final String DECIMAL_SUFFIXES = "numkMGTPE";
    private static final String BINARY_SUFFIXES = "KMGTPE";
    private static final int NANO = 9;
    private static final int SHORT_DIGITS_MAX = 18;
    private static final int MILLI = 3;
    private static final BigInteger KIBI = BigInteger.valueOf(1024);
    private static final BigDecimal KIBI_DECIMAL = new BigDecimal(KIBI);
    private static final BigDecimal BINARY_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    public static final Quantity ZERO = new Quantity(BigDecimal.ZERO, Format.DECIMAL_SI);

    /// @throws FormatException with the API server's message
    public static Quantity parse(String text) {
        int end = text.length();
        int position = 0;
        if (position < end && (text.charAt(position) == '-' || text.charAt(position) == '+')) {
            position++;
        }
        int numberEnd = digits(text, position);
        if (numberEnd < end && text.charAt(numberEnd) == '.') {
            numberEnd = digits(text, numberEnd + 1);
        }
        int suffixEnd = numberEnd;
        while (suffixEnd < end && SUFFIX_LETTERS.indexOf(text.charAt(suffixEnd)) >= 0) {
            suffixEnd++;
        }
        if (suffixEnd < end && (text.charAt(suffixEnd) == '-' || text.charAt(suffixEnd) == '+')) {
            suffixEnd++;
        }
        if (digits(text, suffixEnd) != end || end == 0) {
            throw new FormatException(MALFORMED);
        }
        return of(text.substring(0, numberEnd), text.substring(numberEnd));
    }

    /// The text as the API server stores it: the canonical form, but a text that its parser has a short cut for stays
    /// as
    /// it was written (`1.500`, `1.29E8`).
    ///
    /// @throws FormatException with the API server's message
    public static String canonical(String text) {
        Quantity parsed = parse(text);
        return isKept(text) ? text : parsed.toString();
    }

    private static boolean isKept(String text) {
        int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        int numberEnd = digits(text, start);
        int end = numberEnd < text.length() && text.charAt(numberEnd) == '.' ? digits(text, numberEnd + 1) : numberEnd;
        int lead = start;
        while (lead < numberEnd && text.charAt(lead) == '0') {
            lead++;
        }
        String whole = lead == numberEnd ? "0" : text.substring(lead, numberEnd);
        String fraction = end > numberEnd ? text.substring(numberEnd + 1, end) : "";
        String suffix = text.substring(end);
        if (suffix.endsWith("i")) {
            int power = (BINARY_SUFFIXES.indexOf(suffix.charAt(0)) + 1) * 10;
            boolean isShort = fraction.isEmpty() && 14 - whole.length() - power * 3 / 10 >= 0;
            return isShort && (Long.parseLong(whole) & 7) != 0;
        }
        int exponent = switch (suffix.length()) {
            case 0 -> 0;
            case 1 -> decimalPower(suffix);
            default -> exponent(suffix.substring(1));
        };
        int scale = exponent - fraction.length();
        String digits = whole + fraction;
        return digits.length() <= SHORT_DIGITS_MAX
                && scale >= -NANO
                && scale % 3 == 0
                && !digits.endsWith("000")
                && digits.charAt(0) != '0';
    }

    private static int digits(String text, int from) {
        int position = from;
        while (position < text.length() && text.charAt(position) >= '0' && text.charAt(position) <= '9') {
            position++;
        }
        return position;
    }

    private static Quantity of(String number, String suffix) {
        BigDecimal value = number(number);
        if (suffix.isEmpty()) {
            return rounded(value, Format.DECIMAL_SI);
        }
        int power = decimalPower(suffix);
        if (power != Integer.MIN_VALUE) {
            return rounded(value.scaleByPowerOfTen(power), Format.DECIMAL_SI);
        }
        if (suffix.length() == 2 && suffix.charAt(1) == 'i') {
            int binary = BINARY_SUFFIXES.indexOf(suffix.charAt(0));
            if (binary >= 0) {
                return binary(value.multiply(new BigDecimal(KIBI.pow(binary + 1))));
            }
        }
        if (suffix.length() > 1 && (suffix.charAt(0) == 'e' || suffix.charAt(0) == 'E')) {
            return rounded(value.scaleByPowerOfTen(exponent(suffix.substring(1))), Format.DECIMAL_EXPONENT);
        }
        throw new FormatException(BAD_SUFFIX);
    }

    private static BigDecimal number(String text) {
        boolean hasDigit = text.chars().anyMatch(Character::isDigit);
        if (!hasDigit) {
            throw new FormatException(text.isEmpty() ? MALFORMED : BAD_NUMBER);
        }
        return new BigDecimal(text.endsWith(".") ? text.substring(0, text.length() - 1) : text);
    }

    private static int exponent(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new FormatException(BAD_SUFFIX);
        }
    }

    private static int decimalPower(String suffix) {
        int index = suffix.length() == 1 ? DECIMAL_SUFFIXES.indexOf(suffix.charAt(0)) : -1;
        if (index < 0) {
            return Integer.MIN_VALUE;
        }
        // n u m stand for -9 -6 -3; there is no suffix for 0.
        return index < 3 ? (index - 3) * 3 : (index - 2) * 3;
    }

    // Amounts below the smallest one are rounded up: who asks for something gets something.
    private static Quantity rounded(BigDecimal value, Format format) {
        return new Quantity(value.scale() > NANO ? value.setScale(NANO, RoundingMode.UP) : value, format);
    }

    private static Quantity binary(BigDecimal value) {
        Quantity exact = rounded(value.min(BINARY_MAX), Format.BINARY_SI);
        boolean isFraction = exact.value.signum() != 0 && exact.value.abs().compareTo(BigDecimal.ONE) < 0;
        return isFraction ? new Quantity(exact.value, Format.DECIMAL_SI) : exact;
    }

    /// Rounded up to thousandths, as amounts of resources are.
    public Quantity roundedToMilli() {
        return value.scale() <= MILLI ? this : new Quantity(value.setScale(MILLI, RoundingMode.UP), format);
    }

    public int signum() {
        return value.signum();
    }

    public Quantity plus(Quantity other) {
        return new Quantity(value.add(other.value), signum() == 0 ? other.format : format);
    }

    @Override
    public int compareTo(Quantity other) {
        return value.compareTo(other.value);
    }

    /// Whether it is a whole number.
    public boolean isWhole() {
        return value.stripTrailingZeros().scale() <= 0;
    }

    @Override
    public String toString() {
        if (value.signum() == 0) {
            return "0";
        }
        return switch (format) {
            case DECIMAL_SI -> decimal(false);
            case DECIMAL_EXPONENT -> decimal(true);
            case BINARY_SI -> value.abs().compareTo(KIBI_DECIMAL) < 0 || !isWhole() ? decimal(false) : binary();
        };
    }

    // The mantissa has no factor of a thousand and the exponent is a multiple of three.
    private String decimal(boolean hasExponent) {
        BigDecimal bare = value.stripTrailingZeros();
        int exponent = Math.floorDiv(-bare.scale(), 3) * 3;
        BigInteger mantissa = bare.scaleByPowerOfTen(-exponent).toBigIntegerExact();
        if (exponent == 0) {
            return mantissa.toString();
        }
        if (hasExponent) {
            return mantissa + "e" + exponent;
        }
        int index = exponent < 0 ? exponent / 3 + 3 : exponent / 3 + 2;
        boolean isKnown = index >= 0 && index < DECIMAL_SUFFIXES.length();
        return isKnown ? mantissa.toString() + DECIMAL_SUFFIXES.charAt(index) : mantissa.toString();
    }

    private String binary() {
        BigInteger mantissa = value.toBigIntegerExact();
        int power = 0;
        while (power < BINARY_SUFFIXES.length() && mantissa.mod(KIBI).signum() == 0) {
            mantissa = mantissa.divide(KIBI);
            power++;
        }
        return power == 0 ? mantissa.toString() : mantissa.toString() + BINARY_SUFFIXES.charAt(power - 1) + "i";
    }
}
