package io.fairlead.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.testing.RealCluster;
import io.fairlead.cli.doctor.Finding.State;
import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.ApiResponse;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.SystemTime;
import io.fairlead.kube.WatchStream;
import io.fairlead.kube.fabric.FabricKubeApi;
import io.fairlead.server.app.CrdInstaller;
import io.fairlead.simulator.EmbeddedCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the doctor says of clusters: of a whole one, and of one that answers badly.
class ClusterChecksTest {
    @Test
    void aPreparedClusterLacksNothing(@TempDir Path folder) throws Exception {
        try (EmbeddedCluster cluster =
                EmbeddedCluster.start(EmbeddedCluster.Options.DEFAULT, Throwable::printStackTrace)) {
            Path kubeconfig = folder.resolve("kubeconfig");
            cluster.kubeconfig().write(kubeconfig);
            try (FabricKubeApi api = FabricKubeApi.open(Optional.of(kubeconfig), new SystemTime())) {
                ClusterChecks checks = new ClusterChecks(api, new SystemTime(), kubeconfig.toString(), true);
                assertThat(checks.definitions().mend())
                        .containsExactly("fairlead reconciler --install --kubeconfig " + kubeconfig);
                assertThat(new CrdInstaller(api, new SystemTime()).install()).isEmpty();
                assertThat(checks.all()).extracting(Finding::check).startsWith("cluster", "clock", "rights");
                assertThat(checks.version().state()).isEqualTo(State.OK);
                assertThat(checks.definitions().state()).isEqualTo(State.OK);
            }
        }
    }

    @Test
    void aRealServerSaysWhatIsAllowedAndHowLateItIs() {
        RealCluster.assumeAvailable(RealCluster.Options.API_ONLY);
        Path kubeconfig = RealCluster.shared().kubeconfig();
        try (FabricKubeApi api = FabricKubeApi.open(Optional.of(kubeconfig), new SystemTime())) {
            ClusterChecks checks = new ClusterChecks(api, new SystemTime(), kubeconfig.toString(), true);
            assertThat(checks.all())
                    .extracting(Finding::check, Finding::state)
                    .containsExactly(
                            tuple("cluster", State.OK),
                            tuple("clock", State.OK),
                            tuple("rights", State.OK),
                            tuple("definitions", State.OK));
        }
    }

    @Test
    void aServerThatIsNotThereFailsOnlyIfItWasNamed() {
        KubeApi silent = new Answers(request -> ApiResponse.noAnswer("connection refused"));
        List<Finding> named = new ClusterChecks(silent, new SystemTime(), "/k", true).all();
        assertThat(named).hasSize(1);
        assertThat(named.getFirst().state()).isEqualTo(State.FAIL);
        assertThat(named.getFirst().found()).contains("connection refused");
        assertThat(new ClusterChecks(silent, new SystemTime(), "/k", false)
                        .all()
                        .getFirst()
                        .state())
                .isEqualTo(State.WARN);
    }

    @ParameterizedTest
    @CsvSource({"0, OK", "-60, WARN", "60, WARN", "-600, FAIL", "600, FAIL"})
    void aClockThatIsOffIsNoticed(long seconds, State state) {
        KubeApi skewed = new Answers(request -> {
            ObjectNode review = JsonNodeFactory.instance.objectNode();
            Instant there = Instant.now().plus(Duration.ofSeconds(seconds)).truncatedTo(ChronoUnit.SECONDS);
            review.putObject("metadata").put("creationTimestamp", there.toString());
            return new ApiResponse(201, review, Optional.empty());
        });
        assertThat(new ClusterChecks(skewed, new SystemTime(), "/k", true)
                        .clock()
                        .state())
                .isEqualTo(state);
    }

    @Test
    void whatIsNotAllowedIsNamed() {
        KubeApi strict = new Answers(request -> {
            JsonNode asked = request.body() == null ? JsonNodeFactory.instance.objectNode() : request.body();
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            String subresource =
                    asked.at("/spec/resourceAttributes/subresource").asText("");
            answer.putObject("status").put("allowed", !subresource.equals("status"));
            return new ApiResponse(201, answer, Optional.empty());
        });
        Finding rights = new ClusterChecks(strict, new SystemTime(), "/k", true)
                .all().stream()
                        .filter(each -> each.check().equals("rights"))
                        .findFirst()
                        .orElseThrow();
        assertThat(rights.state()).isEqualTo(State.FAIL);
        assertThat(rights.found())
                .isEqualTo("not allowed: patch pods/status, patch clonesets/status.apps.kruise.io,"
                        + " patch gitsources/status.gitops.fairlead.io");
    }

    private record Answers(java.util.function.Function<ApiRequest, ApiResponse> answer) implements KubeApi {
        @Override
        public ApiResponse call(ApiRequest request) {
            return answer.apply(request);
        }

        @Override
        public WatchStream watch(ApiRequest request) {
            throw new AssertionError("the doctor watches nothing");
        }
    }
}
