package io.fairlead.simulator.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every case ends as it does on a real kube-apiserver: the same stored objects, the same refusals.
class BuiltinKindsTest {
    @TestFactory
    Stream<DynamicTest> answersAsRecorded() {
        return Case.all().stream()
                .map(each -> DynamicTest.dynamicTest(each.kindFile() + ": " + each.name(), () -> {
                    assertThat(ModelRun.of(each).toPrettyString())
                            .isEqualTo(Sorted.like(ModelRun.of(each), Recordings.of(each))
                                    .toPrettyString());
                }));
    }
}
