package io.fairlead.cli.demo;

import io.fairlead.gitsync.app.GitSyncApplication;
import io.fairlead.gitsync.app.GitSyncOptions;
import io.fairlead.gitsync.app.SourceFile;
import io.fairlead.server.app.ReconcilerApplication;
import io.fairlead.server.app.ReconcilerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Both services in this process, on one cluster and one repository.
final class Services implements AutoCloseable {
    private static final Duration LEASE = Duration.ofSeconds(15);

    private final ReconcilerApplication reconciler;
    private final GitSyncApplication gitsync;

    private Services(ReconcilerApplication reconciler, GitSyncApplication gitsync) {
        this.reconciler = reconciler;
        this.gitsync = gitsync;
    }

    /// Installs the definitions, applies policy and source, and starts to follow.
    static Services start(Path folder, Path kubeconfig, Repository repository, List<Signer> promoters)
            throws ReconcilerApplication.StartException, InterruptedException {
        Path source = folder.resolve("source.yaml");
        try {
            Files.writeString(source, source(repository, promoters));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String identity = "demo-" + ProcessHandle.current().pid();
        ReconcilerApplication reconciler = new ReconcilerApplication(
                new ReconcilerOptions(Optional.of(kubeconfig), true, identity + "-reconciler", 0, LEASE));
        reconciler.start();
        try {
            GitSyncApplication gitsync = new GitSyncApplication(new GitSyncOptions(
                    Optional.of(kubeconfig), source, folder.resolve("data"), identity + "-gitsync", 0, LEASE));
            gitsync.start();
            return new Services(reconciler, gitsync);
        } catch (SourceFile.InvalidException e) {
            reconciler.close();
            throw new IllegalStateException("the demo's own source is not valid: " + e.getMessage(), e);
        }
    }

    /// Who follows what, and who may promote. It stands in the cluster, not in the repository that is judged.
    private static String source(Repository repository, List<Signer> promoters) {
        StringBuilder people = new StringBuilder();
        StringBuilder ids = new StringBuilder();
        for (Signer each : promoters) {
            people.append("  - id: ").append(each.role()).append('\n');
            people.append("    sshKeys: [\"").append(each.publicKey()).append("\"]\n");
            ids.append(ids.isEmpty() ? "" : ", ").append(each.role());
        }
        return """
                apiVersion: gitops.fairlead.io/v1alpha1
                kind: PromotionPolicy
                metadata:
                  name: prod
                spec:
                  people:
                %s  stages:
                  - name: prod
                    gate: tag
                    requireSignature: true
                    promoters: [%s]
                    approvalFor: [template, config, strategy, delete]
                ---
                apiVersion: gitops.fairlead.io/v1alpha1
                kind: GitSource
                metadata:
                  name: platform
                  namespace: fairlead-system
                spec:
                  url: %s
                  branch: main
                  interval: 1s
                  stage: prod
                  cluster: %s
                  policyRef:
                    name: prod
                  scopes:
                  - {name: platform, path: platform}
                  - {name: shop, path: teams/shop, namespace: shop}
                  - {name: search, path: teams/search, namespace: search}
                """.formatted(people, ids, repository.url(), Repository.CLUSTER);
    }

    @Override
    public void close() {
        gitsync.close();
        reconciler.close();
    }
}
