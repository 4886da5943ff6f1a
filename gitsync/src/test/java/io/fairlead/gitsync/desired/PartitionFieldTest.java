package io.fairlead.gitsync.desired;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.policies.Extent;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionFieldTest {
    private static ObjectNode manifest(String replicas, String rolling) {
        try {
            return (ObjectNode) new ObjectMapper()
                    .readTree("{\"spec\":{" + replicas + "\"updateStrategy\":{\"rollingUpdate\":{" + rolling + "}}}}");
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static JsonNode partition(Optional<ObjectNode> manifest) {
        return manifest.orElseThrow().at("/spec/updateStrategy/rollingUpdate/partition");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "'replicas':20, | | 20 | '80%'",
                "'replicas':20, | 'partition':0 | 20 | '80%'",
                "'replicas':20, | 'partition':'90%' | 20 | '90%'",
                "'replicas':20, | 'partition':'12.5%' | 20 | '80%'",
                "'replicas':20, | 'partition':5 | 20 | 16",
                "'replicas':20, | 'partition':18 | 20 | 18",
                "'replicas':20, | 'partition':5 | 0 | 20",
                " | 'maxUnavailable':1 | 50 | '50%'",
            })
    void aCapRaisesThePartitionAndNeverLowersIt(String replicas, String rolling, int percent, String expected)
            throws IOException {
        ObjectNode manifest = manifest(
                replicas == null ? "" : replicas.replace('\'', '"'), rolling == null ? "" : rolling.replace('\'', '"'));
        ObjectNode before = manifest.deepCopy();
        assertThat(partition(PartitionField.capped(manifest, Extent.ofPercent(percent))))
                .isEqualTo(new ObjectMapper().readTree(expected.replace('\'', '"')));
        assertThat(manifest).isEqualTo(before);
    }

    @Test
    void whatCannotBeWrittenDownIsNotGuessed() {
        assertThat(PartitionField.capped(manifest("", "\"partition\":5"), Extent.ofPercent(20)))
                .isEmpty();
        assertThat(PartitionField.capped(manifest("\"replicas\":4,", "\"partition\":\"a lot\""), Extent.ofPercent(20)))
                .isEmpty();
    }

    @Test
    void aRollbackOpensPartitionAndPauseAndNothingElse() {
        ObjectNode opened =
                PartitionField.opened(manifest("\"replicas\":4,", "\"partition\":3,\"paused\":true,\"maxSurge\":1"));
        assertThat(opened).isEqualTo(manifest("\"replicas\":4,", "\"maxSurge\":1"));
    }
}
