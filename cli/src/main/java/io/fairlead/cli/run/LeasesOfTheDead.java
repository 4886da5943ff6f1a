package io.fairlead.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.gitsync.app.GitSyncApplication;
import io.fairlead.kube.ApiRequest.ContentType;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.kube.Selection;

/// On an embedded cluster that goes on, whoever held a lease is dead: only one process can have the cluster's
/// folder. Its leases are given back as it would have done itself, so that nobody waits for them to expire.
final class LeasesOfTheDead {
    private LeasesOfTheDead() {}

    static void giveBack(KubeApi api) {
        Resources resources = new Resources(api, "fairlead-run");
        if (resources.list(Selection.in(ResourceType.LEASE, GitSyncApplication.NAMESPACE), each -> each)
                instanceof Resources.Listing.Complete<JsonNode> all) {
            for (JsonNode lease : all.items()) {
                if (!lease.at("/spec/holderIdentity").asText("").isEmpty()) {
                    giveBack(resources, lease.path("metadata"));
                }
            }
        }
    }

    private static void giveBack(Resources resources, JsonNode metadata) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata").set("resourceVersion", metadata.path("resourceVersion"));
        patch.putObject("spec").put("holderIdentity", "").put("leaseDurationSeconds", 1);
        // Refused or not: at worst the lease expires by itself.
        var _ = resources.patch(
                ObjectPath.of(
                        ResourceType.LEASE,
                        GitSyncApplication.NAMESPACE,
                        metadata.path("name").asText()),
                ContentType.MERGE_PATCH,
                patch);
    }
}
