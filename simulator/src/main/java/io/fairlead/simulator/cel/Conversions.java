package io.fairlead.simulator.cel;

import com.google.re2j.Pattern;
import io.fairlead.simulator.wire.GoText;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// `int()`, `string()`, `duration()` and so on.
final class Conversions {
    private static final Pattern DURATION = Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)");
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private Conversions() {}

    static Object toInt(Object value) throws CelFault {
        return switch (value) {
            case Long number -> number;
            case Unsigned number -> {
                if (number.bits() < 0) {
                    throw CelFault.INTEGER_OVERFLOW;
                }
                yield number.bits();
            }
            case Double number -> {
                if (!(number > -0x1p63 && number < 0x1p63)) {
                    throw CelFault.INTEGER_OVERFLOW;
                }
                yield number.longValue();
            }
            case String text -> {
                try {
                    yield Long.parseLong(text);
                } catch (NumberFormatException e) {
                    throw CelFault.conversion(value, "int");
                }
            }
            case Instant time -> time.getEpochSecond();
            case Duration length -> Math.addExact(length.getSeconds() * NANOS_PER_SECOND, length.getNano());
            default -> throw CelFault.NO_SUCH_OVERLOAD;
        };
    }

    static Object toUint(Object value) throws CelFault {
        return switch (value) {
            case Unsigned number -> number;
            case Long number -> {
                if (number < 0) {
                    throw CelFault.UNSIGNED_OVERFLOW;
                }
                yield new Unsigned(number);
            }
            case Double number -> {
                if (!(number >= 0 && number < 0x1p64)) {
                    throw CelFault.UNSIGNED_OVERFLOW;
                }
                yield new Unsigned(new BigDecimal(number).toBigInteger().longValue());
            }
            case String text -> {
                try {
                    yield new Unsigned(Long.parseUnsignedLong(text));
                } catch (NumberFormatException e) {
                    throw CelFault.conversion(value, "uint");
                }
            }
            default -> throw CelFault.NO_SUCH_OVERLOAD;
        };
    }

    static Object toDouble(Object value) throws CelFault {
        return switch (value) {
            case Double number -> number;
            case Long number -> number.doubleValue();
            case Unsigned number -> number.toDouble();
            case String text -> {
                try {
                    yield Double.parseDouble(text.strip().equals(text) ? text : "x");
                } catch (NumberFormatException e) {
                    throw CelFault.conversion(value, "double");
                }
            }
            default -> throw CelFault.NO_SUCH_OVERLOAD;
        };
    }

    static Object toBool(Object value) throws CelFault {
        return switch (value) {
            case Boolean bool -> bool;
            case String text ->
                switch (text) {
                    case "1", "t", "true", "TRUE", "True" -> true;
                    case "0", "f", "false", "FALSE", "False" -> false;
                    default -> throw CelFault.conversion(value, "bool");
                };
            default -> throw CelFault.NO_SUCH_OVERLOAD;
        };
    }

    static Object toText(Object value) throws CelFault {
        return switch (value) {
            case String text -> text;
            case Boolean _, Long _, Unsigned _ -> value.toString();
            case Double number -> text(number);
            case Bytes bytes -> decoded(bytes);
            case Instant time -> timeText(time);
            case Duration length -> durationText(length);
            case IpAddress address -> address.toString();
            case Cidr cidr -> cidr.toString();
            default -> throw CelFault.NO_SUCH_OVERLOAD;
        };
    }

    static String text(double number) {
        return GoText.number(number);
    }

    private static String decoded(Bytes bytes) throws CelFault {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.content()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CelFault("invalid UTF-8 in bytes, cannot convert to string");
        }
    }

    static Object toBytes(Object value) throws CelFault {
        return switch (value) {
            case Bytes bytes -> bytes;
            case String text -> Bytes.utf8(text);
            default -> throw CelFault.NO_SUCH_OVERLOAD;
        };
    }

    static Object toTimestamp(Object value) throws CelFault {
        return switch (value) {
            case Instant time -> time;
            case Long seconds -> Instant.ofEpochSecond(seconds);
            case String text -> time(text);
            default -> throw CelFault.NO_SUCH_OVERLOAD;
        };
    }

    static Instant time(String text) throws CelFault {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw CelFault.conversion(text, "google.protobuf.Timestamp");
        }
    }

    static Object toDuration(Object value) throws CelFault {
        return switch (value) {
            case Duration length -> length;
            case Long nanos -> Duration.ofNanos(nanos);
            case String text -> duration(text);
            default -> throw CelFault.NO_SUCH_OVERLOAD;
        };
    }

    /// As Go's `time.ParseDuration`.
    static Duration duration(String text) throws CelFault {
        boolean isNegative = text.startsWith("-");
        String rest = isNegative || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return Duration.ZERO;
        }
        var matcher = DURATION.matcher(rest);
        BigDecimal nanos = BigDecimal.ZERO;
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            nanos = nanos.add(new BigDecimal(number(matcher.group(1))).multiply(unit(matcher.group(2))));
            end = matcher.end();
        }
        if (end == 0 || end != rest.length() || nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw CelFault.conversion(text, "google.protobuf.Duration");
        }
        return Duration.ofNanos(isNegative ? -nanos.longValue() : nanos.longValue());
    }

    private static String number(String text) {
        return text.endsWith(".") ? text + "0" : text.startsWith(".") ? "0" + text : text;
    }

    private static BigDecimal unit(String unit) {
        return BigDecimal.valueOf(
                switch (unit) {
                    case "ns" -> 1L;
                    case "us", "µs", "μs" -> 1_000L;
                    case "ms" -> 1_000_000L;
                    case "s" -> NANOS_PER_SECOND;
                    case "m" -> 60 * NANOS_PER_SECOND;
                    default -> 3600 * NANOS_PER_SECOND;
                });
    }

    static String timeText(Instant time) {
        String text = OffsetDateTime.ofInstant(time, ZoneOffset.UTC).toString();
        String head = text.length() > 16 && text.charAt(16) == ':' ? text : text.substring(0, 16) + ":00Z";
        return head.contains(".") ? head.replaceAll("0+Z$", "Z") : head;
    }

    /// cel-go writes seconds: `90s`, `0.5s`.
    static String durationText(Duration length) {
        BigDecimal seconds = BigDecimal.valueOf(length.getSeconds())
                .add(BigDecimal.valueOf(length.getNano(), 9))
                .stripTrailingZeros();
        return seconds.toPlainString() + "s";
    }

    static List<Object> list(List<?> values) {
        return new ArrayList<>(values);
    }
}
