package io.fairlead.cli.output;

import java.io.Console;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Help.Ansi;

/// Where the demo and `run` tell what happens: with colours and bars that move in a terminal, in plain lines elsewhere.
public final class Screen {
    /// Nothing is wider, so that nothing wraps in the smallest terminal.
    public static final int WIDTH = 79;

    private static final int BAR_REFRESH_MILLIS = 100;
    private static final int CLAIM_WIDTH = 58;

    private final PrintStream out;
    private final boolean isTerminal;
    private final Ansi ansi;
    private int act;

    /// On standard output, with colours and bars if that is a terminal.
    public static Screen onStandardOutput() {
        return new Screen(new PrintStream(System.out, true, StandardCharsets.UTF_8), isTerminal());
    }

    public Screen(PrintStream out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
        this.ansi = isTerminal ? Ansi.AUTO : Ansi.OFF;
    }

    /// Null or not depends on the JDK's console provider; both are allowed for.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    public void title(String text) {
        out.println(ansi.string("@|bold " + text + "|@"));
    }

    /// Begins a numbered act.
    public void act(String title) {
        act++;
        out.println();
        out.println(ansi.string("@|bold,cyan " + act + "  " + title + "|@"));
    }

    public void say(String text) {
        wrap(text, WIDTH - 3).forEach(line -> out.println("   " + line));
    }

    /// Something that happened at a time.
    public void entry(String time, String text) {
        List<String> lines = wrap(text, WIDTH - time.length() - 2);
        for (int i = 0; i < lines.size(); i++) {
            out.println(
                    (i == 0 ? ansi.string("@|faint " + time + "|@") : " ".repeat(time.length())) + "  " + lines.get(i));
        }
    }

    /// What a person types.
    public void command(String line) {
        List<String> lines = wrap(line, WIDTH - 7);
        for (int i = 0; i < lines.size(); i++) {
            String prompt = i == 0 ? "   $ " : "       ";
            out.println(ansi.string("@|faint " + prompt + "|@") + lines.get(i) + (i + 1 < lines.size() ? " \\" : ""));
        }
    }

    public void check(Check check) {
        String mark = check.holds() ? ansi.string("@|green ✓|@") : ansi.string("@|bold,red ✗|@");
        List<String> lines = wrap(check.holds() ? check.claim() : check.claim() + ": " + check.found(), WIDTH - 5);
        for (int i = 0; i < lines.size(); i++) {
            out.println((i == 0 ? "   " + mark + " " : "     ") + lines.get(i));
        }
    }

    /// Text from elsewhere, as it is but for its width.
    public void quote(String text) {
        text.lines()
                .map(line -> line.length() > WIDTH - 5 ? line.substring(0, WIDTH - 6) + "…" : line)
                .forEach(line -> out.println("     " + line));
    }

    public void table(List<Check> checks) {
        out.println();
        out.println(ansi.string("@|bold What was claimed, and seen|@"));
        for (Check check : checks) {
            String claim = check.claim();
            String cut = claim.length() > CLAIM_WIDTH ? claim.substring(0, CLAIM_WIDTH - 1) + "…" : claim;
            String verdict = check.holds() ? ansi.string("@|green seen|@") : ansi.string("@|bold,red MISSED|@");
            out.println("  " + String.format(Locale.ROOT, "%-" + CLAIM_WIDTH + "s", cut) + "  " + verdict);
        }
    }

    public void line(String text) {
        out.println(text);
    }

    /// Follows a number on its way to a goal.
    public Progress progress(String label, int goal) {
        return isTerminal ? new Bar(label, goal) : new Lines(label, goal);
    }

    /// A number on its way.
    public interface Progress extends AutoCloseable {
        void at(int value);

        /// The last value stays on the screen.
        @Override
        void close();
    }

    private final class Bar implements Progress {
        private final ProgressBar bar;

        private Bar(String label, int goal) {
            this.bar = new ProgressBarBuilder()
                    .setTaskName("   " + label)
                    .setInitialMax(goal)
                    .setStyle(ansi.enabled() ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.UNICODE_BLOCK)
                    .setUpdateIntervalMillis(BAR_REFRESH_MILLIS)
                    .setConsumer(new ConsoleProgressBarConsumer(out, WIDTH))
                    .hideEta()
                    .build();
        }

        @Override
        public void at(int value) {
            bar.stepTo(Math.max(0, value));
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    private final class Lines implements Progress {
        private final String label;
        private final int goal;
        private final long startedNanos = System.nanoTime();
        private int value;

        private Lines(String label, int goal) {
            this.label = label;
            this.goal = goal;
        }

        @Override
        public void at(int now) {
            value = now;
        }

        @Override
        public void close() {
            Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);
            out.println(String.format(
                    Locale.ROOT, "   %s: %d/%d after %.1f s", label, value, goal, took.toMillis() / 1000.0));
        }
    }

    /// Lines of at most this width, unless a word is longer; broken at spaces.
    public static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
