package io.fairlead.gitsync.git;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/// Real `git http-backend` behind a loopback HTTP server that counts what it answers.
public final class HttpGitServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Path root;
    private final AtomicLong bytesOut = new AtomicLong();
    private volatile Optional<String> expectedAuthorization = Optional.empty();
    private volatile Optional<String> redirect = Optional.empty();
    private volatile LongConsumer beforeByte = position -> {};

    public HttpGitServer(Path root) {
        this.root = root;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/remote.git";
    }

    public Remote remote() {
        return new Remote(url(), "main", new Credentials.Anonymous());
    }

    /// Bytes answered since the last call.
    public long takeBytesOut() {
        return bytesOut.getAndSet(0);
    }

    /// Lets only requests with this header through.
    public void expectAuthorization(String value) {
        expectedAuthorization = Optional.of(value);
    }

    public void redirectTo(String url) {
        redirect = Optional.of(url);
    }

    /// Called with the number of body bytes sent so far in one answer; may block.
    void onProgress(LongConsumer hook) {
        beforeByte = hook;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            if (expectedAuthorization.isPresent()
                    && !expectedAuthorization.get().equals(authorization)) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
            } else if (redirect.isPresent()) {
                exchange.getResponseHeaders().add("Location", redirect.get());
                exchange.sendResponseHeaders(302, -1);
            } else {
                backend(exchange);
            }
        }
    }

    private void backend(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        var builder = new ProcessBuilder("git", "http-backend").redirectError(ProcessBuilder.Redirect.DISCARD);
        GitFixture.isolate(builder.environment(), root);
        environment(exchange, body.length, builder.environment());
        Process process = builder.start();
        Thread.ofVirtual().start(() -> {
            try (OutputStream in = process.getOutputStream()) {
                in.write(body);
            } catch (IOException gone) {
                process.destroy();
            }
        });
        try (InputStream out = process.getInputStream()) {
            int status = 200;
            for (String line = line(out); !line.isEmpty(); line = line(out)) {
                String[] header = line.split(": ", 2);
                if (header[0].equals("Status")) {
                    status = Integer.parseInt(header[1].substring(0, 3));
                } else {
                    exchange.getResponseHeaders().add(header[0], header[1]);
                }
            }
            exchange.sendResponseHeaders(status, 0);
            copy(out, exchange.getResponseBody());
        }
    }

    private void copy(InputStream out, OutputStream body) throws IOException {
        byte[] buffer = new byte[4096];
        long sent = 0;
        for (int count = out.read(buffer); count >= 0; count = out.read(buffer)) {
            body.write(buffer, 0, count);
            body.flush();
            sent += count;
            bytesOut.addAndGet(count);
            beforeByte.accept(sent);
        }
    }

    private void environment(HttpExchange exchange, int length, Map<String, String> environment) {
        var headers = exchange.getRequestHeaders();
        environment.put("GIT_PROJECT_ROOT", root.toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("PATH_INFO", exchange.getRequestURI().getPath());
        environment.put(
                "QUERY_STRING",
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        environment.put("REMOTE_USER", "tester");
        environment.put("REMOTE_ADDR", "127.0.0.1");
        environment.put("CONTENT_LENGTH", Integer.toString(length));
        Optional.ofNullable(headers.getFirst("Content-Type")).ifPresent(v -> environment.put("CONTENT_TYPE", v));
        Optional.ofNullable(headers.getFirst("Content-Encoding"))
                .ifPresent(v -> environment.put("HTTP_CONTENT_ENCODING", v));
        Optional.ofNullable(headers.getFirst("Git-Protocol")).ifPresent(v -> environment.put("GIT_PROTOCOL", v));
    }

    private static String line(InputStream in) throws IOException {
        var bytes = new java.io.ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the backend ended in its headers");
            }
            bytes.write(next);
        }
        return bytes.toString(StandardCharsets.US_ASCII).strip();
    }
}
