package io.fairlead.engine.kinds.cloneset;

import io.fairlead.engine.PodKeys;
import io.fairlead.engine.PodView;
import io.fairlead.engine.cluster.ToyCluster;
import java.util.List;

/// What tests ask a cluster.
final class Looks {
    static final String IMAGE = "/template/spec/containers/0/image";
    static final String ROLLING = "/updateStrategy/rollingUpdate/";

    private Looks() {}

    static List<String> uids(ToyCluster cluster) {
        return cluster.active().stream().map(PodView::uid).sorted().toList();
    }

    static List<String> names(ToyCluster cluster) {
        return cluster.active().stream().map(PodView::name).sorted().toList();
    }

    static List<String> namesWithImage(ToyCluster cluster, String image) {
        return cluster.active().stream()
                .filter(each -> each.containers().getFirst().image().equals(image))
                .map(PodView::name)
                .sorted()
                .toList();
    }

    static int withImage(ToyCluster cluster, String image) {
        return namesWithImage(cluster, image).size();
    }

    static int survivors(List<String> before, List<String> after) {
        return (int) before.stream().filter(after::contains).count();
    }

    static String label(ToyCluster cluster, String pod, String key) {
        return cluster.pod(pod).path("metadata").path("labels").path(key).asText("absent");
    }

    static String state(ToyCluster cluster, String pod) {
        return label(cluster, pod, PodKeys.LIFECYCLE_STATE);
    }

    static boolean isReady(ToyCluster cluster, String pod) {
        return cluster.active().stream().anyMatch(each -> each.name().equals(pod) && each.isConditionTrue("Ready"));
    }

    static int status(ToyCluster cluster, String field) {
        return cluster.status().path(field).asInt(-1);
    }
}
