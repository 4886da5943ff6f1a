package io.fairlead.simulator.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.testing.Trees;
import io.fairlead.simulator.wire.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Expectations were taken from kube-apiserver 1.35.
class JsonPatchTest {
    private static final ObjectNode LIVE =
            Trees.of("{metadata: {annotations: {'x/y': '1'}, list: [{a: 1}, {b: 2}]}, data: {k: 'v', l: '2'}}");

    private static JsonNode list(String text) {
        return Trees.of("{list: " + text + "}").get("list");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{op: 'test', path: '/data/k', value: 'w'}",
                "{op: 'test', path: '/data/zz', value: 'w'}",
                "{op: 'test', path: '/nope/zz', value: 'w'}",
                "{op: 'test', path: '/metadata/list/7', value: 'w'}",
                "{op: 'test', path: '/metadata/list/x', value: 'w'}",
                "{op: 'remove', path: '/data/zz'}",
                "{op: 'remove', path: '/nope/zz'}",
                "{op: 'replace', path: '/nope/zz', value: 'q'}",
                "{op: 'replace', path: '/metadata/list/9', value: {}}",
                "{op: 'add', path: '/nope/zz', value: 'q'}",
                "{op: 'add', path: '/metadata/list/9', value: {}}",
                "{op: 'add', path: '', value: 'q'}",
                "{op: 'replace', path: '', value: 'q'}",
                "{op: 'test', path: '', value: {}}",
                "{op: 'move', from: '/data/no', path: '/data/m'}",
                "{op: 'move', path: '/data/k'}",
                "{op: 'copy', from: '/nope/no', path: '/data/m'}",
                "{op: 'nope', path: '/data/k'}",
                "{path: '/data/k'}",
                "{op: 'add', value: 'x'}"
            })
    void refused(String operation) {
        assertThatThrownBy(() -> Patches.json(LIVE, list("[" + operation + "]")))
                .isInstanceOfSatisfying(
                        StatusException.class,
                        refused -> assertThat(refused.reply().body()).isEqualTo(Trees.of("""
                                {kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure',
                                 message: 'the server rejected our request due to an error in our request',
                                 reason: 'Invalid', details: {}, code: 422}""")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{op: 'test', path: '/data/zz', value: null} | {}",
                "{op: 'test', path: '/data/zz'} | {}",
                "{op: 'test', path: '/metadata/list', value: [{a: 1}, {b: 2}]} | {}",
                "{op: 'replace', path: '/data/zz', value: 'q'} | {data: {k: 'v', l: '2', zz: 'q'}}",
                "{op: 'move', from: '/data/l', path: '/data/m'} | {data: {k: 'v', m: '2'}}",
                "{op: 'copy', from: '/data/l', path: '/data/m'} | {data: {k: 'v', l: '2', m: '2'}}",
                "{op: 'copy', from: '/data/no', path: '/data/m'} | {data: {k: 'v', l: '2', m: null}}",
                "{op: 'add', path: '/data/k'} | {data: {k: null, l: '2'}}",
                "{op: 'add', path: 'data/k', value: '1'} | {k: '1'}",
                "{op: 'add', path: '/metadata/annotations/x~1y', value: '2'}"
                        + " | {metadata: {annotations: {'x/y': '2'}, list: [{a: 1}, {b: 2}]}}",
                "{op: 'add', path: '/metadata/list/-', value: 3}"
                        + " | {metadata: {annotations: {'x/y': '1'}, list: [{a: 1}, {b: 2}, 3]}}",
                "{op: 'add', path: '/metadata/list/1/c', value: 3}"
                        + " | {metadata: {annotations: {'x/y': '1'}, list: [{a: 1}, {b: 2, c: 3}]}}",
                "{op: 'remove', path: '/metadata/list/-1'} | {metadata: {annotations: {'x/y': '1'}, list: [{a: 1}]}}"
            })
    void accepted(String operation, String changed) {
        ObjectNode before = LIVE.deepCopy();
        ObjectNode expected = LIVE.deepCopy();
        expected.setAll(Trees.of(changed));
        assertThat(Patches.json(LIVE, list("[" + operation + "]"))).isEqualTo(expected);
        assertThat(LIVE).isEqualTo(before);
    }

    @Test
    void aCopyIsNoAlias() {
        ObjectNode patched = Patches.json(LIVE, list("""
                [{op: 'add', path: '/metadata/list/0/a', value: 7},
                 {op: 'copy', from: '/metadata/list', path: '/copy'},
                 {op: 'add', path: '/metadata/list/0/a', value: 8}]"""));
        assertThat(patched.at("/copy/0/a").asInt()).isEqualTo(7);
        assertThat(patched.at("/metadata/list/0/a").asInt()).isEqualTo(8);
        assertThat(LIVE.at("/metadata/list/0/a").asInt()).isEqualTo(1);
    }

    @Test
    void sharesWhatItLeavesAlone() {
        ObjectNode patched = Patches.json(LIVE, list("[{op: 'add', path: '/data/k', value: '3'}]"));
        assertThat(patched.get("metadata")).isSameAs(LIVE.get("metadata"));
    }

    @Test
    void malformed() {
        assertThatThrownBy(() -> Patches.json(LIVE, Trees.of("{op: 'add'}")))
                .hasMessage("error decoding patch: json: cannot unmarshal object into Go value of type"
                        + " []handlers.jsonPatchOp");
        assertThatThrownBy(() -> Patches.json(LIVE, list("[1]")))
                .hasMessage(
                        "error decoding patch: json: cannot unmarshal number into Go value of type handlers.jsonPatchOp");
        assertThatThrownBy(() -> Patches.json(LIVE, list("[{op: 'replace', path: 5}]")))
                .hasMessage("error decoding patch: json: cannot unmarshal number into Go struct field"
                        + " jsonPatchOp.path of type string");
        assertThatThrownBy(() -> Patches.json(LIVE, list("[1]"), true))
                .hasMessage("json: cannot unmarshal number into Go value of type jsonpatch.Operation");
        String many = "{op: 'test', path: '/data/k', value: 'v'},".repeat(JsonPatch.OPERATIONS_MAX + 1);
        assertThatThrownBy(() -> Patches.json(LIVE, list("[" + many + "]")))
                .hasMessage("Request entity too large: The allowed maximum operations in a JSON patch is 10000, got"
                        + " 10001");
    }
}
