package io.fairlead.cli.docs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.kube.SystemTime;
import io.fairlead.kube.discovery.Discovery;
import io.fairlead.kube.fabric.FabricKubeApi;
import io.fairlead.server.app.CrdInstaller;
import io.fairlead.simulator.EmbeddedCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// An embedded cluster with our definitions, and a judge of manifests: what does it say to each?
final class Manifests implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EmbeddedCluster cluster;
    private final FabricKubeApi api;
    private final Resources resources;
    private final Discovery discovery;

    private Manifests(EmbeddedCluster cluster, FabricKubeApi api) {
        this.cluster = cluster;
        this.api = api;
        this.resources = new Resources(api, "fairlead-documents");
        this.discovery = new Discovery(api);
    }

    static Manifests open(Path folder) throws IOException, InterruptedException {
        EmbeddedCluster cluster = EmbeddedCluster.start(EmbeddedCluster.Options.DEFAULT, Throwable::printStackTrace);
        Path kubeconfig = folder.resolve("kubeconfig");
        cluster.kubeconfig().write(kubeconfig);
        FabricKubeApi api = FabricKubeApi.open(Optional.of(kubeconfig), new SystemTime());
        install(api);
        return new Manifests(cluster, api);
    }

    private static void install(KubeApi api) throws InterruptedException {
        Optional<String> failure = new CrdInstaller(api, new SystemTime()).install();
        if (failure.isPresent()) {
            throw new IllegalStateException(failure.get());
        }
    }

    /// The objects of a YAML text; documents that are no objects are left out.
    ///
    /// @throws org.snakeyaml.engine.v2.exceptions.YamlEngineException if it is no YAML
    static List<ObjectNode> parse(String yaml) {
        List<ObjectNode> objects = new ArrayList<>();
        Load load = new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build());
        for (Object document : load.loadAllFromString(yaml)) {
            if (JSON.valueToTree(document) instanceof ObjectNode object) {
                objects.add(object);
            }
        }
        return objects;
    }

    /// Whether it says all that an API server asks of an object.
    static boolean isComplete(ObjectNode object) {
        return object.hasNonNull("apiVersion")
                && object.hasNonNull("kind")
                && object.path("metadata").hasNonNull("name");
    }

    /// Applies it; where it has a pod template, tries a pod of it too.
    ///
    /// @param namespace for objects that name none
    /// @return what is wrong with it; empty if it is accepted
    Optional<String> refusal(ObjectNode object, String namespace) {
        String apiVersion = object.path("apiVersion").asText();
        String kind = object.path("kind").asText();
        if (!(discovery.find(apiVersion, kind) instanceof Discovery.Answer.Served(ResourceType type))) {
            return Optional.of(apiVersion + " " + kind + " is not served");
        }
        String own = object.path("metadata").path("namespace").asText(namespace);
        if (type.isNamespaced()) {
            namespace(own);
        }
        String name = object.path("metadata").path("name").asText();
        ObjectPath path = ObjectPath.of(type, type.isNamespaced() ? own : "", name);
        Optional<String> refusal = refusal(resources.apply(path, object, true));
        boolean hasTemplate = object.at("/spec/template/spec/containers").isArray();
        return refusal.isEmpty() && hasTemplate ? podRefusal(object, own) : refusal;
    }

    private void namespace(String name) {
        ObjectNode namespace = JsonNodeFactory.instance.objectNode();
        namespace.put("apiVersion", "v1").put("kind", "Namespace");
        namespace.putObject("metadata").put("name", name);
        resources.apply(ObjectPath.of(ResourceType.NAMESPACE, "", name), namespace, false);
    }

    /// A CloneSet keeps its template as it is written; whether it makes a pod shows only when one is made.
    private Optional<String> podRefusal(ObjectNode object, String namespace) {
        ObjectNode pod = object.withObject("/spec/template").deepCopy();
        pod.put("apiVersion", "v1").put("kind", "Pod");
        pod.withObject("/metadata").put("name", "probe").put("namespace", namespace);
        return refusal(resources.dryRun().create(ResourceType.POD, namespace, pod));
    }

    private static Optional<String> refusal(Outcome outcome) {
        return outcome instanceof Outcome.Applied ? Optional.empty() : Optional.of(outcome.toString());
    }

    @Override
    public void close() {
        api.close();
        cluster.close();
    }
}
