package io.fairlead.simulator.server;

import static io.fairlead.simulator.server.Cluster.CONFIG_MAPS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.WatchStream;
import io.fairlead.simulator.wire.ApiCall;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/// The model behind the port of `kube`, for threads.
class SimulatedApiTest {
    private final Cluster cluster = new Cluster();
    private final SimulatedApi api =
            new SimulatedApi(cluster.server, new ReentrantLock(), ApiCall.User.ADMIN, "test/1.0");

    @Test
    void aReaderWaitsUntilSomethingHappens() throws InterruptedException {
        LinkedBlockingQueue<WatchStream.Item> items = new LinkedBlockingQueue<>();
        WatchStream stream = api.watch(ApiRequest.get(CONFIG_MAPS, Map.of("watch", "true")));
        Thread reader = Thread.startVirtualThread(() -> {
            WatchStream.Item item;
            do {
                item = stream.next();
                items.add(item);
            } while (!(item instanceof WatchStream.End));
        });
        api.call(new ApiRequest(
                ApiRequest.Verb.POST,
                CONFIG_MAPS,
                new LinkedHashMap<>(),
                ApiRequest.ContentType.JSON,
                Cluster.json("{metadata: {name: 'a'}}"),
                ApiRequest.TIMEOUT));
        assertThat(items.poll(10, TimeUnit.SECONDS)).isInstanceOf(WatchStream.Event.class);
        stream.close();
        assertThat(items.poll(10, TimeUnit.SECONDS)).isInstanceOf(WatchStream.End.class);
        reader.join();
    }

    @Test
    void aRefusedWatchEndsAtOnce() {
        WatchStream stream = api.watch(ApiRequest.get("/api/v1/foos", Map.of("watch", "true")));
        assertThat(stream.next())
                .isInstanceOfSatisfying(
                        WatchStream.End.class, end -> assertThat(end.code()).isEqualTo(404));
    }
}
