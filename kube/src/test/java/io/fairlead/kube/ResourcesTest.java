package io.fairlead.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.kube.Resources.Deletion;
import io.fairlead.kube.Resources.Listing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ResourcesTest {
    private final ScriptedApi api = new ScriptedApi();
    private final Resources resources = new Resources(api, "fairlead-test");

    @Test
    void listsPageByPageAndKeepsOnlyTheProjection() {
        api.answer(200, "{\"metadata\":{\"continue\":\"t1\",\"resourceVersion\":\"9\"},\"items\":[{\"n\":1}]}");
        api.answer(200, "{\"metadata\":{\"resourceVersion\":\"9\"},\"items\":[{\"n\":2}]}");
        assertThat(list()).isEqualTo(new Listing.Complete<>(List.of(1, 2), "9"));
        assertThat(api.requests.getFirst().query())
                .containsEntry("limit", "500")
                .doesNotContainKey("continue");
        assertThat(api.last().query()).containsEntry("continue", "t1");
    }

    @Test
    @DisplayName("F07 a list whose continue token expires starts again and holds nothing twice")
    void anExpiredTokenStartsTheListAgain() {
        api.answer(200, "{\"metadata\":{\"continue\":\"t1\"},\"items\":[{\"n\":1}]}");
        api.answer(410, "{\"reason\":\"Expired\"}");
        api.answer(200, "{\"metadata\":{\"resourceVersion\":\"12\"},\"items\":[{\"n\":3}]}");
        assertThat(list()).isEqualTo(new Listing.Complete<>(List.of(3), "12"));
    }

    @Test
    void aListThatFailsHalfWayIsNoList() {
        api.answer(200, "{\"metadata\":{\"continue\":\"t1\"},\"items\":[{\"n\":1}]}")
                .silence();
        assertThat(list()).isEqualTo(new Listing.Incomplete<>(new Outcome.Failed("connection reset", false)));
    }

    @Test
    void aListThatExpiresForEverEnds() {
        for (int i = 0; i <= Resources.LIST_RESTARTS_MAX; i++) {
            api.answer(200, "{\"metadata\":{\"continue\":\"t1\"},\"items\":[]}").answer(410, "{}");
        }
        assertThat(list()).isInstanceOf(Listing.Incomplete.class);
    }

    @Test
    void pathsFollowGroupNamespaceAndSubresource() {
        assertThat(ObjectPath.of(ResourceType.NAMESPACE, "", "shop").path()).isEqualTo("/api/v1/namespaces/shop");
        assertThat(ObjectPath.of(ResourceType.CLONE_SET, "shop", "web").status().path())
                .isEqualTo("/apis/apps.kruise.io/v1beta1/namespaces/shop/clonesets/web/status");
        ResourceType role = new ResourceType("rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", false);
        assertThat(ObjectPath.of(role, "", "system:node").path())
                .isEqualTo("/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode");
    }

    @Test
    void aNameCannotReachAnotherPath() {
        for (String name : List.of("", ".", "..", "a/b", "a%2fb")) {
            assertThatThrownBy(() -> ObjectPath.of(ResourceType.POD, "shop", name))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> ObjectPath.of(ResourceType.POD, "", "web"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void deletesOnlyWhatWasDecidedOn() {
        api.answer(200, "{}");
        resources.delete(ObjectPath.of(ResourceType.POD, "shop", "web"), Deletion.of("u1", "7"));
        assertThat(api.last().body()).isEqualTo(ScriptedApi.json("""
                {"kind":"DeleteOptions","apiVersion":"v1","propagationPolicy":"Background",
                 "preconditions":{"uid":"u1","resourceVersion":"7"}}"""));
        assertThat(api.last().query()).isEmpty();
    }

    @Test
    void everyWriteNamesItsFieldManagerAndADryRunSaysSo() {
        api.answer(201, "{\"a\":1}").answer(200, "{}");
        assertThat(resources.create(ResourceType.POD, "shop", ScriptedApi.json("{}")))
                .isEqualTo(new Outcome.Applied(ScriptedApi.json("{\"a\":1}")));
        assertThat(api.last().query()).isEqualTo(Map.of("fieldManager", "fairlead-test"));
        resources.dryRun().apply(ObjectPath.of(ResourceType.POD, "shop", "web"), ScriptedApi.json("{}"), true);
        assertThat(api.last().query())
                .isEqualTo(Map.of("fieldManager", "fairlead-test", "dryRun", "All", "force", "true"));
        assertThat(api.last().contentType()).isEqualTo(ApiRequest.ContentType.APPLY);
    }

    private Listing<Integer> list() {
        return resources.list(
                Selection.in(ResourceType.POD, "shop"), item -> item.path("n").asInt());
    }

    @Test
    void aDeletionMayLeaveTheDependentsAlone() {
        api.answer(200, "{}");
        resources.delete(
                ObjectPath.of(ResourceType.POD, "shop", "web"),
                new Deletion(Optional.empty(), Optional.empty(), Deletion.Propagation.ORPHAN, Optional.of(0)));
        assertThat(api.last().body()).isEqualTo(ScriptedApi.json("""
                {"kind":"DeleteOptions","apiVersion":"v1","propagationPolicy":"Orphan","gracePeriodSeconds":0}"""));
    }

    @Test
    void appliesUnderItsFieldManager() {
        api.answer(200, "{\"a\":1}");
        var manifest = ScriptedApi.json("{\"metadata\":{\"namespace\":\"shop\",\"name\":\"web\"}}");
        assertThat(new Resources(api, "someone")
                        .apply(ObjectPath.of(ResourceType.CLONE_SET, "shop", "web"), manifest, true))
                .isEqualTo(new Outcome.Applied(ScriptedApi.json("{\"a\":1}")));
        assertThat(api.last().path()).isEqualTo("/apis/apps.kruise.io/v1beta1/namespaces/shop/clonesets/web");
        assertThat(api.last().query()).isEqualTo(Map.of("fieldManager", "someone", "force", "true"));
        assertThat(api.last().body()).isEqualTo(manifest);
    }
}
