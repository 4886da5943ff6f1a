package io.fairlead.simulator.server;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/// Moments as metav1.Time prints them: whole seconds.
final class Times {
    private Times() {}

    static String text(Instant moment) {
        return DateTimeFormatter.ISO_INSTANT.format(moment.truncatedTo(ChronoUnit.SECONDS));
    }
}
