package io.fairlead.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.EmbeddedCluster;
import io.fairlead.simulator.client.ActorClient;
import io.fairlead.simulator.http.Kubeconfig;
import io.fairlead.simulator.http.ModelAccess;
import io.fairlead.simulator.wire.ApiReply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// 100,000 running pods in one embedded cluster: the heap that they take, and lists of them over HTTPS. The client is
/// in the same process, so its work counts too; it parses what it gets and counts the items.
final class LargeCluster {
    private static final int NODES = Integer.getInteger("nodes", 1_000);
    private static final int PODS = Integer.getInteger("pods", 100_000);
    private static final int BATCH = 500;
    private static final int PAGE = 500;
    private static final int LISTS = Integer.getInteger("lists", 5);
    private static final double SPEED = 10;
    private static final long MIB = 1 << 20;
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final EmbeddedCluster cluster;
    private final HttpClient http;

    private LargeCluster(EmbeddedCluster cluster) throws GeneralSecurityException, IOException {
        this.cluster = cluster;
        this.http = HttpClient.newBuilder()
                .sslContext(trusting(cluster.kubeconfig()))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    static void run() throws Exception {
        EmbeddedCluster.Options options = new EmbeddedCluster.Options(NODES, Duration.ofMillis(200), 1, 0, SPEED);
        try (EmbeddedCluster cluster = EmbeddedCluster.start(options, Throwable::printStackTrace)) {
            LargeCluster bench = new LargeCluster(cluster);
            long begun = System.nanoTime();
            bench.create();
            System.out.printf("%,d pods created after %.1f s%n", PODS, seconds(begun));
            bench.awaitRunning();
            System.out.printf(
                    "all running on %,d nodes after %.1f s; heap after a full collection: %,d MiB of at most %,d MiB%n",
                    NODES, seconds(begun), heap(), Runtime.getRuntime().maxMemory() / MIB);
            for (int i = 1; i <= LISTS; i++) {
                bench.list("whole list", 0);
                bench.list("pages of " + PAGE, PAGE);
            }
        }
    }

    private void create() {
        ModelAccess model = cluster.model();
        for (int first = 0; first < PODS; first += BATCH) {
            model.lock().lock();
            try {
                ActorClient client = new ActorClient(model.server(), "system:bench", "bench");
                for (int i = first; i < Math.min(PODS, first + BATCH); i++) {
                    ApiReply reply = client.create(ResourceType.POD, "default", pod(i));
                    if (!reply.isSuccess()) {
                        throw new IllegalStateException("pod " + i + " was refused: " + reply.body());
                    }
                }
            } finally {
                model.lock().unlock();
            }
        }
    }

    private static ObjectNode pod(int number) {
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        pod.put("apiVersion", "v1").put("kind", "Pod");
        ObjectNode metadata = pod.putObject("metadata");
        metadata.put("name", "pod-%06d".formatted(number));
        metadata.putObject("labels").put("app", "app-" + number / 10).put("tier", "backend");
        ObjectNode spec = pod.putObject("spec");
        for (String name : new String[] {"main", "side"}) {
            ObjectNode container = spec.withArray("containers").addObject();
            container.put("name", name).put("image", "registry.example/" + name + ":1");
            container.withArray("env").addObject().put("name", "MODE").put("value", "serve");
            container
                    .putObject("resources")
                    .putObject("requests")
                    .put("cpu", "10m")
                    .put("memory", "16Mi");
        }
        return pod;
    }

    private void awaitRunning() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (running() < PODS) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("only " + running() + " pods run after " + PATIENCE);
            }
            Thread.sleep(1_000);
        }
    }

    private long running() {
        ModelAccess model = cluster.model();
        model.lock().lock();
        try {
            return model.server().all(ResourceType.POD).stream()
                    .filter(pod -> pod.path("status").path("phase").asText().equals("Running"))
                    .count();
        } finally {
            model.lock().unlock();
        }
    }

    private void list(String what, int limit) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Page page = new Page(0, "", 0);
        long items = 0;
        long bytes = 0;
        do {
            page = get("/api/v1/pods?limit=" + limit + (page.next.isEmpty() ? "" : "&continue=" + page.next));
            items += page.items;
            bytes += page.bytes;
        } while (!page.next.isEmpty());
        if (items != PODS) {
            throw new IllegalStateException(what + ": " + items + " items instead of " + PODS);
        }
        System.out.printf("%-12s %,d pods, %,d MB in %.2f s%n", what, items, bytes / 1_000_000, seconds(begun));
    }

    private record Page(long items, String next, long bytes) {}

    private Page get(String target) throws IOException, InterruptedException {
        Kubeconfig config = cluster.kubeconfig();
        HttpRequest request = HttpRequest.newBuilder(URI.create(config.url() + target))
                .header("authorization", "Bearer " + config.token())
                .header("accept", "application/json")
                .build();
        HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(target + " was answered with " + response.statusCode());
        }
        try (InputStream body = response.body();
                JsonParser parser = new JsonFactory().createParser(body)) {
            return read(parser);
        }
    }

    private static Page read(JsonParser parser) throws IOException {
        long items = 0;
        String next = "";
        int depth = 0;
        boolean isInItems = false;
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token.isStructStart()) {
                depth++;
                isInItems = depth == 2 ? "items".equals(parser.currentName()) : isInItems;
                items += depth == 3 && isInItems && token == JsonToken.START_OBJECT ? 1 : 0;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.VALUE_STRING && depth == 2 && "continue".equals(parser.currentName())) {
                next = parser.getText();
            }
        }
        return new Page(items, next, parser.currentLocation().getByteOffset());
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MIB;
    }

    private static SSLContext trusting(Kubeconfig config) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry(
                "authority",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(config.authorityPem().getBytes(StandardCharsets.UTF_8))));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
