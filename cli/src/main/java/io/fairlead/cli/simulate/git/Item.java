package io.fairlead.cli.simulate.git;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// One object as the repository says it.
sealed interface Item {
    /// `CloneSet/web`: unique in the folder.
    String key();

    /// The whole file.
    String text(String namespace);

    /// Whether a live object says the same, as far as this one says anything; partition and pause apart.
    boolean isIn(JsonNode live);

    /// What decides whether a return to it is one: without replicas and partition.
    String content();

    /// In which respects this version differs from the one before.
    Set<Aspect> since(Item before);

    /// A CloneSet.
    ///
    /// @param replicas negative: Git leaves them to whoever scales
    /// @param partition in percent; 0 for none
    /// @param remark any other field
    record Workload(
            String name, String image, String mode, int replicas, int maxUnavailable, int partition, String remark)
            implements Item {
        static final String REMARK = "example.org/remark";

        @Override
        public String key() {
            return "CloneSet/" + name;
        }

        Workload withImage(String next) {
            return new Workload(name, next, mode, replicas, maxUnavailable, partition, remark);
        }

        Workload withMode(String next) {
            return new Workload(name, image, next, replicas, maxUnavailable, partition, remark);
        }

        Workload withReplicas(int next) {
            return new Workload(name, image, mode, next, maxUnavailable, partition, remark);
        }

        Workload withMaxUnavailable(int next) {
            return new Workload(name, image, mode, replicas, next, partition, remark);
        }

        Workload withPartition(int next) {
            return new Workload(name, image, mode, replicas, maxUnavailable, next, remark);
        }

        Workload withRemark(String next) {
            return new Workload(name, image, mode, replicas, maxUnavailable, partition, next);
        }

        @Override
        public String text(String namespace) {
            String scale = replicas < 0 ? "" : "  replicas: " + replicas + "\n";
            String held = partition == 0 ? "" : "      partition: " + partition + "%\n";
            return """
                    apiVersion: apps.kruise.io/v1beta1
                    kind: CloneSet
                    metadata:
                      name: %1$s
                      namespace: %2$s
                      annotations:
                        %3$s: "%4$s"
                    spec:
                    %5$s  selector:
                        matchLabels: {app: %1$s}
                      updateStrategy:
                        type: RollingUpdate
                        rollingUpdate:
                          podUpdatePolicy: InPlaceIfPossible
                          maxUnavailable: %6$d
                    %7$s  template:
                        metadata:
                          labels: {app: %1$s}
                        spec:
                          terminationGracePeriodSeconds: 3
                          containers:
                          - name: main
                            image: %8$s
                            env:
                            - {name: MODE, value: %9$s}
                    """.formatted(name, namespace, REMARK, remark, scale, maxUnavailable, held, image, mode);
        }

        @Override
        public boolean isIn(JsonNode live) {
            JsonNode spec = live.path("spec");
            JsonNode main = spec.at("/template/spec/containers/0");
            return main.path("image").asText().equals(image)
                    && main.at("/env/0/value").asText().equals(mode)
                    && (replicas < 0 || spec.path("replicas").asInt(-1) == replicas)
                    && spec.at("/updateStrategy/rollingUpdate/maxUnavailable").asInt() == maxUnavailable
                    && live.path("metadata")
                            .path("annotations")
                            .path(REMARK)
                            .asText()
                            .equals(remark);
        }

        /// As [io.fairlead.simulator.invariant.Content] names the template.
        String template() {
            return "main=" + image + ",MODE:" + mode;
        }

        @Override
        public String content() {
            return template() + " " + maxUnavailable + " " + remark;
        }

        @Override
        public Set<Aspect> since(Item other) {
            Set<Aspect> differs = EnumSet.noneOf(Aspect.class);
            if (other instanceof Workload before) {
                add(differs, Aspect.TEMPLATE, !template().equals(before.template()));
                add(differs, Aspect.CONFIG, !remark.equals(before.remark));
                add(differs, Aspect.SCALE, replicas >= 0 && before.replicas >= 0 && replicas != before.replicas);
                add(differs, Aspect.STRATEGY, maxUnavailable != before.maxUnavailable || partition != before.partition);
            }
            return differs;
        }

        private static void add(Set<Aspect> differs, Aspect aspect, boolean isSo) {
            if (isSo) {
                differs.add(aspect);
            }
        }
    }

    /// A ConfigMap.
    record Config(String name, String value) implements Item {
        @Override
        public String key() {
            return "ConfigMap/" + name;
        }

        @Override
        public String text(String namespace) {
            return """
                    apiVersion: v1
                    kind: ConfigMap
                    metadata:
                      name: %s
                      namespace: %s
                    data:
                      value: %s
                    """.formatted(name, namespace, value);
        }

        @Override
        public boolean isIn(JsonNode live) {
            return live.path("data").path("value").asText().equals(value);
        }

        @Override
        public String content() {
            return value;
        }

        @Override
        public Set<Aspect> since(Item other) {
            return content().equals(other.content()) ? Set.of() : EnumSet.of(Aspect.CONFIG);
        }
    }

    default String file() {
        return key().toLowerCase(Locale.ROOT).replace('/', '-') + ".yaml";
    }
}
