package io.fairlead.server.run;

import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.ApiResponse;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.Time;
import io.fairlead.kube.WatchStream;
import java.time.Duration;

/// Remembers when a list or a watch last brought anything: a store that it feeds is as old as the silence since.
final class HeardApi implements KubeApi {
    private final KubeApi api;
    private final Time time;
    private volatile long heardNanos;

    HeardApi(KubeApi api, Time time) {
        this.api = api;
        this.time = time;
        this.heardNanos = time.nanos();
    }

    Duration silence() {
        return Duration.ofNanos(time.nanos() - heardNanos);
    }

    @Override
    public ApiResponse call(ApiRequest request) {
        // A list is as old as its request: what happened while it was under way may be missing.
        long asked = time.nanos();
        ApiResponse response = api.call(request);
        if (response.isSuccess()) {
            heardNanos = asked;
        }
        return response;
    }

    @Override
    public WatchStream watch(ApiRequest request) {
        WatchStream stream = api.watch(request);
        return new WatchStream() {
            @Override
            public Item next() {
                Item item = stream.next();
                if (item instanceof Event) {
                    heardNanos = time.nanos();
                }
                return item;
            }

            @Override
            public void close() {
                stream.close();
            }
        };
    }
}
