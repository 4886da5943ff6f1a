package io.fairlead.cli.simulate.git;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.Parsed;
import io.fairlead.api.gitops.GitSource;
import io.fairlead.api.gitops.GitSourceCodec;
import io.fairlead.gitsync.app.GitSyncApplication;
import io.fairlead.gitsync.app.SourceFile;
import io.fairlead.gitsync.app.SyncLoop;
import io.fairlead.kube.KubeApi;
import io.fairlead.simulator.process.SimProcess;
import io.fairlead.simulator.schedule.Dice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// gitsync as simulated processes: the parts of the real service, without its HTTP port.
final class Follower {
    static final String ROLE = "gitsync";
    static final String SOURCE = "platform";
    static final String CLUSTER = "simulated";

    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final GitHost host;
    private final SourceFile.Content content;
    private final Dice dice;
    private final Map<String, MemoryDisk> disks = new LinkedHashMap<>();

    Follower(GitHost host, Rulebook rulebook, Dice dice) {
        this.host = host;
        this.dice = dice;
        this.content = content(rulebook, dice.between(5, 40));
    }

    private static SourceFile.Content content(Rulebook rulebook, int intervalSeconds) {
        String text = """
                apiVersion: gitops.fairlead.io/v1alpha1
                kind: PromotionPolicy
                metadata: {name: shop}
                spec:
                  stages:
                  - {name: %1$s, gate: tag, requireSignature: false, approvalFor: %3$s}
                  - {name: %2$s, gate: tag, requireSignature: false, approvalFor: %3$s}
                ---
                apiVersion: gitops.fairlead.io/v1alpha1
                kind: GitSource
                metadata: {name: %4$s, namespace: %5$s}
                spec:
                  url: https://git.invalid/shop.git
                  branch: main
                  interval: %6$ds
                  stage: %1$s
                  cluster: %7$s
                  policyRef: {name: shop}
                  scopes:
                  - {name: %8$s, path: %8$s, namespace: %8$s}
                """.formatted(
                        Rulebook.STAGE,
                        Rulebook.OTHER_STAGE,
                        rulebook.words(),
                        SOURCE,
                        GitSyncApplication.NAMESPACE,
                        intervalSeconds,
                        CLUSTER,
                        GitHost.FOLDER);
        List<ObjectNode> objects = new ArrayList<>();
        List<GitSource> sources = new ArrayList<>();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(text)) {
            JsonNode object = JSON.valueToTree(document);
            objects.add((ObjectNode) object);
            if (object.path("kind").asText().equals(GitSource.KIND)) {
                switch (GitSourceCodec.parse(object)) {
                    case Parsed.Valid<GitSource>(GitSource source) -> sources.add(source);
                    case Parsed.Invalid<GitSource> invalid ->
                        throw new IllegalStateException(invalid.defects().toString());
                }
            }
        }
        return new SourceFile.Content(objects, sources);
    }

    /// Starts one run of one process. Its disk is the one of the run before, or a new one, as of a pod elsewhere.
    ///
    /// @param api the API server as this process reaches it
    void start(SimProcess process, KubeApi api) {
        if (dice.happens(0.3)) {
            disks.remove(process.role());
        }
        MemoryDisk disk = disks.computeIfAbsent(process.role(), _ -> new MemoryDisk());
        process.start(() -> run(process, api, disk));
    }

    private void run(SimProcess process, KubeApi api, MemoryDisk disk) {
        SyncLoop loop = new SyncLoop(
                new SyncLoop.Ports(api, process.time(), disk.of(process, host), due -> new TimedSchedule(process, due)),
                new SyncLoop.Settings(Path.of("data"), process.name(), LEASE),
                () -> process.kill("lost its lease"));
        try {
            loop.start(content);
        } catch (GitSyncApplication.UnavailableException e) {
            process.kill("cannot start: " + e.getMessage());
        }
        loop.work();
    }
}
