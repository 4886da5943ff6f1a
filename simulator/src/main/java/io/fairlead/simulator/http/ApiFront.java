package io.fairlead.simulator.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fairlead.simulator.wire.StatusException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/// The HTTPS server in front of the model, on loopback.
public final class ApiFront implements AutoCloseable {
    /// Long label selectors are sent in the first line.
    private static final int FIRST_LINE_BYTES_MAX = 64 << 10;

    private static final int HEADERS_BYTES_MAX = 128 << 10;
    private static final int READ_BYTES_MAX = 64 << 10;
    /// Watches and all else together.
    private static final int CONNECTIONS_MAX = 8192;
    /// How long a connection may be idle, and how long a request may take to come in.
    private static final int IDLE_SECONDS_MAX = 300;
    /// What is written but not sent: from the second number on writers wait.
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(256 << 10, 1 << 20);
    private static final int CLOSE_SECONDS_MAX = 2;

    private final EventLoopGroup loops;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Identity identity;
    private final Channel listener;

    private ApiFront(EventLoopGroup loops, Identity identity, Serving serving, int port) throws IOException {
        this.loops = loops;
        this.identity = identity;
        SslContext tls = tls(identity);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        open(channel, tls, serving);
                    }
                });
        this.listener = listen(bootstrap, port);
    }

    /// Begins to serve.
    ///
    /// @param port 0 for any that is free
    /// @param failures hears of defects of the model, which clients see as 500
    /// @throws IOException if the port is taken
    public static ApiFront start(ModelAccess model, Tokens tokens, int port, Instant now, Consumer<Throwable> failures)
            throws IOException {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
        try {
            return new ApiFront(loops, Identity.make(now), new Serving(model, tokens, failures), port);
        } catch (IOException e) {
            loops.shutdownGracefully(0, CLOSE_SECONDS_MAX, TimeUnit.SECONDS).awaitUninterruptibly();
            throw e;
        }
    }

    private static SslContext tls(Identity identity) throws SSLException {
        return SslContextBuilder.forServer(identity.key(), identity.certificate(), identity.authority())
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .build();
    }

    private static Channel listen(ServerBootstrap bootstrap, int port) throws IOException {
        var bound = bootstrap
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on 127.0.0.1:" + port + ": " + bound.cause().getMessage(), bound.cause());
        }
        return bound.channel();
    }

    private void open(Channel channel, SslContext tls, Serving serving) {
        if (connections.size() >= CONNECTIONS_MAX) {
            var _ = channel.close();
            return;
        }
        connections.add(channel);
        channel.pipeline()
                .addLast(tls.newHandler(channel.alloc()))
                .addLast(new HttpServerCodec(FIRST_LINE_BYTES_MAX, HEADERS_BYTES_MAX, READ_BYTES_MAX))
                .addLast(new IdleStateHandler(IDLE_SECONDS_MAX, 0, 0))
                .addLast(new LimitedBodies())
                .addLast(new Connection(serving));
    }

    /// Collects a request's body, up to the limit of kube-apiserver.
    private static final class LimitedBodies extends HttpObjectAggregator {
        LimitedBodies() {
            super(RequestBodies.BYTES_MAX);
        }

        @Override
        protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
            String body = StatusException.of(
                            413,
                            "RequestEntityTooLarge",
                            "Request entity too large: limit is " + RequestBodies.BYTES_MAX,
                            JsonNodeFactory.instance.missingNode())
                    .reply()
                    .body()
                    .toString();
            FullHttpResponse answer = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                    Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
            answer.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
            answer.headers()
                    .set(HttpHeaderNames.CONTENT_LENGTH, answer.content().readableBytes());
            // The rest of the body is read and dropped: a client that is cut off while it sends sees no answer.
            var _ = context.writeAndFlush(answer, context.voidPromise());
        }
    }

    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /// `https://127.0.0.1:<port>`.
    public String url() {
        return "https://127.0.0.1:" + port();
    }

    /// The certificate of the authority that vouches for this server, as PEM.
    public String authorityPem() {
        return identity.authorityPem();
    }

    /// How many clients are connected.
    public int connections() {
        return connections.size();
    }

    /// Ends all watches and connections.
    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
        loops.shutdownGracefully(0, CLOSE_SECONDS_MAX, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
