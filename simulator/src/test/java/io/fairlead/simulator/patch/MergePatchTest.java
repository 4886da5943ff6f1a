package io.fairlead.simulator.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.testing.Trees;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePatchTest {
    private static final ObjectNode LIVE = Trees.of("{a: {b: 1, c: {d: 2}}, list: [1, 2], n: 3}");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{a: {b: null}} | {a: {c: {d: 2}}, list: [1, 2], n: 3}",
                "{a: null, z: null} | {list: [1, 2], n: 3}",
                "{list: [{x: null}]} | {a: {b: 1, c: {d: 2}}, list: [{}], n: 3}",
                "{n: {x: null, y: [null, {z: null}]}} | {a: {b: 1, c: {d: 2}}, list: [1, 2], n: {y: [null, {}]}}",
                "{new: {x: null, y: 1}} | {a: {b: 1, c: {d: 2}}, list: [1, 2], n: 3, new: {y: 1}}",
                "{a: [{x: null}]} | {a: [{x: null}], list: [1, 2], n: 3}",
                "{} | {a: {b: 1, c: {d: 2}}, list: [1, 2], n: 3}"
            })
    void merges(String patch, String expected) {
        ObjectNode before = LIVE.deepCopy();
        assertThat(Patches.merge(LIVE, Trees.of(patch))).isEqualTo(Trees.of(expected));
        assertThat(LIVE).isEqualTo(before);
    }

    @Test
    void malformed() {
        assertThatThrownBy(() -> Patches.merge(LIVE, NullNode.instance)).hasMessage("Invalid JSON Patch");
        assertThatThrownBy(() -> Patches.merge(LIVE, (ArrayNode) LIVE.get("list")))
                .hasMessage("error decoding patch: json: cannot unmarshal array into Go value of type"
                        + " map[string]interface {}");
    }
}
