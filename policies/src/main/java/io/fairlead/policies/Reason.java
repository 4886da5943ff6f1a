package io.fairlead.policies;

import io.fairlead.api.PlainText;
import java.util.Comparator;

/// One reason of a verdict: a code for machines and a sentence for people that says what to do next.
///
/// The sentence may quote a tag's name or message, which strangers write: control characters become spaces and the
/// length is cut to [#SENTENCE_CHARS_MAX].
public record Reason(ReasonCode code, String sentence) implements Comparable<Reason> {
    public static final int SENTENCE_CHARS_MAX = 1_024;
    private static final Comparator<Reason> ORDER =
            Comparator.comparing(Reason::code).thenComparing(Reason::sentence);

    public Reason {
        sentence = PlainText.of(sentence, SENTENCE_CHARS_MAX);
        if (sentence.isBlank()) {
            throw new IllegalArgumentException("a reason without a sentence: " + code);
        }
    }

    @Override
    public int compareTo(Reason other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return code.word() + ": " + sentence;
    }
}
