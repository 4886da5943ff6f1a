package io.fairlead.cli.promotion;

/// What the story's cluster follows.
final class Sources {
    private Sources() {}

    /// Policy and source; the namespaces and the Secret have to be there.
    ///
    /// @param url of the repository
    /// @param secret with the credentials for it
    static String of(String url, String secret, String publicKey) {
        return """
                apiVersion: gitops.fairlead.io/v1alpha1
                kind: PromotionPolicy
                metadata: {name: shop}
                spec:
                  people: [{id: anna, sshKeys: ["%s"]}]
                  stages:
                  - name: prod
                    gate: tag
                    requireSignature: true
                    promoters: [anna]
                    approvalFor: [template, config, strategy]
                ---
                apiVersion: gitops.fairlead.io/v1alpha1
                kind: GitSource
                metadata: {name: platform, namespace: fairlead-system}
                spec:
                  url: %s
                  secretRef: {name: %s}
                  branch: main
                  interval: 1s
                  stage: prod
                  cluster: test
                  policyRef: {name: shop}
                  scopes:
                  - {name: shop, path: shop, namespace: shop}
                  - {name: search, path: search, namespace: search}
                """.formatted(publicKey, url, secret);
    }
}
