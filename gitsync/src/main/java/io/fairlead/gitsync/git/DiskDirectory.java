package io.fairlead.gitsync.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PackParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A bare repository of our own on the local disk: `<directory>/repository.git`, beside `<directory>/owner`, which
/// the owning process keeps locked. As there is one owner, what looks like somebody else's work in it (lock files,
/// half received packs) is left over from a process that was killed, and is removed when the directory is opened.
///
/// A disk that cannot be read or written is a broken assumption, thrown as [UncheckedIOException].
final class DiskDirectory implements GitDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(DiskDirectory.class);

    /// Written at every open, so nobody else's setting survives. Redirects are off because they would carry
    /// credentials to a host that nobody named (T-032).
    private static final String CONFIG = """
            [core]
            \trepositoryformatversion = 0
            \tbare = true
            \tlogallrefupdates = false
            \tfsyncobjectfiles = true
            \tfsyncreffiles = true
            [protocol]
            \tversion = 2
            [transfer]
            \tfsckobjects = true
            [http]
            \tfollowRedirects = false
            [gc]
            \tauto = 0
            """;

    /// Files that would make objects or history come from elsewhere than what was fetched (T-026).
    private static final List<String> FOREIGN_SOURCES =
            List.of("objects/info/alternates", "objects/info/http-alternates", "info/grafts", "shallow");

    private final Path repositoryPath;
    private final AcceptedHead acceptedHead;
    private final FileChannel owner;
    private volatile FileRepository repository;

    private DiskDirectory(Path directory, FileChannel owner) throws IOException {
        this.repositoryPath = directory.resolve("repository.git");
        this.acceptedHead = new AcceptedHead(directory.resolve("accepted"));
        this.owner = owner;
        this.repository = openOrCreate(repositoryPath);
    }

    /// Opens the repository in the directory, or makes an empty one where there is none or it cannot be read.
    ///
    /// @throws IllegalStateException if another process owns the directory
    static DiskDirectory open(Path directory) {
        try {
            Files.createDirectories(directory);
            FileChannel owner =
                    FileChannel.open(directory.resolve("owner"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!lock(owner)) {
                owner.close();
                throw new IllegalStateException("another owner uses " + directory);
            }
            var opened = new DiskDirectory(directory, owner);
            if (!opened.isSound()) {
                LOG.warn("The mirror in {} is damaged and is cloned again", directory);
                opened.recreate();
            }
            return opened;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public Repository repository() {
        return repository;
    }

    @Override
    public void recreate() {
        repository.close();
        try {
            deleteRecursively(repositoryPath);
            repository = openOrCreate(repositoryPath);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public int packCount() {
        return repository.getObjectDatabase().getPacks().size();
    }

    @Override
    public Optional<CommitId> acceptedHead() {
        return acceptedHead.read();
    }

    @Override
    public void accept(CommitId head) {
        acceptedHead.write(head);
    }

    @Override
    public void close() {
        repository.close();
        try {
            owner.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean lock(FileChannel owner) throws IOException {
        try {
            return owner.tryLock() != null;
        } catch (OverlappingFileLockException sameProcess) {
            return false;
        }
    }

    private static FileRepository openOrCreate(Path path) throws IOException {
        boolean present = Files.isRegularFile(path.resolve("HEAD")) && Files.isDirectory(path.resolve("objects"));
        boolean foreign = FOREIGN_SOURCES.stream().anyMatch(file -> Files.exists(path.resolve(file)));
        if (!present || foreign) {
            deleteRecursively(path);
            try (var created = new FileRepository(path.toFile())) {
                created.create(true);
            }
        }
        removeLeftovers(path);
        Files.writeString(path.resolve("config"), CONFIG);
        return new BoundedRepository(path);
    }

    private static void removeLeftovers(Path path) throws IOException {
        List<Path> leftovers;
        try (Stream<Path> files = Files.walk(path)) {
            leftovers = files.filter(Files::isRegularFile)
                    .filter(DiskDirectory::isLeftover)
                    .toList();
        }
        for (Path file : leftovers) {
            LOG.info("Removing {}, left over from a process that was killed", file.getFileName());
            Files.deleteIfExists(file);
        }
    }

    /// Lock files, marks that keep a pack while its refs are being written, and packs or objects in the making.
    private static boolean isLeftover(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".lock")
                || name.endsWith(".keep")
                || name.startsWith("incoming_")
                || name.startsWith("noz")
                || name.endsWith(".tmp");
    }

    private static void deleteRecursively(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(path)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.delete(file);
        }
    }

    /// Refuses, while a pack is still being received, an object that inflates to more than
    /// [GitLimits#OBJECT_BYTES_MAX]: JGit has that limit for servers and offers clients no setting for it.
    private static final class BoundedRepository extends FileRepository {
        BoundedRepository(Path path) throws IOException {
            super(path.toFile());
        }

        @Override
        public ObjectInserter newObjectInserter() {
            ObjectInserter unbounded = super.newObjectInserter();
            return new ObjectInserter.Filter() {
                @Override
                protected ObjectInserter delegate() {
                    return unbounded;
                }

                @Override
                public PackParser newPackParser(java.io.InputStream in) throws IOException {
                    PackParser parser = unbounded.newPackParser(in);
                    parser.setMaxObjectSizeLimit(GitLimits.OBJECT_BYTES_MAX);
                    return parser;
                }
            };
        }
    }
}
