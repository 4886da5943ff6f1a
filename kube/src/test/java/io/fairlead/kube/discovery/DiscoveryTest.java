package io.fairlead.kube.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.ApiResponse;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.WatchStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiscoveryTest {
    private final List<String> asked = new ArrayList<>();
    private int status = 200;
    private final Discovery discovery = new Discovery(new KubeApi() {
        @Override
        public ApiResponse call(ApiRequest request) {
            asked.add(request.path());
            String body = """
                    {"resources":[{"name":"clonesets","kind":"CloneSet","namespaced":true},
                     {"name":"clonesets/status","kind":"CloneSet","namespaced":true},
                     {"name":"clonesets/scale","kind":"Scale","namespaced":true}]}""";
            try {
                return new ApiResponse(
                        status,
                        status == 200 ? new ObjectMapper().readTree(body) : MissingNode.getInstance(),
                        Optional.empty());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public WatchStream watch(ApiRequest request) {
            throw new IllegalStateException("discovery does not watch");
        }
    });

    @Test
    void asksOnceForAGroupVersionAndLeavesSubresourcesOut() {
        assertThat(discovery.find("apps.kruise.io/v1beta1", "CloneSet"))
                .isEqualTo(new Discovery.Answer.Served(ResourceType.CLONE_SET));
        assertThat(discovery.find("apps.kruise.io/v1beta1", "Scale")).isInstanceOf(Discovery.Answer.NotServed.class);
        assertThat(asked).containsExactly("/apis/apps.kruise.io/v1beta1");
    }

    @Test
    void anUnreachableServerIsNotAMissingKindAndIsAskedAgain() {
        status = 0;
        assertThat(discovery.find("v1", "Pod")).isInstanceOf(Discovery.Answer.Unreachable.class);
        status = 200;
        assertThat(discovery.find("v1", "CloneSet")).isInstanceOf(Discovery.Answer.Served.class);
        assertThat(asked).containsExactly("/api/v1", "/api/v1");
    }

    @Test
    void aGroupThatIsNotServedIsSaidSoAndSeenWhenItComes() {
        status = 404;
        assertThat(discovery.find("x.example/v1", "CloneSet")).isInstanceOf(Discovery.Answer.NotServed.class);
        status = 200;
        assertThat(discovery.find("x.example/v1", "CloneSet")).isInstanceOf(Discovery.Answer.Served.class);
    }
}
