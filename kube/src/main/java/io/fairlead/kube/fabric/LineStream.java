package io.fairlead.kube.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fairlead.kube.WatchStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Cuts a streamed body into lines and reads each as a watch event. The next bytes are asked for only
/// when the ones before are used up, so a slow reader slows the server down and nothing heaps up here.
final class LineStream implements WatchStream, AsyncBody.Consumer<List<ByteBuffer>> {
    /// What the transport brings: bytes, or the end (with what went wrong).
    private sealed interface Arrival {}

    // No record: its equality would be that of the array's identity.
    private static final class Bytes implements Arrival {
        private final byte[] bytes;

        private Bytes(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    private record Close(@Nullable Throwable cause) implements Arrival {}

    // At most one batch of bytes that was asked for, and the end.
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final int lineBytesMax;
    private final Duration silenceMax;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(4096);
    private byte[] chunk = new byte[0];
    private int position;
    private boolean isOver;
    private @Nullable End end;
    private volatile @Nullable AsyncBody body;

    LineStream(int lineBytesMax, Duration silenceMax) {
        this.lineBytesMax = lineBytesMax;
        this.silenceMax = silenceMax;
    }

    void open(AsyncBody opened) {
        body = opened;
        var _ = opened.done().whenComplete((nothing, cause) -> arrivals.add(new Close(cause)));
    }

    @Override
    public void consume(List<ByteBuffer> buffers, AsyncBody from) {
        for (ByteBuffer buffer : buffers) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            arrivals.add(new Bytes(bytes));
        }
    }

    @Override
    public Item next() {
        while (end == null) {
            try {
                Optional<byte[]> bytes = nextLine(silenceMax);
                if (bytes.isEmpty()) {
                    end = new End(200, "the server closed the watch");
                } else if (bytes.get().length > 0) {
                    JsonNode event = FabricKubeApi.MAPPER.readTree(bytes.get());
                    return new Event(event.path("type").asText(""), event.path("object"));
                }
            } catch (IOException e) {
                end = new End(0, String.valueOf(e.getMessage()));
            }
        }
        close();
        return end;
    }

    /// The bytes up to the next line feed (or the end), without it; nothing once the stream is over.
    Optional<byte[]> nextLine(Duration patience) throws IOException {
        while (true) {
            for (int i = position; i < chunk.length; i++) {
                if (chunk[i] == '\n') {
                    append(i);
                    position = i + 1;
                    return Optional.of(take());
                }
            }
            append(chunk.length);
            position = chunk.length;
            if (!fetch(patience)) {
                return line.size() > 0 ? Optional.of(take()) : Optional.empty();
            }
        }
    }

    private byte[] take() {
        byte[] bytes = line.toByteArray();
        line.reset();
        return bytes;
    }

    private void append(int until) throws IOException {
        if (line.size() + (until - position) > lineBytesMax) {
            throw new IOException("a watch event is larger than " + lineBytesMax + " bytes");
        }
        line.write(chunk, position, until - position);
    }

    /// False at the end of the stream.
    private boolean fetch(Duration patience) throws IOException {
        AsyncBody stream = body;
        if (stream == null) {
            throw new IOException("the watch is not open");
        }
        if (isOver) {
            return false;
        }
        Arrival arrival = arrivals.poll();
        if (arrival == null) {
            stream.consume();
            arrival = poll(patience);
        }
        return switch (arrival) {
            case null -> throw new IOException("silent for " + patience);
            case Bytes batch -> {
                chunk = batch.bytes;
                position = 0;
                yield true;
            }
            case Close(Throwable cause) -> {
                isOver = true;
                if (cause != null) {
                    throw new IOException(cause.getClass().getSimpleName() + ": " + cause.getMessage(), cause);
                }
                yield false;
            }
        };
    }

    private @Nullable Arrival poll(Duration patience) throws IOException {
        try {
            return arrivals.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        AsyncBody stream = body;
        if (stream != null) {
            stream.cancel();
        }
        arrivals.add(new Close(null));
    }
}
