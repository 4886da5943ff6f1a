package io.fairlead.engine.revision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RevisionHashTest {
    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }

    @Test
    @DisplayName("the hash is FNV-1 (published vectors), not FNV-1a")
    void publishedVectors() {
        assertThat(RevisionHash.fnv("")).isEqualTo(0x811c9dc5);
        assertThat(RevisionHash.fnv("a")).isEqualTo(0x050c5d7e);
        assertThat(RevisionHash.fnv("foobar")).isEqualTo(0x31f0b262);
    }

    @Test
    @DisplayName("the decimal digits become letters that spell no words")
    void digits() {
        // 0x050c5d7e is the hash of "a"; its decimal form is 84696446.
        assertThat(RevisionHash.encode(0x050c5d7e)).isEqualTo("d8bfb88b");
    }

    @Test
    @DisplayName("data is written as Go writes it: sorted, compact, HTML-escaped, with a null creation time")
    void canonicalData() throws JsonProcessingException {
        JsonNode template = json(
                "{\"spec\":{\"b\":[1,true,\"<a&b>\\u2028é\\n\"],\"a\":{}},\"metadata\":{\"labels\":{\"z\":\"1\",\"a\":\"2\"}}}");
        assertThat(CanonicalJson.write(RevisionBook.data(template)))
                .isEqualTo("{\"spec\":{\"template\":{\"$patch\":\"replace\",\"metadata\":{\"creationTimestamp\":null,"
                        + "\"labels\":{\"a\":\"2\",\"z\":\"1\"}},\"spec\":{\"a\":{},"
                        + "\"b\":[1,true,\"\\u003ca\\u0026b\\u003e\\u2028é\\n\"]}}}}");
    }

    @Test
    @DisplayName("M9 nulls, empty lists and defaults make no other template; an empty label selector does")
    void sameMeaning() throws JsonProcessingException {
        JsonNode plain = json("{\"metadata\":{\"labels\":{\"a\":\"1\"}},\"spec\":{\"containers\":[{\"name\":\"c\"}]}}");
        JsonNode verbose = json(
                "{\"metadata\":{\"creationTimestamp\":null,\"labels\":{\"a\":\"1\"}},\"spec\":{"
                        + "\"containers\":[{\"resources\":{},\"name\":\"c\",\"command\":[],\"terminationMessagePolicy\":\"File\"}],"
                        + "\"restartPolicy\":\"Always\",\"securityContext\":{},\"dnsPolicy\":\"ClusterFirst\"},\"$patch\":\"replace\"}");
        assertThat(TemplateForm.of(verbose)).isEqualTo(TemplateForm.of(plain));
        JsonNode all = json("{\"spec\":{\"affinity\":{\"labelSelector\":{}}}}");
        JsonNode none = json("{\"spec\":{\"affinity\":{}}}");
        assertThat(TemplateForm.of(all)).isNotEqualTo(TemplateForm.of(none));
        JsonNode sidecar = json("{\"spec\":{\"initContainers\":[{\"name\":\"i\",\"restartPolicy\":\"Always\"}]}}");
        JsonNode init = json("{\"spec\":{\"initContainers\":[{\"name\":\"i\"}]}}");
        assertThat(TemplateForm.of(sidecar)).isNotEqualTo(TemplateForm.of(init));
    }
}
