package io.fairlead.cli.line;

/// The files of the tests' repository.
final class Manifests {
    private Manifests() {}

    static String cloneSet(String image, int replicas, String maxUnavailable) {
        return """
                # The shop's checkout. Released in place: a pod keeps its uid, node and address.
                apiVersion: apps.kruise.io/v1beta1
                kind: CloneSet
                metadata:
                  name: checkout
                spec:
                  replicas: %d
                  selector:
                    matchLabels: {app: checkout}
                  template:
                    metadata:
                      labels: {app: checkout}
                    spec:
                      containers:
                      - name: main
                        image: %s
                      - name: side
                        image: side:1
                      volumes:
                      - name: scratch
                        emptyDir: {}
                  updateStrategy:
                    type: RollingUpdate
                    rollingUpdate:
                      podUpdatePolicy: InPlaceIfPossible
                      maxUnavailable: %s
                """.formatted(replicas, image, maxUnavailable);
    }

    static String settings(String value) {
        return """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: checkout
                data:
                  greeting: %s
                """.formatted(value);
    }

    /// Who follows which repository: creation and scaling go without a tag, everything else waits for one.
    static String source(String url, String scope) {
        return """
                apiVersion: gitops.fairlead.io/v1alpha1
                kind: PromotionPolicy
                metadata:
                  name: shop
                spec:
                  stages:
                  - name: prod
                    gate: tag
                    requireSignature: false
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
                  cluster: real
                  policyRef:
                    name: shop
                  scopes:
                  - name: %s
                    path: apps/%s
                    namespace: %s
                """.formatted(url, scope, scope, scope);
    }
}
