package io.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.cli.docs.Documents;
import io.fairlead.cli.docs.Documents.Block;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// Every command line of `fairlead` in the documents is one that the program takes.
class DocumentedCommandsTest {
    private static final Pattern IN_BLOCK = Pattern.compile("^\\s*(?:\\$ )?(?:\\./)?fairlead (?<rest>.*)$");
    private static final Pattern IN_PROSE = Pattern.compile("`(?:\\./)?fairlead(?<rest>( [^`]*)?)`");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
    private static final List<String> NO_COMMANDS = List.of("yaml", "json", "java", "demo");
    private static final int COMMANDS_MIN = 20;

    private record Shown(String where, String rest) {}

    @Test
    void everyCommandLineParses() {
        List<Shown> shown = new ArrayList<>();
        for (Path file : Documents.all()) {
            Documents.blocks(file).stream()
                    .filter(block -> !NO_COMMANDS.contains(block.language()))
                    .forEach(block -> shown.addAll(inBlock(block)));
            shown.addAll(inProse(file));
        }
        List<String> wrong = new ArrayList<>();
        for (Shown each : shown) {
            try {
                Fairlead.commandLine().parseArgs(words(each.rest()).toArray(String[]::new));
            } catch (ParameterException e) {
                wrong.add(each.where() + ": fairlead" + each.rest() + ": " + e.getMessage());
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(shown).hasSizeGreaterThan(COMMANDS_MIN);
    }

    @Test
    void theProgramsOwnExamplesParse() {
        List<String> wrong = new ArrayList<>();
        for (CommandLine command : Fairlead.commandLine().getSubcommands().values()) {
            for (String line : command.getCommandSpec().usageMessage().footer()) {
                // An example, and after a gap what it does.
                Matcher matcher = IN_BLOCK.matcher(line.strip().split(" {3,}", 2)[0]);
                if (matcher.matches()) {
                    try {
                        Fairlead.commandLine()
                                .parseArgs(words(" " + matcher.group("rest")).toArray(String[]::new));
                    } catch (ParameterException e) {
                        wrong.add(line + ": " + e.getMessage());
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static List<Shown> inBlock(Block block) {
        List<Shown> shown = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        for (int i = 0; i < block.text().size(); i++) {
            String line = block.text().get(i);
            if (line.endsWith("\\")) {
                open.append(line, 0, line.length() - 1);
                continue;
            }
            Matcher matcher = IN_BLOCK.matcher(open.append(line));
            if (matcher.matches()) {
                shown.add(new Shown(
                        Documents.root().relativize(block.file()) + ":" + (block.line() + i),
                        " " + matcher.group("rest")));
            }
            open.setLength(0);
        }
        return shown;
    }

    private static List<Shown> inProse(Path file) {
        List<Shown> shown = new ArrayList<>();
        List<String> prose = Documents.prose(file);
        for (int i = 0; i < prose.size(); i++) {
            Matcher matcher = IN_PROSE.matcher(prose.get(i));
            while (matcher.find()) {
                // `fairlead status SCOPE` and `fairlead demo`, but not what is only begun.
                if (!matcher.group("rest").contains("…")) {
                    shown.add(new Shown(Documents.root().relativize(file) + ":" + (i + 1), matcher.group("rest")));
                }
            }
        }
        return shown;
    }

    /// As a shell splits them; what follows a pipe, a redirection or a comment is not the program's.
    private static List<String> words(String rest) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(rest);
        while (matcher.find()) {
            String bare = matcher.group(3);
            if (bare != null && bare.matches("\\||&&?|;|#.*|[0-9]?>.*|\\)")) {
                break;
            }
            words.add(bare != null ? bare : matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
        }
        return words;
    }
}
