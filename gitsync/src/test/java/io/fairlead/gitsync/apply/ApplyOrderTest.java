package io.fairlead.gitsync.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.ObjectKey;
import io.fairlead.gitsync.apply.ApplyOrder.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ApplyOrderTest {
    private static Place place(String kind, String namespace, String name, int wave) {
        return new Place(new ObjectKey(kind.equals("Namespace") ? "" : "x", kind, namespace, name), wave);
    }

    @Test
    void whatOthersNeedComesFirstWhateverTheInputOrder() {
        List<Place> expected = List.of(
                place("CustomResourceDefinition", "", "a", 9),
                place("Namespace", "", "shop", 0),
                place("ClusterRole", "", "r", 0),
                place("SidecarSet", "", "mesh", 0),
                place("ConfigMap", "shop", "c", 0),
                place("WorkloadSpread", "shop", "s", 0),
                place("CloneSet", "shop", "z", -1),
                place("CloneSet", "shop", "a", 0),
                place("CloneSet", "shop", "b", 0),
                place("CloneSet", "shop", "a2", 1));
        for (int seed = 0; seed < 20; seed++) {
            List<Place> shuffled = new ArrayList<>(expected);
            Collections.shuffle(shuffled, new Random(seed));
            shuffled.sort(ApplyOrder.COMPARATOR);
            assertThat(shuffled).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void aWaveIsReadAndBounded() {
        ObjectNode manifest = new ObjectMapper().createObjectNode();
        assertThat(ApplyOrder.wave(manifest)).isZero();
        manifest.putObject("metadata").putObject("annotations").put(ApplyOrder.WAVE, "5000");
        assertThat(ApplyOrder.wave(manifest)).isEqualTo(ApplyOrder.WAVE_MAX);
        manifest.withObject("/metadata/annotations").put(ApplyOrder.WAVE, "soon");
        assertThat(ApplyOrder.wave(manifest)).isZero();
    }
}
