package io.fairlead.api.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.api.Crds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/// A real etcd and kube-apiserver on loopback, started from the folder that `KUBEBUILDER_ASSETS` names; with workers
/// also the garbage collector of kube-controller-manager and virtual nodes that run pods. Takes about six seconds.
///
/// ```java
/// try (RealCluster cluster = RealCluster.start(RealCluster.Options.API_ONLY)) {
///     cluster.installCrds();
///     cluster.client().get("/api/v1/namespaces/default");
/// }
/// ```
public final class RealCluster implements AutoCloseable {
    private static final String ASSETS = "KUBEBUILDER_ASSETS";
    private static final String TOKEN = "test-admin-token";
    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final int STARTS_MAX = 3;
    private static final int LOG_TAIL_LINES = 15;

    private static @Nullable RealCluster shared;

    private final Path folder;
    private final URI server;
    private final List<Process> processes = new ArrayList<>();
    private final Thread shutdownHook = new Thread(this::end);
    private final ApiClient client;

    /// @param hasWorkers also start kube-controller-manager (garbage collector, namespaces, service accounts) and
    ///     the kubelet simulator
    /// @param nodes virtual nodes
    /// @param pull how long a virtual node takes to start a container
    public record Options(boolean hasWorkers, int nodes, Duration pull) {
        public static final Options API_ONLY = new Options(false, 0, Duration.ZERO);
        public static final Options WITH_WORKERS = new Options(true, 3, Duration.ZERO);
    }

    /// Thrown when a server does not come up; carries the end of its log.
    public static final class StartException extends RuntimeException {
        StartException(String message) {
            super(message);
        }
    }

    private RealCluster(Path folder, int port) {
        this.folder = folder;
        this.server = URI.create("https://127.0.0.1:" + port);
        Runtime.getRuntime().addShutdownHook(shutdownHook);
        this.client = new ApiClient(server, TOKEN, folder.resolve("certs/apiserver.crt"));
    }

    /// Skips the running test, saying why, unless the programs for these options are there.
    public static void assumeAvailable(Options options) {
        String assets = System.getenv(ASSETS);
        Assumptions.assumeTrue(
                assets != null && !assets.isBlank(),
                ASSETS + " is not set: a folder with etcd and kube-apiserver is needed for this test");
        for (String program : programs(options)) {
            Path path = Path.of(String.valueOf(assets), program);
            Assumptions.assumeTrue(Files.isExecutable(path), path + " is missing, which this test needs");
        }
    }

    /// One API server (without workers) for all tests of this JVM, with the CRDs installed; ends with the JVM.
    /// Tests keep apart by namespaces. Skips the running test where there are no programs to start.
    public static synchronized RealCluster shared() {
        assumeAvailable(Options.API_ONLY);
        RealCluster cluster = shared;
        if (cluster == null) {
            cluster = start(Options.API_ONLY);
            cluster.installCrds();
            shared = cluster;
        }
        return cluster;
    }

    /// Starts a cluster. Skips the running test where there are no programs to start.
    ///
    /// @throws StartException if it does not come up within two minutes
    public static RealCluster start(Options options) {
        assumeAvailable(options);
        Path assets = Path.of(System.getenv(ASSETS));
        for (int attempt = 1; ; attempt++) {
            RealCluster cluster = create();
            try {
                cluster.launch(assets, options);
                return cluster;
            } catch (StartException | UncheckedIOException e) {
                // Another program may have taken a port between finding and using it.
                cluster.close();
                if (attempt == STARTS_MAX) {
                    throw e;
                }
            }
        }
    }

    /// `https://127.0.0.1:<port>`.
    public URI server() {
        return server;
    }

    /// The bearer token of a member of `system:masters`.
    public String token() {
        return TOKEN;
    }

    /// The certificate that the API server's own certificate is checked against (PEM).
    public Path certificate() {
        return folder.resolve("certs/apiserver.crt");
    }

