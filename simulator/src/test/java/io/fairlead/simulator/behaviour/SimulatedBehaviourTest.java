package io.fairlead.simulator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The model answers as the real server's recordings say. A scenario in `not-yet.txt` must fail: one that passes is to
/// be taken out of the list.
class SimulatedBehaviourTest {
    private static final Path NOT_YET = Scenario.FOLDER.resolve("not-yet.txt");
    private static final boolean REWRITES = Boolean.getBoolean("behaviour.notyet");

    private static final TreeSet<String> FAILING = new TreeSet<>();

    @TestFactory
    Stream<DynamicTest> answersAsTheRealServer() throws IOException {
        List<String> notYet = Files.readAllLines(NOT_YET);
        return Scenario.all().stream()
                .map(scenario ->
                        DynamicTest.dynamicTest(scenario.id(), () -> judge(scenario, notYet.contains(scenario.id()))));
    }

    private static void judge(Scenario scenario, boolean isNotYet) {
        Optional<Throwable> failure = failure(scenario);
        failure.ifPresent(_ -> FAILING.add(scenario.id()));
        if (REWRITES) {
            failure.ifPresent(cause -> show(scenario, cause));
        } else if (isNotYet) {
            assertThat(failure).as("passes now: take it out of not-yet.txt").isPresent();
        } else if (failure.isPresent()) {
            throw new AssertionError(failure.get().getMessage(), failure.get());
        }
    }

    private static Optional<Throwable> failure(Scenario scenario) {
        try (SimulatedApi api = SimulatedApi.with(scenario)) {
            Recordings.compare(scenario, Player.play(api, scenario));
            return Optional.empty();
        } catch (RuntimeException | AssertionError e) {
            return Optional.of(e);
        }
    }

    private static void show(Scenario scenario, Throwable failure) {
        System.out.println("NOT YET " + scenario.id() + ": " + failure.getMessage());
        if (!(failure instanceof AssertionError)) {
            failure.printStackTrace(System.out);
        }
    }

    @Test
    void theListNamesScenarios() throws IOException {
        assertThat(Files.readAllLines(NOT_YET))
                .allSatisfy(
                        id -> assertThat(Scenario.FOLDER.resolve(id + ".yaml")).exists());
    }

    @AfterAll
    static void rewrite() throws IOException {
        if (REWRITES) {
            Files.write(NOT_YET, FAILING);
        }
    }
}
