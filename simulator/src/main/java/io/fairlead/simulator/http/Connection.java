package io.fairlead.simulator.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One client's connection: its requests are served one after the other, each by a virtual thread. The connection is
/// read all the while, so that a client that goes away is noticed at once.
final class Connection extends SimpleChannelInboundHandler<FullHttpRequest> {
    /// Requests that a client may send ahead of their answers.
    private static final int AHEAD_MAX = 16;
    /// How long a client may let what is written to him wait.
    static final Duration STALL_MAX = Duration.ofSeconds(30);

    private final Serving serving;
    private final ArrayDeque<Incoming> ahead = new ArrayDeque<>();
    private boolean isBusy;
    private volatile boolean isGone;
    private volatile @Nullable Thread worker;

    Connection(Serving serving) {
        this.serving = serving;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            // A header that is too long, or no HTTP at all.
            var _ = context.close();
            return;
        }
        if (ahead.size() == AHEAD_MAX) {
            var _ = context.close();
            return;
        }
        ahead.add(Incoming.of(request));
        serveNext(context.channel());
    }

    private void serveNext(Channel channel) {
        Incoming next = isBusy ? null : ahead.poll();
        if (next == null) {
            return;
        }
        isBusy = true;
        Thread thread = Thread.ofVirtual().name("api-request").unstarted(() -> {
            try {
                serving.serve(next, new Response(channel, this, next));
            } catch (IOException e) {
                // The client is gone or does not read; there is nobody to tell.
                var _ = channel.close();
            } finally {
                goOn(channel);
            }
        });
        // Before it starts, so that no call to wake it is lost.
        worker = thread;
        thread.start();
    }

    private void goOn(Channel channel) {
        try {
            channel.eventLoop().execute(() -> {
                isBusy = false;
                worker = null;
                serveNext(channel);
            });
        } catch (RejectedExecutionException e) {
            // The front has been closed: there is nothing to go on with.
            isGone = true;
        }
    }

    boolean isGone() {
        return isGone;
    }

    /// The thread that serves a request looks again at what it waits for.
    void wake() {
        LockSupport.unpark(worker);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        isGone = true;
        ahead.clear();
        wake();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        wake();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent && !isBusy) {
            var _ = context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }
}
