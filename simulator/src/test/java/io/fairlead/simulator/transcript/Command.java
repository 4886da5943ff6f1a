package io.fairlead.simulator.transcript;

import java.util.ArrayList;
import java.util.List;

/// One command of the transcript.
///
/// @param line what stands after `kubectl`
/// @param input for its standard input; empty for none
record Command(String line, String input) {
    private static final String INDENT = "    ";

    /// Words are separated by single spaces: what `-p` takes has none.
    List<String> words() {
        return List.of(line.split(" "));
    }

    static List<Command> parse(List<String> lines) {
        List<Command> commands = new ArrayList<>();
        for (String text : lines) {
            if (text.startsWith(INDENT)) {
                Command last = commands.removeLast();
                commands.add(new Command(last.line(), last.input() + text.substring(INDENT.length()) + "\n"));
            } else if (!text.isBlank() && !text.startsWith("#")) {
                commands.add(new Command(text, ""));
            }
        }
        return commands;
    }
}
