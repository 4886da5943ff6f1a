package io.fairlead.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.engine.Revision;
import io.fairlead.server.testing.Pods;
import org.junit.jupiter.api.Test;

class RevisionProjectorTest {
    private static ObjectNode revision(String ownerKind) {
        return Pods.parse("""
                {"apiVersion": "apps/v1", "kind": "ControllerRevision",
                 "metadata": {"name": "web-abc", "namespace": "shop", "uid": "r1", "resourceVersion": "7",
                   "creationTimestamp": "2026-01-01T00:00:00Z",
                   "ownerReferences": [{"apiVersion": "apps.kruise.io/v1beta1", "kind": "%s", "name": "web",
                     "uid": "owner", "controller": true}]},
                 "revision": 3, "data": {"spec": {"template": {"metadata": {}, "$patch": "replace"}}}}
                """.formatted(ownerKind));
    }

    @Test
    void dataAndNumberAreKept() {
        Revision view = RevisionProjector.project(revision("CloneSet")).orElseThrow();

        assertThat(view.hash()).isEqualTo("abc");
        assertThat(view.number()).isEqualTo(3);
        assertThat(view.ownerUid()).isEqualTo("owner");
        assertThat(view.template().path("$patch").asText()).isEqualTo("replace");
    }

    @Test
    void revisionOfABuiltInKindIsNotKept() {
        assertThat(RevisionProjector.project(revision("StatefulSet"))).isEmpty();
    }
}
