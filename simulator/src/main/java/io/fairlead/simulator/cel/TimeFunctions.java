package io.fairlead.simulator.cel;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/// `getFullYear()` and so on, in UTC unless a time zone is given.
final class TimeFunctions {
    private static final long MILLIS_PER_SECOND = 1000;
    private static final int NANOS_PER_MILLI = 1_000_000;

    // Looked up by name only; never iterated in an order that matters.
    static final Map<String, Functions.Body> ALL = all();

    private TimeFunctions() {}

    private static Map<String, Functions.Body> all() {
        Map<String, Functions.Body> all = new HashMap<>();
        all.put("getFullYear", a -> part(a, ZonedDateTime::getYear));
        all.put("getMonth", a -> part(a, t -> t.getMonthValue() - 1));
        all.put("getDate", a -> part(a, ZonedDateTime::getDayOfMonth));
        all.put("getDayOfMonth", a -> part(a, t -> t.getDayOfMonth() - 1));
        all.put("getDayOfWeek", a -> part(a, t -> t.getDayOfWeek().getValue() % 7));
        all.put("getDayOfYear", a -> part(a, t -> t.getDayOfYear() - 1));
        all.put("getHours", a -> a[0] instanceof Duration d ? d.toHours() : part(a, ZonedDateTime::getHour));
        all.put("getMinutes", a -> a[0] instanceof Duration d ? d.toMinutes() : part(a, ZonedDateTime::getMinute));
        all.put("getSeconds", a -> a[0] instanceof Duration d ? d.toSeconds() : part(a, ZonedDateTime::getSecond));
        all.put(
                "getMilliseconds",
                a -> a[0] instanceof Duration d
                        ? (Object) (d.toMillis() % MILLIS_PER_SECOND)
                        : part(a, t -> t.getNano() / NANOS_PER_MILLI));
        return Map.copyOf(all);
    }

    private static Object part(Object[] a, ToLongFunction<ZonedDateTime> of) throws CelFault {
        return of.applyAsLong(((Instant) a[0]).atZone(a.length > 1 ? zone((String) a[1]) : ZoneOffset.UTC));
    }

    private static ZoneId zone(String name) throws CelFault {
        try {
            return ZoneId.of(name.matches("[0-9]{2}:[0-9]{2}") ? "+" + name : name);
        } catch (DateTimeException e) {
            throw new CelFault("unknown time zone " + name);
        }
    }
}
