package io.fairlead.cli.delivery;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// One run of a verb: its exit code and what it printed on both streams.
record Verb(int exitCode, String output) {
    static Verb run(Callable<Integer> verb, String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        StringWriter writer = new StringWriter();
        PrintStream out = System.out;
        PrintStream err = System.err;
        System.setOut(stream);
        System.setErr(stream);
        try {
            int exitCode = new CommandLine(verb)
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .setOut(new PrintWriter(writer, true))
                    .setErr(new PrintWriter(writer, true))
                    .execute(arguments);
            return new Verb(exitCode, writer + bytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
