package io.fairlead.gitsync.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ManifestDigestTest {
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    @DisplayName("the digest is the SHA-256 of canonical JSON")
    void known() throws JsonProcessingException {
        // printf '{"a":[1,"x",null,true],"b":1.5}' | sha256sum
        assertThat(ManifestDigest.of(JSON.readTree("{\"b\": 1.50, \"a\": [1, \"x\", null, true]}")))
                .isEqualTo("sha256:2799bf1d6ace52f96bd8aff8fe1bcc3c46d15c474ffe473cc30de0c608482aa4");
        assertThat(ManifestDigest.of(JSON.readTree("{\"a\":1.0}")))
                .isEqualTo(ManifestDigest.of(JSON.readTree("{\"a\":1}")))
                .isNotEqualTo(ManifestDigest.of(JSON.readTree("{\"a\":\"1\"}")));
        assertThat(ManifestDigest.of(MissingNode.getInstance()))
                .isEqualTo(ManifestDigest.of(JsonNodeFactory.instance.nullNode()));
    }

    @Property(tries = 300)
    void doesNotDependOnTheOrderOfKeys(@ForAll("values") JsonNode value, @ForAll long seed) {
        assertThat(ManifestDigest.of(shuffled(value, new Random(seed)))).isEqualTo(ManifestDigest.of(value));
    }

    @Property(tries = 300)
    void tellsDifferentValuesApart(@ForAll("values") JsonNode one, @ForAll("values") JsonNode other) {
        assertThat(ManifestDigest.of(one).equals(ManifestDigest.of(other))).isEqualTo(one.equals(other));
    }

    @Provide
    Arbitrary<JsonNode> values() {
        Arbitrary<JsonNode> leaf = Arbitraries.oneOf(
                Arbitraries.integers().map(JsonNodeFactory.instance::numberNode),
                Arbitraries.strings().ofMaxLength(4).map(JsonNodeFactory.instance::textNode),
                Arbitraries.of(true, false).map(JsonNodeFactory.instance::booleanNode),
                Arbitraries.just(JsonNodeFactory.instance.nullNode()));
        return Arbitraries.recursive(() -> leaf, ManifestDigestTest::nested, 0, 3);
    }

    private static Arbitrary<JsonNode> nested(Arbitrary<JsonNode> inner) {
        Arbitrary<JsonNode> objects = Arbitraries.maps(Arbitraries.strings().ofMaxLength(3), inner)
                .ofMaxSize(4)
                .map(fields -> {
                    ObjectNode object = JsonNodeFactory.instance.objectNode();
                    fields.forEach(object::set);
                    return object;
                });
        Arbitrary<JsonNode> arrays = inner.list().ofMaxSize(3).map(items -> {
            var array = JsonNodeFactory.instance.arrayNode();
            items.forEach(array::add);
            return array;
        });
        return Arbitraries.oneOf(objects, arrays);
    }

    private static JsonNode shuffled(JsonNode value, Random random) {
        if (value.isArray()) {
            var array = JsonNodeFactory.instance.arrayNode();
            value.forEach(item -> array.add(shuffled(item, random)));
            return array;
        }
        if (!value.isObject()) {
            return value;
        }
        var fields = new ArrayList<Map.Entry<String, JsonNode>>(value.properties());
        Collections.shuffle(fields, random);
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        fields.forEach(field -> object.set(field.getKey(), shuffled(field.getValue(), random)));
        return object;
    }
}
