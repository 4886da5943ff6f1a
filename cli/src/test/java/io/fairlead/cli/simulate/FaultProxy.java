package io.fairlead.cli.simulate;

import io.fairlead.simulator.schedule.Dice;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands between a client and a server and passes bytes on, not always all of them and not always in time. What
/// becomes of a connection is drawn for each direction: what, and after how many bytes.
///
/// At most [#CONNECTIONS_MAX] connections at a time; one more is closed at once.
final class FaultProxy implements AutoCloseable {
    private static final int CONNECTIONS_MAX = 200;
    private static final int BUFFER_BYTES = 8 << 10;

    /// A fate begins after less than two to a power of this many bytes: often in a handshake, sometimes after many
    /// answers.
    private static final int BYTES_POWER_MIN = 9;

    private static final int BYTES_POWER_MAX = 16;
    private static final int TRICKLE_BYTES = 64;
    private static final Duration TRICKLE_PAUSE = Duration.ofMillis(5);
    private static final int STALL_MILLIS_MAX = 3_000;

    /// What can happen to the bytes of one direction.
    enum Fate {
        CLEAN,
        /// The connection is reset in the middle of whatever it carries.
        RESET,
        /// It ends in order, in the middle of whatever it carries.
        CUT,
        /// Nothing passes for a while, then the rest does.
        STALL,
        /// Nothing passes for a while, then the connection is reset.
        STALL_AND_RESET,
        /// A few bytes at a time.
        TRICKLE
    }

    /// @param after how many bytes it begins
    private record Plan(Fate fate, long after, Duration pause) {}

    private final ServerSocket listener;
    private final InetSocketAddress upstream;
    private final Dice dice;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<Fate, AtomicInteger> struck = new EnumMap<>(Fate.class);
    private volatile boolean isCalm;
    private volatile boolean isClosed;

    FaultProxy(InetSocketAddress upstream, Dice dice) throws IOException {
        this.upstream = upstream;
        this.dice = dice;
        this.listener = new ServerSocket(0, CONNECTIONS_MAX, InetAddress.getLoopbackAddress());
        for (Fate fate : Fate.values()) {
            struck.put(fate, new AtomicInteger());
        }
        Thread.ofVirtual().name("proxy").start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /// How often each fate took effect.
    int struck(Fate fate) {
        AtomicInteger count = struck.get(fate);
        return count == null ? 0 : count.get();
    }

    /// Nothing goes wrong any more; what was under way is reset, so that nobody waits for bytes that never come.
    void calm() {
        isCalm = true;
        open.forEach(FaultProxy::reset);
    }

    private void accept() {
        while (!isClosed) {
            try {
                Socket client = listener.accept();
                if (open.size() >= CONNECTIONS_MAX) {
                    client.close();
                } else {
                    Thread.ofVirtual().name("proxy-connection").start(() -> serve(client));
                }
            } catch (IOException e) {
                // Closed, or a client that is gone already.
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(upstream.getAddress(), upstream.getPort())) {
            open.add(client);
            open.add(server);
            Thread other = Thread.ofVirtual().start(() -> pass(client, server));
            pass(server, client);
            other.join();
        } catch (IOException e) {
            // The server is gone: so is the connection.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
            open.removeIf(Socket::isClosed);
        }
    }

    private Plan plan(long passed) {
        synchronized (dice) {
            Fate fate = dice.happens(0.8) ? Fate.values()[1 + dice.below(Fate.values().length - 1)] : Fate.CLEAN;
            return new Plan(
                    isCalm ? Fate.CLEAN : fate,
                    passed + dice.below(1 << dice.between(BYTES_POWER_MIN, BYTES_POWER_MAX)),
                    Duration.ofMillis(dice.below(STALL_MILLIS_MAX)));
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        Plan plan = plan(0);
        long passed = 0;
        boolean isTrickling = false;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                int before = (int) Math.min(count, plan.after() - passed);
                if (before == count || plan.fate() == Fate.CLEAN || isCalm) {
                    out.write(buffer, 0, count);
                } else {
                    out.write(buffer, 0, before);
                    out.flush();
                    if (strike(plan, from, to)) {
                        return;
                    }
                    out.write(buffer, before, count - before);
                    isTrickling |= plan.fate() == Fate.TRICKLE;
                    plan = plan(passed + count);
                }
                if (isTrickling && !isCalm) {
                    pause(TRICKLE_PAUSE.multipliedBy(1 + count / TRICKLE_BYTES));
                }
                out.flush();
                passed += count;
            }
            to.shutdownOutput();
        } catch (IOException e) {
            reset(from);
            reset(to);
        }
    }

    /// @return whether the connection is over
    private boolean strike(Plan plan, Socket from, Socket to) throws IOException {
        AtomicInteger count = struck.get(plan.fate());
        if (count != null) {
            count.incrementAndGet();
        }
        return switch (plan.fate()) {
            case CLEAN, TRICKLE -> false;
            case RESET -> {
                reset(from);
                reset(to);
                yield true;
            }
            case CUT -> {
                to.shutdownOutput();
                from.close();
                yield true;
            }
            case STALL -> {
                pause(plan.pause());
                yield false;
            }
            case STALL_AND_RESET -> {
                pause(plan.pause());
                reset(from);
                reset(to);
                yield true;
            }
        };
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It is over already.
        }
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        isClosed = true;
        listener.close();
        open.forEach(FaultProxy::reset);
    }
}
