package io.fairlead.cli;

import io.fairlead.kube.lease.LeaseElector;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// How long a process that dies without a word keeps the others waiting.
final class LeaseOption {
    private static final int SECONDS_MAX = 300;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec mixee;

    @Option(
            names = "--lease-seconds",
            paramLabel = "N",
            defaultValue = "15",
            description = "How long the others wait for a leader that says nothing. Shorter means a faster takeover and"
                    + " more renewals. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    Duration duration() {
        if (seconds < LeaseElector.Settings.DURATION_MIN.toSeconds() || seconds > SECONDS_MAX) {
            throw new ParameterException(
                    mixee.commandLine(),
                    "--lease-seconds must be " + LeaseElector.Settings.DURATION_MIN.toSeconds() + " to " + SECONDS_MAX);
        }
        return Duration.ofSeconds(seconds);
    }
}
