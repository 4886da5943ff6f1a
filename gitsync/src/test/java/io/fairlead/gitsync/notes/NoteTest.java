package io.fairlead.gitsync.notes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class NoteTest {
    private static final Instant AT = Instant.parse("2026-11-22T23:15:04Z");

    static StatusLine line(String workload, long counter, StatusLine.State state) {
        return new StatusLine(
                new StatusLine.Key("prod-eu", "payments", workload),
                counter,
                AT.plusSeconds(counter),
                state,
                new StatusLine.Pods(4, 20, 20),
                Optional.of("checkout-7d9f"),
                Optional.of("tag fl/promote/prod/payments/*"),
                Optional.empty(),
                Optional.of("AwaitingApproval"));
    }

    static Note note(StatusLine... lines) {
        return Note.parse("").with(Arrays.stream(lines).map(LineFormat::keyed).toList());
    }

    @Test
    @DisplayName("a note has a sentence for people and a JSON line for programs")
    void rendered() {
        assertThat(note(line("CloneSet/checkout", 7, StatusLine.State.PAUSED)).render("prod-eu"))
                .isEqualTo("""
                prod-eu  payments/checkout  CloneSet  4/20 updated, 20 ready  Paused  waits: tag fl/promote/prod/payments/*  AwaitingApproval
                {"v":1,"t":"scope","c":"prod-eu","s":"payments","w":"CloneSet/checkout","q":7,"at":"2026-11-22T23:15:11Z","st":"Paused","upd":4,"rdy":20,"rep":20,"rev":"checkout-7d9f","gate":"tag fl/promote/prod/payments/*","why":"AwaitingApproval"}
                """);
    }

    @Test
    @DisplayName("the highest counter wins, whatever the order; an older line changes nothing")
    void highestCounterWins() {
        Note newer = note(line("CloneSet/checkout", 7, StatusLine.State.HEALTHY));
        Note older = note(line("CloneSet/checkout", 6, StatusLine.State.PAUSED));
        assertThat(newer.merge(older)).isEqualTo(newer).isEqualTo(older.merge(newer));
        assertThat(newer.render("prod-eu")).isEqualTo(older.merge(newer).render("prod-eu"));
    }

    @Test
    @DisplayName("GO-037 union and cat_sort_uniq of two notes fold to the same status")
    void gitMergeStrategies() {
        String one = note(
                        line("CloneSet/a", 5, StatusLine.State.PAUSED), line("CloneSet/b", 3, StatusLine.State.HEALTHY))
                .render("prod-eu");
        String other = note(
                        line("CloneSet/a", 6, StatusLine.State.HEALTHY), line("CloneSet/b", 2, StatusLine.State.PAUSED))
                .render("prod-eu");
        String union = one + "\n" + other;
        String sorted =
                String.join("\n", (one + other).lines().sorted().distinct().toList());
        String glued = one + other;
        Note expected =
                note(line("CloneSet/a", 6, StatusLine.State.HEALTHY), line("CloneSet/b", 3, StatusLine.State.HEALTHY));
        for (String text : List.of(union, sorted, glued)) {
            assertThat(Note.parse(text).status()).isEqualTo(expected.status());
            assertThat(Note.parse(text).render("prod-eu")).isEqualTo(expected.render("prod-eu"));
        }
    }

    @Test
    @DisplayName("other people's text, newer versions, unknown types and broken lines are kept")
    void keepsForeign() {
        String text = """
                Looks good to me.
                {"v":2,"t":"scope","c":"prod-eu"}
                {"v":1,"t":"audit","x":1}
                {broken
                {"v":1,"t":"scope","c":"us","s":"a","w":"CloneSet/x","q":1,"at":"2026-01-01T00:00:00Z","st":"Healthy"}
                """;
        Note note = Note.parse(text)
                .with(List.of(LineFormat.keyed(line("CloneSet/checkout", 1, StatusLine.State.PENDING))));
        assertThat(note.render("prod-eu").lines()).containsAll(text.lines().toList());
        assertThat(Note.parse(note.render("prod-eu"))).isEqualTo(note);
        String long1 = "x".repeat(1_500) + "\n" + "y".repeat(1_500) + "\n";
        String kept = Note.parse(long1)
                .with(List.of(LineFormat.keyed(line("CloneSet/a", 1, StatusLine.State.PENDING))))
                .render("c");
        assertThat(kept).contains("x".repeat(1_500)).doesNotContain("y".repeat(100));
    }

    @Test
    @DisplayName("T-062 a note is bounded, keeps the newest and counts the rest")
    void bounded() {
        var lines = new ArrayList<KeyedLine>();
        for (int i = 0; i < 1_000; i++) {
            lines.add(LineFormat.keyed(line("CloneSet/w" + i, i + 1, StatusLine.State.HEALTHY)));
        }
        String text = Note.parse("").with(lines).render("prod-eu");
        assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(NoteLimits.NOTE_BYTES_MAX);
        Note read = Note.parse(text);
        assertThat(read.status()).containsKey(new StatusLine.Key("prod-eu", "payments", "CloneSet/w999"));
        assertThat(read.status()).doesNotContainKey(new StatusLine.Key("prod-eu", "payments", "CloneSet/w0"));
        assertThat(read.dropped()).isEqualTo(1_000 - read.status().size());
        assertThat(text).endsWith("{\"v\":1,\"t\":\"more\",\"c\":\"prod-eu\",\"n\":" + read.dropped() + "}\n");
        assertThat(read.render("prod-eu")).isEqualTo(text);
    }

    @Test
    @DisplayName("T-063 a line is one line of at most 512 bytes, whatever is in it")
    void oneLine() {
        String nasty = "\u001b[31mred\r\n{\"v\":1}\u2028" + "\u00e9".repeat(500);
        StatusLine line = new StatusLine(
                new StatusLine.Key("prod-eu", "payments", "CloneSet/checkout"),
                Long.MAX_VALUE,
                AT,
                StatusLine.State.DEGRADED,
                new StatusLine.Pods(1, 2, 3),
                Optional.of(nasty),
                Optional.of(nasty),
                Optional.of(nasty),
                Optional.of(nasty));
        String text = note(line).render("prod-eu");
        assertThat(text.lines()).hasSize(2).allSatisfy(each -> assertThat(each).doesNotContain("\u001b", "\u2028"));
        assertThat(text.lines().skip(1).findFirst().orElseThrow().getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(NoteLimits.LINE_BYTES_MAX);
        assertThat(Note.parse(text).status()).hasSize(1);
        StatusLine impossible = line("CloneSet/" + "x".repeat(600), 1, StatusLine.State.PENDING);
        assertThatThrownBy(() -> note(impossible)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 300)
    void mergingIsCommutativeAssociativeAndIdempotent(
            @ForAll("notes") Note a, @ForAll("notes") Note b, @ForAll("notes") Note c) {
        assertThat(a.merge(b).status()).isEqualTo(b.merge(a).status());
        assertThat(a.merge(b).merge(c).status()).isEqualTo(a.merge(b.merge(c)).status());
        assertThat(a.merge(a)).isEqualTo(a);
        assertThat(a.merge(b).merge(b).render("x")).isEqualTo(a.merge(b).render("x"));
    }

    @Property(tries = 300)
    void readingLinesInAnyOrderGivesTheSameStatus(@ForAll("notes") Note a, @ForAll("notes") Note b, @ForAll long seed) {
        var lines = new ArrayList<String>(
                (a.render("x") + b.render("x") + a.render("x")).lines().toList());
        Collections.shuffle(lines, new Random(seed));
        assertThat(Note.parse(String.join("\n", lines)).status())
                .isEqualTo(a.merge(b).status());
    }

    @Property(tries = 300)
    void renderingAndReadingGivesTheNoteBack(@ForAll("notes") Note note) {
        assertThat(Note.parse(note.render("x"))).isEqualTo(note);
    }

    @Provide
    Arbitrary<Note> notes() {
        Arbitrary<StatusLine> lines = Combinators.combine(
                        Arbitraries.of("c1", "c2"),
                        Arbitraries.of("CloneSet/a", "CloneSet/ab", "StatefulSet/a"),
                        Arbitraries.longs().between(1, 4),
                        Arbitraries.of(StatusLine.State.values()))
                .as((cluster, workload, counter, state) -> new StatusLine(
                        new StatusLine.Key(cluster, "s", workload),
                        counter,
                        AT,
                        state,
                        new StatusLine.Pods(1, 2, 3),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("anna"),
                        Optional.empty()));
        return lines.list().ofMaxSize(6).map(list -> note(list.toArray(StatusLine[]::new)));
    }
}
