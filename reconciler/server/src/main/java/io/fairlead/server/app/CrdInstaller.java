package io.fairlead.server.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.api.Crds;
import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.kube.Time;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Applies our CustomResourceDefinitions and waits until the server serves them.
public final class CrdInstaller {
    public static final String FIELD_MANAGER = "fairlead-install";

    /// How long a server may take to serve a new definition.
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Logger LOG = LoggerFactory.getLogger(CrdInstaller.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubeApi api;
    private final Resources resources;
    private final Time time;

    public CrdInstaller(KubeApi api, Time time) {
        this.api = api;
        this.resources = new Resources(api, FIELD_MANAGER);
        this.time = time;
    }

    /// Installs all of them.
    ///
    /// @return what went wrong, for people; empty if all are served
    public Optional<String> install() throws InterruptedException {
        List<JsonNode> definitions = new ArrayList<>();
        for (String name : Crds.names()) {
            JsonNode definition = parse(Crds.open(name));
            Outcome outcome =
                    resources.apply(ObjectPath.of(ResourceType.CUSTOM_RESOURCE_DEFINITION, "", name), definition, true);
            if (!(outcome instanceof Outcome.Applied)) {
                return Optional.of("definition " + name + " was not applied: " + outcome);
            }
            definitions.add(definition);
        }
        long deadline = time.nanos() + PATIENCE.toNanos();
        for (JsonNode definition : definitions) {
            String name = definition.path("metadata").path("name").asText();
            while (!isServed(definition)) {
                if (time.nanos() > deadline) {
                    return Optional.of("definition " + name + " is not served");
                }
                time.sleep(POLL);
            }
            LOG.info("definition {} is served", name);
        }
        return Optional.empty();
    }

    /// Established is not enough: the handlers of a version come a little later.
    private boolean isServed(JsonNode definition) {
        String name = definition.path("metadata").path("name").asText();
        Outcome outcome = resources.get(ObjectPath.of(ResourceType.CUSTOM_RESOURCE_DEFINITION, "", name));
        if (!(outcome instanceof Outcome.Applied(JsonNode live)) || !isEstablished(live)) {
            return false;
        }
        JsonNode spec = definition.path("spec");
        for (JsonNode version : spec.path("versions")) {
            String path = "/apis/" + spec.path("group").asText() + "/"
                    + version.path("name").asText() + "/"
                    + spec.path("names").path("plural").asText();
            if (version.path("served").asBoolean()
                    && !api.call(ApiRequest.get(path, Map.of("limit", "1"))).isSuccess()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEstablished(JsonNode live) {
        for (JsonNode condition : live.path("status").path("conditions")) {
            if (condition.path("type").asText().equals("Established")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    private static JsonNode parse(byte[] yaml) {
        Load load = new Load(LoadSettings.builder().build());
        return JSON.valueToTree(load.loadFromInputStream(new ByteArrayInputStream(yaml)));
    }
}
