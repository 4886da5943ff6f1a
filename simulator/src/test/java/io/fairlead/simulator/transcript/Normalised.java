package io.fairlead.simulator.transcript;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What kubectl printed, without what differs from run to run: times, ages, uids, versions, ports, nodes, temporary
/// names, and the width of columns, which follows from them.
final class Normalised {
    private record Rule(Pattern pattern, String replacement) {
        static Rule of(String pattern, String replacement) {
            return new Rule(Pattern.compile(pattern), replacement);
        }
    }

    private static final List<Rule> RULES = List.of(
            Rule.of("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z| [+-]\\d{4})?", "TIME"),
            Rule.of("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UID"),
            Rule.of("(resourceVersion: )\"\\d+\"", "$1RV"),
            Rule.of("127\\.0\\.0\\.1:\\d+", "SERVER"),
            Rule.of("\\bnode-\\d\\b", "NODE"),
            Rule.of("/tmp/(LIVE|MERGED)-\\d+", "/tmp/$1"),
            Rule.of("(?<=[ \\t])\\d+[smh](\\d+[sm])?(?=[ \\t]|$)", "AGE"),
            // kubeletsim, which stands in for kubelets on the real cluster, does not say when a container ended.
            Rule.of("(?<= \\d) \\(\\d+[smh](\\d+[sm])? ago\\)", ""),
            Rule.of("[ \\t]{2,}", "  "),
            Rule.of("[ \\t]+$", ""));

    private Normalised() {}

    static String of(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : text.split("\n")) {
            String normalised = line;
            for (Rule rule : RULES) {
                normalised = rule.pattern().matcher(normalised).replaceAll(rule.replacement());
            }
            if (!normalised.startsWith("! WARNING: version difference") && !isClusterSpecific(normalised)) {
                lines.add(normalised);
            }
        }
        return String.join("\n", lines) + "\n";
    }

    /// How the server was built, and which kubectl is used.
    private static boolean isClusterSpecific(String line) {
        return List.of(
                        "buildDate:",
                        "compiler:",
                        "gitCommit:",
                        "gitTreeState:",
                        "gitVersion:",
                        "goVersion:",
                        "platform:",
                        "kustomizeVersion:")
                .stream()
                .anyMatch(line.strip()::startsWith);
    }
}
