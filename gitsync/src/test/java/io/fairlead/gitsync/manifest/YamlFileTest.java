package io.fairlead.gitsync.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class YamlFileTest {
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1|1",
                "-7|-7",
                "+7|7",
                "0|0",
                "0644|420",
                "0o644|420",
                "0xfF|255",
                "9223372036854775807|9223372036854775807",
                "1.5|1.5",
                "1e3|1000.0",
                "true|true",
                "False|false",
                "null|null",
                "~|null",
                "'0644'|\"0644\"",
                "\"yes\"|\"yes\"",
                "!!str 12|\"12\"",
                "v1|\"v1\"",
                "1.2.3|\"1.2.3\"",
                "100m|\"100m\"",
                "12:30|\"12:30\"",
                "2001-01-01|\"2001-01-01\"",
                "60%|\"60%\"",
                "1_a|\"1_a\"",
                "no-thing|\"no-thing\""
            })
    @DisplayName("a scalar is what kubectl makes of it")
    void scalars(String written, String json) {
        assertThat(single("a: " + written).path("a").toString()).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yes",
                "No",
                "on",
                "OFF",
                "y",
                "n",
                "1_000",
                "0b101",
                "089",
                ".inf",
                "-.INF",
                ".nan",
                "1e400",
                "9223372036854775808",
                "123456789012345678901234567890",
                "!!int '1'",
                "!!binary aGk=",
                "!!javax.script.ScriptEngineManager []",
                "!custom x",
                "*nothing"
            })
    @DisplayName("T-005 what readers of YAML disagree on, or what is no JSON, is refused")
    void refused(String written) {
        assertThat(parse("a: " + written)).isInstanceOf(ParsedFile.Broken.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: 1\na: 2",
                "a: {b: 1, b: 2}",
                "'a': 1\na: 2",
                "<<: {a: 1}",
                "? [a]\n: 1",
                "{{a: 1}: 2}",
                "on: 1",
                "0x1: 1",
                "null: 1",
                "a: &x [*x]",
                "a: &x {b: *x}",
                "a: [1",
                "a: 'b",
                "\ta: 1",
                "a: b: c",
                "%YAML 9.9\n---\na: 1",
                "a: \u0000"
            })
    @DisplayName("T-005 keys that are doubled, merged, unsure or no text, and broken syntax, are refused")
    void refusedDocuments(String text) {
        assertThat(parse(text)).isInstanceOf(ParsedFile.Broken.class);
    }

    @Test
    @DisplayName("T-004 alias bombs of several shapes are refused fast and small")
    void aliasBombs() {
        var nested = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int level = 1; level < 9; level++) {
            String reference = "*a" + (level - 1);
            nested.append("a" + level + ": &a" + level + " ["
                    + String.join(", ", List.of(reference, reference, reference, reference, reference)) + "]\n");
        }
        assertThat(parse(nested.toString())).isInstanceOf(ParsedFile.Broken.class);
        var wide = new StringBuilder("base: &base [" + "x, ".repeat(200_000) + "x]\n");
        for (int i = 0; i < 40; i++) {
            wide.append("k" + i + ": *base\n");
        }
        assertThat(parse(wide.toString())).isInstanceOf(ParsedFile.Broken.class);
        assertThat(parse("a: &a 1\n" + repeated(51, i -> "b" + i + ": *a\n"))).isInstanceOf(ParsedFile.Broken.class);
        assertThat(parse("a: &a 1\n" + repeated(50, i -> "b" + i + ": *a\n"))).isInstanceOf(ParsedFile.Documents.class);
    }

    @Test
    @DisplayName("T-004 depth is bounded, in YAML and in JSON, without a stack overflow")
    void depth() {
        int max = ManifestLimits.DEPTH_MAX;
        assertThat(parse("[".repeat(max) + "]".repeat(max))).isInstanceOf(ParsedFile.Documents.class);
        assertThat(parse("[".repeat(max + 1) + "]".repeat(max + 1))).isInstanceOf(ParsedFile.Broken.class);
        assertThat(parse("[".repeat(200_000))).isInstanceOf(ParsedFile.Broken.class);
        assertThat(parse("- ".repeat(50_000))).isInstanceOf(ParsedFile.Broken.class);
        assertThat(json("[".repeat(200_000))).isInstanceOf(ParsedFile.Broken.class);
    }

    @Test
    @DisplayName("documents are counted, empty ones left out, and each knows its line")
    void documents() {
        ParsedFile parsed = parse("---\n---\na: 1\n---\n# nothing\n---\nb: 2\n...\n");
        assertThat(((ParsedFile.Documents) parsed).documents())
                .extracting(Document::line)
                .containsExactly(3, 7);
        assertThat(parse(repeated(1_000, i -> "---\na: " + i + "\n"))).isInstanceOf(ParsedFile.Documents.class);
        assertThat(parse(repeated(1_001, i -> "---\na: " + i + "\n"))).isInstanceOf(ParsedFile.Broken.class);
        assertThat(parse("\uFEFFa: 1")).isInstanceOf(ParsedFile.Documents.class);
    }

    @Test
    @DisplayName("a defect names its line and column")
    void position() {
        assertThat(parse("a: 1\nb:\n  c: yes\n")).isInstanceOfSatisfying(ParsedFile.Broken.class, broken -> {
            assertThat(broken.line()).isEqualTo(3);
            assertThat(broken.column()).isEqualTo(6);
        });
    }

    @Test
    @DisplayName("an alias gives a copy")
    void aliasesCopy() {
        JsonNode value = single("a: &x {b: [1]}\nc: *x\n");
        assertThat(value.path("c")).isEqualTo(value.path("a")).isNotSameAs(value.path("a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":2}",
                "{\"a\":NaN}",
                "{\"a\":1e999}",
                "{\"a\":99999999999999999999}",
                "{\"a\":1",
                "{a:1}",
                "[1,]",
                "// comment\n{}",
                "{} x"
            })
    @DisplayName("T-005 JSON files are strict JSON without doubled keys and numbers beyond 64 bits")
    void strictJson(String text) {
        assertThat(json(text)).isInstanceOf(ParsedFile.Broken.class);
    }

    @Test
    @DisplayName("a JSON file may hold several values, each with its line")
    void jsonDocuments() {
        ParsedFile parsed = json("{\"a\":1}\n\n{\"b\":\"\\u00e9\\/\"}\nnull\n");
        assertThat(((ParsedFile.Documents) parsed).documents())
                .extracting(Document::line)
                .containsExactly(1, 3);
    }

    private static JsonNode single(String text) {
        ParsedFile parsed = parse(text);
        assertThat(parsed).isInstanceOf(ParsedFile.Documents.class);
        return ((ParsedFile.Documents) parsed).documents().getFirst().value();
    }

    private static ParsedFile parse(String text) {
        return ManifestFiles.parse(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), false);
    }

    private static ParsedFile json(String text) {
        return ManifestFiles.parse(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), true);
    }

    private static String repeated(int times, java.util.function.IntFunction<String> part) {
        var parts = new ArrayList<String>();
        for (int i = 0; i < times; i++) {
            parts.add(part.apply(i));
        }
        return String.join("", parts);
    }
}
