package io.fairlead.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the demo follows, and whom it lets promote.
final class DemoSource {
    private DemoSource() {}

    /// Writes it into the folder; returns the file.
    static Path write(Path folder, Repository repository, List<Signer> promoters) throws IOException {
        return Files.writeString(folder.resolve("source.yaml"), source(repository, promoters));
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
}
