package io.fairlead.cli.hostile;

import static io.fairlead.cli.hostile.Hostile.MAP;
import static io.fairlead.cli.hostile.Hostile.json;
import static io.fairlead.cli.hostile.Hostile.yaml;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Files that are no YAML or JSON, or more of it than anybody needs.
final class HostileSyntax {
    private static final int DEEP = 100_000;

    private HostileSyntax() {}

    static Stream<Hostile> all() {
        return Stream.of(aliases(), structure(), scalars(), jsons()).flatMap(List::stream);
    }

    private static List<Hostile> aliases() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int level = 1; level <= 9; level++) {
            bomb.append("a%d: &a%d [%s]\n"
                    .formatted(level, level, ("*a" + (level - 1) + ", ").repeat(8) + "*a" + (level - 1)));
        }
        String wide = "base: &base [" + "x, ".repeat(200_000) + "x]\n" + lines(8, i -> "k" + i + ": *base");
        return List.of(
                yaml("alias-bomb", bomb.toString(), "7:10", "more than 1000000 values"),
                yaml("alias-wide", wide, "5:5", "more than 1000000 values"),
                yaml("alias-many", "a: &a 1\n" + lines(51, i -> "b" + i + ": *a"), "52:6", "more than 50 aliases"),
                yaml("alias-self", "a: &x [*x]\n", "1:8", "an alias of nothing"),
                yaml("alias-across", "--- &x\n" + MAP + "---\nb: *x\n", "7:4", "an alias of nothing"));
    }

    private static List<Hostile> structure() {
        return List.of(
                yaml("deep-flow", "a: " + "[".repeat(DEEP), "1:103", "nested deeper than 100"),
                yaml("deep-block", "- ".repeat(DEEP), "1:201", "nested deeper than 100"),
                yaml("merge-key", MAP + "  <<: {namespace: kube-system}\n", "5:3", "merge keys are not taken"),
                yaml("twice", MAP + "data: {a: '1', a: '2'}\n", "5:16", "a key that the mapping has already"),
                yaml("twice-quoted", MAP + "  \"name\": other\n", "5:3", "a key that the mapping has already"),
                yaml("tab", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n\tname: evil\n", "4:1", "not valid YAML"),
                yaml("unclosed", MAP + "data: {a: 'b\n", "6:1", "not valid YAML"),
                yaml("complex-key", MAP + "? [a, b]\n: 1\n", "5:3", "a key that is no text"),
                yaml("directive", "%YAML 9.9\n---\n" + MAP, "1:1", "not valid YAML"),
                yaml("many-documents", ("---\n" + MAP).repeat(1_001), "5001:1", "more than 1000 documents"),
                yaml("nul", MAP + "data: {a: \"\u0000\"}\n", "5:12", "not valid YAML"),
                yaml("escape", MAP + "data: {a: \"\u001b[2J\"}\n", "5:12", "not valid YAML"));
    }

    private static List<Hostile> scalars() {
        String javaTag = MAP + "data: !!javax.script.ScriptEngineManager [!!java.net.URL ['http://127.0.0.1/']]\n";
        return List.of(
                yaml("tag-java", javaTag, "5:7", "a tag that is not taken"),
                yaml("tag-binary", MAP + "data: {a: !!binary aGk=}\n", "5:11", "a tag that is not taken"),
                yaml("tag-own", MAP + "data: !evil {a: b}\n", "5:7", "a tag that is not taken"),
                yaml("norway", MAP + "data: {country: no}\n", "5:17", "quote it"),
                yaml("key-on", MAP + "on: {a: b}\n", "5:1", "quote it"),
                yaml("integer", MAP + "data: {a: 123456789012345678901234567890}\n", "5:11", "beyond 64 bits"),
                yaml("exponent", MAP + "data: {a: 1e400}\n", "5:11", "a number that is too large"),
                yaml("not-a-number", MAP + "data: {a: .nan}\n", "5:11", "quote it"),
                yaml("digits", MAP + "data: {a: " + "9".repeat(DEEP) + "}\n", "5:11", "more than 64 characters"),
                yaml("half-character", MAP + "data: {a: \"\\ud800\"}\n", "5:11", "half of a surrogate pair"));
    }

    private static List<Hostile> jsons() {
        String map = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"evil\"},\n";
        return List.of(
                json("json-twice", map + "\"data\":{\"a\":\"1\",\"a\":\"2\"}}", "2:20", "not valid JSON"),
                json("json-nan", map + "\"data\":{\"a\":NaN}}", "2:16", "not valid JSON"),
                json("json-big", map + "\"data\":{\"a\":1e999}}", "1:1", "beyond 64 bits"),
                json("json-open", map + "\"data\":{", "2:9", "not valid JSON"),
                json("json-deep", map + "\"data\":" + "[".repeat(DEEP), "2:108", "not valid JSON"),
                json("json-rest", map + "\"data\":{}}} x", "2:11", "not valid JSON"),
                json("json-half", map + "\"data\":{\"a\":\"\\udead\"}}", "1:1", "half of a surrogate pair"));
    }

    private static String lines(int count, java.util.function.IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
    }
}
