package io.fairlead.policies.committag;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.policies.committag.TagName.Malformed;
import io.fairlead.policies.committag.TagName.Named;
import io.fairlead.policies.committag.TagName.Verb;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagNameTest {
    private static final String LABEL_63 = "a" + "b".repeat(62);

    @ParameterizedTest
    @EnumSource(Verb.class)
    void everyVerbIsParsedAndPrinted(Verb verb) {
        String ref = "refs/tags/fl/" + verb.word() + "/prod/payments/1.9.2";
        assertThat(TagName.parse(ref)).isEqualTo(new Named(new TagName(verb, "prod", "payments", "1.9.2")));
        assertThat(new TagName(verb, "prod", "payments", "1.9.2").ref()).isEqualTo(ref);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "a", "Z", "1.9.2", "rc_1-x", "20261122T231500Z-3f2a9c1d77e0", "a-", "a_", "lock", "x.locker"
            })
    void goodIds(String id) {
        assertThat(TagName.parse("refs/tags/fl/promote/prod/payments/" + id)).isInstanceOf(Named.class);
        assertThat(TagName.parse("refs/tags/fl/promote/prod/payments/a" + "b".repeat(62)))
                .isInstanceOf(Named.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ".a", "-a", "_a", "a.", "a..b", "a.lock", "a.LOCK", "a b", "a~1", "a^", "a:", "a?", "a*", "a[",
                "a\\", "a@{", "é", "a\n", "a\u0000", "١"
            })
    void badIds(String id) {
        assertThat(TagName.parse("refs/tags/fl/promote/prod/payments/" + id)).isInstanceOf(Malformed.class);
        assertThat(TagName.parse("refs/tags/fl/promote/prod/payments/a" + "b".repeat(63)))
                .isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "prod-eu", "1", "a1", "a--b"})
    void goodStagesAndScopes(String label) {
        assertThat(TagName.parse("refs/tags/fl/hold/" + label + "/" + LABEL_63 + "/x"))
                .isInstanceOf(Named.class);
        assertThat(TagName.parse("refs/tags/fl/hold/" + LABEL_63 + "/" + label + "/x"))
                .isInstanceOf(Named.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "A", "a_b", "_all", "a.b", "a b", "ä"})
    void badStagesAndScopes(String label) {
        assertThat(TagName.parse("refs/tags/fl/hold/" + label + "/payments/x")).isInstanceOf(Malformed.class);
        assertThat(TagName.parse("refs/tags/fl/hold/prod/" + label + "/x")).isInstanceOf(Malformed.class);
        assertThat(TagName.parse("refs/tags/fl/hold/prod/" + LABEL_63 + "c/x")).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "refs/tags/",
                "refs/tags/v1",
                "refs/heads/fl/promote/prod/payments/1",
                "fl/promote/prod/payments/1",
                "refs/tags/fl",
                "refs/tags/fl/",
                "refs/tags/fl/promote/prod/payments",
                "refs/tags/fl/promote/prod/payments/1/2",
                "refs/tags/fl/promote/prod/payments/1/",
                "refs/tags/fl//prod/payments/1",
                "refs/tags/fl/Promote/prod/payments/1",
                "refs/tags/fl/promoted/prod/payments/1",
                "refs/tags/FL/promote/prod/payments/1"
            })
    void namesOfAnotherForm(String ref) {
        assertThat(TagName.parse(ref)).isInstanceOf(Malformed.class);
    }

    @Test
    void theReasonNamesThePart() {
        assertThat(TagName.parse("refs/tags/fl/promoted/prod/payments/1"))
                .isInstanceOfSatisfying(Malformed.class, malformed -> {
                    assertThat(malformed.why()).contains("promote, hold, revoke or override");
                    assertThat(malformed.isFor("prod", "payments")).isTrue();
                    assertThat(malformed.isFor("prod", "orders")).isFalse();
                });
    }

    @Property
    void parsingIsTotalAndPrintsBackWhatItTook(
            @ForAll @CharRange(from = '-', to = 'z') String a, @ForAll @CharRange(from = '-', to = 'z') String b) {
        String ref = "refs/tags/fl/promote/" + a + "/" + b + "/1";
        switch (TagName.parse(ref)) {
            case Named named -> assertThat(named.name().ref()).isEqualTo(ref);
            case Malformed malformed -> assertThat(malformed.why()).isNotBlank();
        }
    }
}
