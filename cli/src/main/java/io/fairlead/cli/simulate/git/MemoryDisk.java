package io.fairlead.cli.simulate.git;

import io.fairlead.gitsync.git.CommitId;
import io.fairlead.gitsync.git.GitDirectory;
import io.fairlead.simulator.process.SimProcess;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/// Where one role keeps its local repositories: it outlives the processes of the role.
final class MemoryDisk {
    private final Map<Path, Store> stores = new LinkedHashMap<>();

    /// One local repository as it lies on the disk.
    private static final class Store {
        private InMemoryRepository repository = GitHost.memory("local");
        private @Nullable CommitId accepted;
    }

    /// Opens directories for a process, with connections to this host.
    Function<Path, GitDirectory> of(SimProcess process, GitHost host) {
        return path -> new Directory(stores.computeIfAbsent(path, _ -> new Store()), process, host);
    }

    private record Directory(Store store, SimProcess process, GitHost host) implements GitDirectory {
        @Override
        public Repository repository() {
            return store.repository;
        }

        @Override
        public void recreate() {
            store.repository = GitHost.memory("local");
        }

        /// Memory has no packs that would have to be joined.
        @Override
        public int packCount() {
            return 0;
        }

        @Override
        public Optional<CommitId> acceptedHead() {
            return Optional.ofNullable(store.accepted);
        }

        @Override
        public void accept(CommitId head) {
            store.accepted = head;
        }

        @Override
        public Transport connect(URIish url) {
            return new HostTransport(store.repository, url, host, process, store);
        }

        @Override
        public void close() {}
    }
}
