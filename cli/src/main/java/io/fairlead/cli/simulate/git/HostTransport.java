package io.fairlead.cli.simulate.git;

import io.fairlead.simulator.process.SimProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdRef;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.eclipse.jgit.transport.BaseConnection;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PackLock;
import org.eclipse.jgit.transport.PackTransport;
import org.eclipse.jgit.transport.PushConnection;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.treewalk.TreeWalk;

/// The way from a process to the simulated host: objects that are fetched are copied within a step, without packs
/// and streams, and what the network does to it is the host's.
final class HostTransport extends Transport implements PackTransport {
    private final GitHost host;
    private final SimProcess process;
    private final Object client;

    /// @param client the directory that asks
    HostTransport(Repository local, URIish uri, GitHost host, SimProcess process, Object client) {
        super(local, uri);
        this.host = host;
        this.process = process;
        this.client = client;
        PackConfig packing = new PackConfig();
        packing.setThreads(1);
        setPackConfig(packing);
    }

    /// Nobody may be interrupted by a real clock.
    @Override
    public void setTimeout(int seconds) {}

    @Override
    public FetchConnection openFetch() throws TransportException {
        reach();
        Fetching fetching = new Fetching();
        host.show(client, process.name());
        return fetching;
    }

    @Override
    public PushConnection openPush() throws TransportException {
        reach();
        return new HostPush(this, host, process.name());
    }

    /// Waits as long as the host takes to answer.
    private void reach() throws TransportException {
        if (!host.delay().isZero()) {
            try {
                process.time().sleep(host.delay());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TransportException("interrupted", e);
            }
        }
        if (!host.isReachable()) {
            throw new TransportException("the host cannot be reached");
        }
    }

    @Override
    public void close() {}

    static Map<String, Ref> listing(GitHost host) {
        Map<String, Ref> refs = new TreeMap<>();
        host.refs().forEach((name, id) -> refs.put(name, new ObjectIdRef.Unpeeled(Ref.Storage.NETWORK, name, id)));
        return refs;
    }

    private final class Fetching extends BaseConnection implements FetchConnection {
        Fetching() {
            available(listing(host));
        }

        @Override
        public void fetch(ProgressMonitor monitor, Collection<Ref> want, Set<ObjectId> have) throws TransportException {
            if (host.breaksNow()) {
                host.broke(process.name());
                throw new TransportException("the connection broke");
            }
            try {
                copy(
                        host.repository(),
                        local,
                        want.stream().map(Ref::getObjectId).toList());
            } catch (IOException e) {
                throw new TransportException("cannot be copied", e);
            }
        }

        @Override
        public void fetch(ProgressMonitor monitor, Collection<Ref> want, Set<ObjectId> have, OutputStream out)
                throws TransportException {
            fetch(monitor, want, have);
        }

        @Override
        public boolean didFetchIncludeTags() {
            return false;
        }

        @Override
        public boolean didFetchTestConnectivity() {
            return false;
        }

        @Override
        public void setPackLockMessage(String message) {}

        @Override
        public Collection<PackLock> getPackLocks() {
            return List.of();
        }

        @Override
        public void close() {}
    }

    /// Copies what these ids lead to and the other side lacks, all of it at once.
    private static void copy(Repository from, Repository to, List<ObjectId> ids) throws IOException {
        Deque<AnyObjectId> open = new ArrayDeque<>(ids);
        Set<ObjectId> copied = new java.util.HashSet<>();
        try (ObjectReader reader = from.newObjectReader();
                RevWalk walk = new RevWalk(reader);
                ObjectInserter inserter = to.newObjectInserter()) {
            while (!open.isEmpty()) {
                ObjectId id = open.removeFirst().toObjectId();
                if (to.getObjectDatabase().has(id) || !copied.add(id)) {
                    continue;
                }
                ObjectLoader loader = reader.open(id);
                inserter.insert(loader.getType(), loader.getBytes());
                switch (loader.getType()) {
                    case Constants.OBJ_COMMIT -> {
                        RevCommit commit = walk.parseCommit(id);
                        open.add(commit.getTree());
                        open.addAll(List.of(commit.getParents()));
                    }
                    case Constants.OBJ_TAG -> {
                        RevObject tag = walk.parseTag(id);
                        open.add(((RevTag) tag).getObject());
                    }
                    case Constants.OBJ_TREE -> {
                        try (TreeWalk tree = new TreeWalk(reader)) {
                            tree.addTree(id);
                            while (tree.next()) {
                                open.add(tree.getObjectId(0));
                            }
                        }
                    }
                    default -> {}
                }
            }
            inserter.flush();
        }
    }
}
