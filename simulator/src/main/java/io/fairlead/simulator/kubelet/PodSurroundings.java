package io.fairlead.simulator.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.kubelet.ContainerRun.Exit;
import io.fairlead.simulator.server.ApiServer;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Looks up what the containers of a pod depend on: ConfigMaps, Secrets, and the pod's own metadata.
final class PodSurroundings {
    /// `5s:0`: instances of this pod's containers end by themselves after five seconds with code 0.
    static final String EXIT = "simulator.fairlead.io/exit";

    /// How long an instance runs in a pod that is to end by itself and does not say when.
    static final Duration RUN = Duration.ofSeconds(1);

    private static final ResourceType CONFIG_MAP = new ResourceType("", "v1", "ConfigMap", "configmaps", true);
    private static final ResourceType SECRET = new ResourceType("", "v1", "Secret", "secrets", true);
    private static final String FIELD_ANNOTATION = "metadata.annotations['";
    private static final Pattern SAID = Pattern.compile("([0-9]{1,6})s:([0-9]{1,3})");
    private static final String FIELD_LABEL = "metadata.labels['";

    private final ApiServer server;
    private final KubeletConditions conditions;

    PodSurroundings(ApiServer server, KubeletConditions conditions) {
        this.server = server;
        this.conditions = conditions;
    }

    ContainerRun.Surroundings of(JsonNode pod) {
        return new OfPod(pod);
    }

    private final class OfPod implements ContainerRun.Surroundings {
        private final JsonNode pod;

        private OfPod(JsonNode pod) {
            this.pod = pod;
        }

        @Override
        public Costs costs() {
            return conditions.costs();
        }

        @Override
        public boolean isBroken(String image) {
            return conditions.isBroken(image);
        }

        @Override
        public boolean hasConfig(JsonNode container) {
            for (JsonNode variable : container.path("env")) {
                JsonNode from = variable.path("valueFrom");
                if (!hasKey(CONFIG_MAP, from.path("configMapKeyRef")) || !hasKey(SECRET, from.path("secretKeyRef"))) {
                    return false;
                }
            }
            return true;
        }

        private boolean hasKey(ResourceType type, JsonNode reference) {
            if (reference.isMissingNode() || reference.path("optional").asBoolean(false)) {
                return true;
            }
            return object(type, reference)
                    .path("data")
                    .has(reference.path("key").asText());
        }

        private JsonNode object(ResourceType type, JsonNode reference) {
            String namespace = pod.path("metadata").path("namespace").asText();
            return server.find(type, namespace, reference.path("name").asText())
                    .<JsonNode>map(each -> each)
                    .orElse(JsonNodeFactory.instance.missingNode());
        }

        @Override
        public JsonNode environment(JsonNode container) {
            JsonNode variables = container.path("env");
            if (variables.isEmpty()) {
                return JsonNodeFactory.instance.missingNode();
            }
            ObjectNode environment = JsonNodeFactory.instance.objectNode();
            for (JsonNode variable : variables) {
                environment.put(variable.path("name").asText(), value(variable));
            }
            return environment;
        }

        private String value(JsonNode variable) {
            JsonNode from = variable.path("valueFrom");
            if (from.isMissingNode()) {
                return variable.path("value").asText("");
            }
            if (from.has("fieldRef")) {
                return field(from.path("fieldRef").path("fieldPath").asText());
            }
            JsonNode reference = from.path("configMapKeyRef");
            return object(CONFIG_MAP, reference)
                    .path("data")
                    .path(reference.path("key").asText())
                    .asText("");
        }

        private String field(String path) {
            JsonNode metadata = pod.path("metadata");
            if (path.startsWith(FIELD_ANNOTATION)) {
                return metadata.path("annotations")
                        .path(key(path, FIELD_ANNOTATION))
                        .asText("");
            }
            if (path.startsWith(FIELD_LABEL)) {
                return metadata.path("labels").path(key(path, FIELD_LABEL)).asText("");
            }
            return pod.at("/" + path.replace('.', '/')).asText("");
        }

        private static String key(String path, String prefix) {
            return path.substring(prefix.length(), path.length() - "']".length());
        }

        @Override
        public Optional<Exit> exit(JsonNode container) {
            JsonNode said = pod.path("metadata").path("annotations").path(EXIT);
            Matcher words = SAID.matcher(said.asText(""));
            if (words.matches()) {
                Duration after = Duration.ofSeconds(Long.parseLong(words.group(1)));
                return Optional.of(new Exit(after, Integer.parseInt(words.group(2))));
            }
            boolean endsByItself = isInit(container)
                    || !pod.path("spec").path("restartPolicy").asText("Always").equals("Always");
            return endsByItself ? Optional.of(new Exit(isInit(container) ? Duration.ZERO : RUN, 0)) : Optional.empty();
        }

        private boolean isInit(JsonNode container) {
            if (container.path("restartPolicy").asText().equals("Always")) {
                return false;
            }
            for (JsonNode each : pod.path("spec").path("initContainers")) {
                if (each.path("name").equals(container.path("name"))) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public boolean isRestarted(JsonNode container, int exitCode) {
            if (isInit(container) && exitCode == 0) {
                return false;
            }
            return switch (pod.path("spec").path("restartPolicy").asText("Always")) {
                case "Never" -> false;
                case "OnFailure" -> exitCode != 0;
                default -> true;
            };
        }
    }
}
