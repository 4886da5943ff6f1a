package io.fairlead.cli.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.testing.AuditLog;
import io.fairlead.api.testing.RealCluster;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A cluster in which everything is as Git wants it gets no write at all, leases aside.
@Tag("search")
class SettledForTenMinutesTest {
    private static final Duration QUIET = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    @Test
    void nothingIsWrittenForTenMinutes() {
        try (Line line = Line.start(folder, RealCluster.Options.WITH_WORKERS)) {
            String commit = line.repository
                    .write("apps/shop/checkout.yaml", Manifests.cloneSet("app:1", 5, "2"))
                    .write("apps/shop/settings.yaml", Manifests.settings("hello"))
                    .commit("Add checkout");
            line.awaitSettled("app:1", 5);
            line.awaitPhase("Healthy");
            line.await(
                    "the note", () -> line.repository.note(Line.CLUSTER, commit).contains("\"st\":\"Healthy\""));
            // The note's number is stored after the push.
            Run.pause(Duration.ofSeconds(3).toMillis());
            AuditLog.Mark mark = line.audit().mark();
            Run.pause(QUIET.toMillis());
            assertThat(line.audit().since(mark).writesBy("fairlead")).isEmpty();
            assertThat(line.audit().since(mark).all())
                    .as("the leases were renewed")
                    .isNotEmpty();
        }
    }
}
