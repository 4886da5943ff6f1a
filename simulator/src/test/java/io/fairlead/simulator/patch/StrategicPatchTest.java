package io.fairlead.simulator.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.testing.Trees;
import io.fairlead.simulator.schema.Schema;
import io.fairlead.simulator.schema.Schemas;
import io.fairlead.simulator.wire.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Expectations were taken from kube-apiserver 1.35.
class StrategicPatchTest {
    private static final Schema POD = Schemas.builtin("", "v1", "Pod").orElseThrow();
    private static final ObjectNode LIVE = Trees.of("""
            {metadata: {name: 'p', finalizers: ['a/a', 'b/b']},
             spec: {containers: [{name: 'a', image: 'x:1', env: [{name: 'E', value: '1'}]}, {name: 'b', image: 'x:2'}],
                    volumes: [{name: 'v', emptyDir: {}}], tolerations: [{key: 'k'}]}}""");

    private static ObjectNode patch(String patch) {
        ObjectNode before = LIVE.deepCopy();
        ObjectNode patched = Patches.strategic(POD, LIVE, Trees.of(patch));
        assertThat(LIVE).isEqualTo(before);
        return patched;
    }

    private static String containers(String patch) {
        StringBuilder text = new StringBuilder();
        patch(patch)
                .at("/spec/containers")
                .forEach(each -> text.append(each.path("name").asText())
                        .append('=')
                        .append(each.path("image").asText())
                        .append(' '));
        return text.toString().strip();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{spec: {containers: [{name: 'a', image: 'z'}, {name: 'c', image: 'q'}]}} | a=z c=q b=x:2",
                "{spec: {containers: [{name: 'c', image: 'q'}]}} | c=q a=x:1 b=x:2",
                "{spec: {containers: [{$patch: 'replace'}, {name: 'c', image: 'q'}]}} | c=q",
                "{spec: {containers: [{$patch: 'delete', name: 'a'}]}} | b=x:2",
                "{spec: {'$setElementOrder/containers': [{name: 'b'}, {name: 'a'}]}} | b=x:2 a=x:1",
                "{spec: {'$setElementOrder/containers': [{name: 'b'}, {name: 'a'}], containers:"
                        + " [{name: 'b', image: 'n'}]}} | b=n a=x:1",
                "{spec: {containers: null}} | ''"
            })
    void listsByKey(String patch, String expected) {
        assertThat(containers(patch)).isEqualTo(expected.replace("''", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{metadata: {'$deleteFromPrimitiveList/finalizers': ['a/a']}} | ['b/b']",
                "{metadata: {'$deleteFromPrimitiveList/finalizers': ['a/a'], finalizers: ['c/c'],"
                        + " '$setElementOrder/finalizers': ['c/c', 'b/b']}} | ['c/c', 'b/b']",
                "{metadata: {finalizers: ['c/c', 'b/b']}} | ['c/c', 'a/a', 'b/b']",
                "{metadata: {'$setElementOrder/finalizers': ['b/b', 'a/a']}} | ['b/b', 'a/a']"
            })
    void listsOfScalars(String patch, String expected) {
        assertThat(patch(patch).at("/metadata/finalizers"))
                .isEqualTo(Trees.of("{x: " + expected + "}").get("x"));
    }

    @Test
    void otherListsAreReplaced() {
        assertThat(patch("{spec: {tolerations: [{key: 'other'}]}}").at("/spec/tolerations"))
                .hasSize(1);
    }

    @Test
    void retainsKeys() {
        assertThat(patch("""
                        {spec: {volumes: [{name: 'v', $retainKeys: ['name', 'hostPath'], hostPath: {path: '/x'}}]}}""").at("/spec/volumes/0")).isEqualTo(Trees.of("{name: 'v', hostPath: {path: '/x'}}"));
    }

    @Test
    void nullsAndDirectivesThatMeetNothingVanish() {
        assertThat(patch("{metadata: {labels: {a: 'b', c: null}}}").at("/metadata/labels"))
                .isEqualTo(Trees.of("{a: 'b'}"));
        assertThat(patch("{metadata: {labels: {a: {$patch: 'delete'}}}}").at("/metadata/labels"))
                .isEqualTo(Trees.of("{}"));
        assertThat(patch("{metadata: {labels: {$patch: 'replace', a: 'b'}}}")
                        .path("metadata")
                        .has("labels"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{spec: {containers: [{$patch: 'x', name: 'a'}]}} | 500"
                        + " | unknown patch type: x in map: map[$patch:x name:a]",
                "{spec: {containers: [{$patch: 'delete'}]}} | 500"
                        + " | map: map[$patch:delete] does not contain declared merge key: name",
                "{spec: {containers: [{$patch: 'merge'}]}} | 500"
                        + " | merging lists cannot yet be specified in the patch",
                "{spec: {containers: [{image: 'y'}]}} | 500"
                        + " | map: map[image:y] does not contain declared merge key: name",
                "{spec: {$patch: 'x'}} | 500 | unknown patch type: x in map: map[$patch:x]",
                "{spec: {'$setElementOrder/containers': 'x'}} | 500"
                        + " | expected a []interface {}, but received a string",
                "{spec: {'$setElementOrder': []}} | 400 | invalid patch format of setElementOrder list",
                "{metadata: {'$deleteFromPrimitiveList': ['a/a']}} | 400 | invalid patch format of primitive list",
                "{spec: {volumes: [{name: 'v', $retainKeys: ['name'], hostPath: {}}]}} | 400"
                        + " | invalid patch format of retainKeys",
                "{spec: {volumes: [{name: 'v', $retainKeys: 'name'}]}} | 400" + " | invalid patch format of retainKeys",
            })
    void refused(String patch, int code, String message) {
        assertThatThrownBy(() -> patch(patch)).isInstanceOfSatisfying(StatusException.class, refused -> {
            assertThat(refused.getMessage()).isEqualTo(message);
            assertThat(refused.code()).isEqualTo(code);
        });
    }

    @Test
    void anOrderThatTheItemsContradict() {
        assertThatThrownBy(() -> patch("""
                        {spec: {'$setElementOrder/containers': [{name: 'b'}, {name: 'a'}],
                                containers: [{name: 'a', image: 'n'}, {name: 'b', image: 'm'}]}}"""))
                .hasMessage("The order in patch list:\n[map[image:n name:a] map[image:m name:b]]\n"
                        + " doesn't match $setElementOrder list:\n[map[name:b] map[name:a]]\n");
    }
}
