package io.fairlead.simulator.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Writes the answer to one request. A small one is sent whole, with its length; a large one in chunks, compressed if
/// the client takes that, and no faster than he reads.
final class Response {
    /// From this size on answers are compressed, as in kube-apiserver; at the same time the size of a chunk.
    static final int LARGE_BYTES = 128 << 10;

    private final Channel channel;
    private final Connection connection;
    private final boolean isKeptAlive;
    private final boolean takesGzip;
    private boolean isBegun;

    Response(Channel channel, Connection connection, Incoming request) {
        this.channel = channel;
        this.connection = connection;
        this.isKeptAlive = request.isKeptAlive();
        this.takesGzip = request.header("accept-encoding").contains("gzip");
    }

    boolean isGone() {
        return connection.isGone();
    }

    /// Part of an answer has been sent: there can be no other one.
    boolean isBegun() {
        return isBegun;
    }

    void wake() {
        connection.wake();
    }

    /// An answer with an end; nothing is sent before it is closed or [#LARGE_BYTES] long. It is complete when it is
    /// closed: leave it open if it cannot be finished.
    OutputStream body(int status, SequencedMap<String, String> headers) {
        return new Body(status, headers);
    }

    /// An answer whose end is open: each flush reaches the client at once.
    OutputStream stream(SequencedMap<String, String> headers) throws IOException {
        begin(200, headers, false);
        return new Chunks();
    }

    private void begin(int status, SequencedMap<String, String> headers, boolean isGzip) throws IOException {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
        fill(head.headers(), headers);
        head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        if (isGzip) {
            head.headers().set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.GZIP);
            head.headers().set(HttpHeaderNames.VARY, "Accept-Encoding");
        }
        send(head);
    }

    private void fill(HttpHeaders to, SequencedMap<String, String> headers) {
        for (Map.Entry<String, String> header : headers.entrySet()) {
            to.set(header.getKey(), header.getValue());
        }
        if (!isKeptAlive) {
            to.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
    }

    /// @throws IOException if the client is gone, or has not read for too long
    private void send(Object message) throws IOException {
        long deadline = System.nanoTime() + Connection.STALL_MAX.toNanos();
        while (!channel.isWritable() && channel.isActive()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new IOException("the client does not read");
            }
            LockSupport.parkNanos(this, Math.min(left, TimeUnit.SECONDS.toNanos(1)));
        }
        if (!channel.isActive()) {
            throw new IOException("the client is gone");
        }
        isBegun = true;
        var _ = channel.writeAndFlush(message, channel.voidPromise());
    }

    private void end(Object last) throws IOException {
        if (!channel.isActive()) {
            throw new IOException("the client is gone");
        }
        isBegun = true;
        ChannelFuture written = channel.writeAndFlush(last);
        if (!isKeptAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    /// Collects small writes into chunks.
    private final class Chunks extends OutputStream {
        private byte[] buffer = new byte[LARGE_BYTES];
        private int length;

        @Override
        public void write(int value) throws IOException {
            if (length == buffer.length) {
                flush();
            }
            buffer[length++] = (byte) value;
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            int at = offset;
            int left = count;
            while (left > 0) {
                if (length == buffer.length) {
                    flush();
                }
                int part = Math.min(left, buffer.length - length);
                System.arraycopy(bytes, at, buffer, length, part);
                length += part;
                at += part;
                left -= part;
            }
        }

        @Override
        public void flush() throws IOException {
            if (length == 0) {
                return;
            }
            boolean isMostlyUsed = length > buffer.length / 2;
            if (isMostlyUsed) {
                send(new DefaultHttpContent(Unpooled.wrappedBuffer(buffer, 0, length)));
                buffer = new byte[LARGE_BYTES];
            } else {
                send(new DefaultHttpContent(Unpooled.copiedBuffer(buffer, 0, length)));
            }
            length = 0;
        }

        @Override
        public void close() throws IOException {
            flush();
            end(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    /// Decides by its size how an answer is sent.
    private final class Body extends OutputStream {
        private final int status;
        private final SequencedMap<String, String> headers;
        private byte[] buffer = new byte[8 << 10];
        private int length;
        private OutputStream large = OutputStream.nullOutputStream();
        private boolean isLarge;

        Body(int status, SequencedMap<String, String> headers) {
            this.status = status;
            this.headers = headers;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            if (!isLarge && length + count > LARGE_BYTES) {
                isLarge = true;
                begin(status, headers, takesGzip);
                large = takesGzip ? new FastGzip(new Chunks()) : new Chunks();
                large.write(buffer, 0, length);
            }
            if (isLarge) {
                large.write(bytes, offset, count);
                return;
            }
            if (length + count > buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.max(length + count, 2 * buffer.length));
            }
            System.arraycopy(bytes, offset, buffer, length, count);
            length += count;
        }

        @Override
        public void close() throws IOException {
            if (isLarge) {
                large.close();
                return;
            }
            DefaultFullHttpResponse whole = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.valueOf(status),
                    Unpooled.wrappedBuffer(buffer, 0, length));
            fill(whole.headers(), headers);
            whole.headers().set(HttpHeaderNames.CONTENT_LENGTH, length);
            end(whole);
        }
    }

    private static final class FastGzip extends GZIPOutputStream {
        private static final int BUFFER_BYTES = 32 << 10;

        FastGzip(OutputStream out) throws IOException {
            super(out, BUFFER_BYTES);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
