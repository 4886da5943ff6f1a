package io.fairlead.simulator.behaviour;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.fairlead.api.testing.RealCluster;
import io.fairlead.api.testing.RealCluster.Options;
import java.nio.file.Files;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The recordings are what a real kube-apiserver answers.
class RealBehaviourTest {
    private static final String RECORDS = System.getProperty("behaviour.record", "");

    /// How often all is played, each time on new servers: to find what is the same only by chance.
    private static final int ROUNDS = Integer.getInteger("behaviour.rounds", 1);

    /// The garbage collector and the namespace controller; no nodes, so nothing else moves.
    private static final Options CONTROLLERS = new Options(true, 0, Duration.ZERO);

    private static @Nullable RealCluster bare;
    private static @Nullable RealCluster controlled;

    @BeforeAll
    static void assumeAvailable() {
        RealCluster.assumeAvailable(CONTROLLERS);
    }

    @AfterAll
    static void end() {
        close(bare);
        close(controlled);
        bare = null;
        controlled = null;
    }

    private static void close(@Nullable RealCluster cluster) {
        if (cluster != null) {
            cluster.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> answersAsRecorded() {
        return IntStream.rangeClosed(1, ROUNDS).boxed().flatMap(RealBehaviourTest::round);
    }

    private static Stream<DynamicTest> round(int number) {
        Stream<DynamicTest> scenarios =
                Scenario.all().stream().map(each -> DynamicTest.dynamicTest(each.id(), () -> judge(each)));
        return number == 1
                ? scenarios
                : Stream.concat(
                        Stream.of(DynamicTest.dynamicTest("round " + number, RealBehaviourTest::end)), scenarios);
    }

    private static void judge(Scenario scenario) {
        try (RealApi api = new RealApi(cluster(scenario))) {
            ArrayNode answers = Player.play(api, scenario);
            if (isRecorded(scenario)) {
                Recordings.write(scenario, answers);
            } else {
                Recordings.compare(scenario, answers);
            }
        }
    }

    private static boolean isRecorded(Scenario scenario) {
        return RECORDS.equals("true") || (RECORDS.equals("missing") && Files.notExists(scenario.recording()));
    }

    private static RealCluster cluster(Scenario scenario) {
        RealCluster present = scenario.hasControllers() ? controlled : bare;
        if (present != null) {
            return present;
        }
        RealCluster cluster = RealCluster.start(scenario.hasControllers() ? CONTROLLERS : Options.API_ONLY);
        cluster.installCrds();
        if (scenario.hasControllers()) {
            controlled = cluster;
        } else {
            bare = cluster;
        }
        return cluster;
    }
}
