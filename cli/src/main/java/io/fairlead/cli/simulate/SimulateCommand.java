package io.fairlead.cli.simulate;

import io.fairlead.cli.ExitCode;
import io.fairlead.simulator.fault.Fault;
import io.fairlead.simulator.fault.Tally;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// `fairlead simulate`.
@Command(
        name = "simulate",
        description = {
            "Runs everything on a simulated cluster, in an order and with faults that a seed decides, and judges it.",
            "",
            "The same seed and the same build give the same run, bit for bit. A run in which an invariant breaks, or in"
                    + " which things do not become as they were asked for, is shown with the command that repeats it.",
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  fairlead simulate --seed 7 --trace",
            "  fairlead simulate --seed 1 --count 1000",
            "  fairlead simulate --seed 7 --faults F14,F15",
            "  fairlead simulate --seed 1 --count 1000 --only git",
        })
public final class SimulateCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Option(names = "--seed", defaultValue = "1", description = "The first seed. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--count", defaultValue = "1", description = "How many seeds. Default: ${DEFAULT-VALUE}.")
    private int count;

    @Option(names = "--trace", description = "Show everything that happens.")
    private boolean trace;

    @Option(
            names = "--faults",
            paramLabel = "ID",
            split = ",",
            description = "Only these faults, such as F01,F15; 'none' for none. Default: all.")
    private List<String> faults = new ArrayList<>();

    @Option(
            names = "--only",
            paramLabel = "PART",
            converter = PartName.class,
            description = "A part of the line: 'server' for what lies behind the API server, without Git;"
                    + " 'git' for gitsync alone. Default: all of it.")
    private Options.@Nullable Part part;

    /// The words of `--only`.
    static final class PartName implements ITypeConverter<Options.Part> {
        @Override
        public Options.Part convert(String text) {
            return switch (text) {
                case "server" -> Options.Part.BEHIND_THE_SERVER;
                case "git" -> Options.Part.GIT;
                default -> throw new TypeConversionException("'" + text + "' is neither server nor git");
            };
        }

        static String word(Options.@Nullable Part part) {
            return switch (part) {
                case null -> "";
                case WHOLE -> "";
                case BEHIND_THE_SERVER -> " --only server";
                case GIT -> " --only git";
            };
        }
    }

    @Override
    public Integer call() {
        // Both are read when the first log line, and the first virtual thread, is made.
        if (System.getProperty("FAIRLEAD_LOG") == null && System.getenv("FAIRLEAD_LOG") == null) {
            System.setProperty("FAIRLEAD_LOG", "OFF");
        }
        System.setProperty("jdk.trackAllThreads", "false");
        PrintWriter out = command.commandLine().getOut();
        Options options = Options.DEFAULT.withFaults(chosen());
        options = options.with(part == null ? Options.Part.WHOLE : part);
        options = trace ? options.withReader(out::println) : options;
        return count == 1 ? one(options, out) : many(options, out);
    }

    private Set<Fault> chosen() {
        if (faults.isEmpty()) {
            return EnumSet.allOf(Fault.class);
        }
        Set<Fault> chosen = EnumSet.noneOf(Fault.class);
        for (String name : faults) {
            if (!name.equals("none")) {
                chosen.add(Fault.parse(name)
                        .orElseThrow(() -> new ParameterException(command.commandLine(), "no such fault: " + name)));
            }
        }
        return chosen;
    }

    private int one(Options options, PrintWriter out) {
        RunResult result = Simulation.run(seed, options);
        out.printf(
                "seed %d: %s after %d min of the cluster's time: %d events in %d steps, hash %016x%n",
                seed,
                result.isGood() ? "good" : "BAD",
                result.virtual().toMinutes(),
                result.events(),
                result.steps(),
                result.hash());
        out.print(result.tally().report());
        tell(result, out);
        out.flush();
        return result.isGood() ? ExitCode.OK : ExitCode.FAILED;
    }

    /// One after the other: runs side by side in one JVM would meet at the monitors of its class loaders, which no
    /// seed commands.
    private int many(Options options, PrintWriter out) {
        Tally tally = new Tally();
        long events = 0;
        int bad = 0;
        for (int i = 0; i < count; i++) {
            RunResult result = Simulation.run(seed + i, options);
            tally.add(result.tally());
            events += result.events();
            bad += result.isGood() ? 0 : 1;
            tell(result, out);
        }
        out.printf("%d seeds, %d bad, %d events. Faults that took effect:%n%s", count, bad, events, tally.report());
        out.flush();
        return bad == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private void tell(RunResult result, PrintWriter out) {
        if (result.isGood()) {
            return;
        }
        out.printf("seed %d:%n", result.seed());
        result.problems().forEach(problem -> out.printf("  %s%n", problem));
        out.printf(
                "  again: ./fairlead simulate --seed %d%s%s --trace%n",
                result.seed(),
                PartName.word(part),
                faults.isEmpty() ? "" : " --faults " + String.join(",", faults).toUpperCase(Locale.ROOT));
        out.flush();
    }
}