    public Path kubeconfig() {
        return folder.resolve("kubeconfig");
    }

    /// What the API server has recorded of accepted writes.
    public AuditLog audit() {
        return new AuditLog(folder.resolve(ClusterFiles.AUDIT_LOG));
    }

    /// Plain HTTP requests as the administrator.
    public ApiClient client() {
        return client;
    }

    /// Creates a namespace.
    public void createNamespace(String name) {
        String body = "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"" + name + "\"}}";
        client.post("/api/v1/namespaces", body).expect(201);
    }

    /// Applies all of [Crds] and waits until the API server serves them.
    public void installCrds() {
        String path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/";
        for (String name : Crds.names()) {
            client.apply(path + name, new String(Crds.open(name), StandardCharsets.UTF_8), "test")
                    .expectSuccess();
        }
        for (String name : Crds.names()) {
            await(
                    "definition " + name + " is served",
                    () -> isServed(client.get(path + name).body()));
        }
    }

    private boolean isServed(JsonNode crd) {
        for (JsonNode version : crd.path("spec").path("versions")) {
            String path = "/apis/" + crd.path("spec").path("group").asText() + "/"
                    + version.path("name").asText() + "/"
                    + crd.path("spec").path("names").path("plural").asText();
            if (client.get(path).status() != 200) {
                return false;
            }
        }
        return crd.path("spec").path("versions").size() > 0;
    }

    /// A question that can be asked again and again.
    public interface Condition {
        boolean holds();
    }

    /// Waits until the condition holds.
    ///
    /// @throws AssertionError if it does not within two minutes
    public void await(String what, Condition condition) {
        Instant deadline = Instant.now().plus(START_MAX);
        while (!condition.holds()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("waited in vain: " + what);
            }
            pause();
        }
    }

    private static List<String> programs(Options options) {
        return options.hasWorkers()
                ? List.of("etcd", "kube-apiserver", "kube-controller-manager", "kubeletsim")
                : List.of("etcd", "kube-apiserver");
    }

    private static RealCluster create() {
        try {
            return new RealCluster(Files.createTempDirectory("fairlead-cluster"), freePort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void launch(Path assets, Options options) {
        try {
            String etcd = "http://127.0.0.1:" + freePort();
            ClusterFiles.write(folder, server, TOKEN);
            run("etcd", Commands.etcd(assets, folder, etcd, "http://127.0.0.1:" + freePort()));
            run("apiserver", Commands.apiServer(assets, folder, etcd, server.getPort()));
            awaitStart();
            if (options.hasWorkers()) {
                run("controllers", Commands.controllers(assets, folder));
                run("kubelets", Commands.kubelets(assets, folder, options));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(String name, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(folder.resolve(name + ".log").toFile());
        processes.add(builder.start());
    }

    private void awaitStart() throws IOException {
        Instant deadline = Instant.now().plus(START_MAX);
        while (!isReady()) {
            if (Instant.now().isAfter(deadline) || !processes.stream().allMatch(Process::isAlive)) {
                throw new StartException("the cluster did not start\netcd: " + tail("etcd.log") + "\napiserver: "
                        + tail("apiserver.log"));
            }
            pause();
        }
    }

    private boolean isReady() {
        try {
            // The service account of the default namespace needs no controller; the namespace itself comes late.
            return client.get("/readyz").status() == 200
                    && client.get("/api/v1/namespaces/default").status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private String tail(String log) throws IOException {
        Path path = folder.resolve(log);
        List<String> lines = Files.exists(path) ? Files.readAllLines(path) : List.of();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(50));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the cluster", e);
        }
    }

    /// Ends all programs and removes the folder.
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(shutdownHook);
        end();
    }

    private void end() {
        client.close();
        // In reverse: etcd goes last. There is nothing to save, so nobody is asked politely.
        for (Process process : processes.reversed()) {
            process.destroyForcibly().onExit().join();
        }
        processes.clear();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
