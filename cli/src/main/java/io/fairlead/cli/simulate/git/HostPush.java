package io.fairlead.cli.simulate.git;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.transport.BasePackPushConnection;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.RefAdvertiser;

/// A push as Git makes it, in one thread: the host's part runs when the client begins to read what came of it.
final class HostPush extends BasePackPushConnection {
    HostPush(HostTransport transport, GitHost host, String process) throws TransportException {
        super(transport);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        Map<String, Ref> refs = HostTransport.listing(host);
        init(new Answer(advertisement(host, refs), () -> receive(host, process, refs, request)), request);
        readAdvertisedRefs();
    }

    private static ReceivePack receiver(GitHost host, Map<String, Ref> refs) throws IOException {
        ReceivePack receiver = new ReceivePack(host.repository());
        receiver.setBiDirectionalPipe(false);
        receiver.setAdvertisedRefs(refs, Set.of());
        return receiver;
    }

    private static byte[] advertisement(GitHost host, Map<String, Ref> refs) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            receiver(host, refs)
                    .sendAdvertisedRefs(new RefAdvertiser.PacketLineOutRefAdvertiser(new PacketLineOut(out)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] receive(GitHost host, String process, Map<String, Ref> refs, ByteArrayOutputStream request) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ReceivePack receiver = receiver(host, refs);
            receiver.setPreReceiveHook((_, commands) -> move(host, process, commands));
            receiver.receive(new ByteArrayInputStream(request.toByteArray()), out, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// The refs are the host's own: none is left for JGit to move.
    private static void move(GitHost host, String process, Collection<ReceiveCommand> commands) {
        for (ReceiveCommand command : commands) {
            Optional<ObjectId> seen = Optional.of(command.getOldId()).filter(id -> !id.equals(ObjectId.zeroId()));
            boolean isMoved = host.move(process, command.getRefName(), seen, command.getNewId());
            if (isMoved) {
                command.setResult(ReceiveCommand.Result.OK);
            } else {
                command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, "failed to update ref");
            }
        }
    }

    /// What the host sends: first its refs, then what it makes of the request.
    private static final class Answer extends InputStream {
        private final java.util.function.Supplier<byte[]> rest;
        private InputStream now;
        private boolean isLast;

        Answer(byte[] first, java.util.function.Supplier<byte[]> rest) {
            this.now = new ByteArrayInputStream(first);
            this.rest = rest;
        }

        @Override
        public int read() throws IOException {
            int value = now.read();
            if (value < 0 && !isLast) {
                isLast = true;
                now = new ByteArrayInputStream(rest.get());
                return now.read();
            }
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = now.read(buffer, offset, length);
            if (count < 0 && !isLast) {
                isLast = true;
                now = new ByteArrayInputStream(rest.get());
                return now.read(buffer, offset, length);
            }
            return count;
        }
    }
}
