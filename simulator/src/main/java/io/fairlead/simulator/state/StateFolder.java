package io.fairlead.simulator.state;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.simulator.server.ApiServer.Kept;
import io.fairlead.simulator.server.CommitListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A folder that holds an embedded cluster: a snapshot of all objects, and a journal of what was stored since.
/// From time to time a new snapshot takes the place of both, by an atomic rename; whichever of the two is the
/// newest whole one counts.
///
/// All but [#open] and [#close] belong under the model's lock.
public final class StateFolder implements CommitListener, AutoCloseable {
    /// A journal may always grow up to this.
    public static final long JOURNAL_BYTES_MIN = 32L << 20;
    /// Above that, up to this many times the snapshot before it.
    public static final int JOURNAL_FACTOR = 4;
    /// How much a power cut may cost.
    public static final Duration SYNC_INTERVAL = Duration.ofSeconds(1);

    private static final int PID_BYTES_MAX = 32;
    private static final Pattern SNAPSHOT = Pattern.compile("snapshot\\.([0-9]{1,18})");
    private static final Pattern OURS = Pattern.compile("(snapshot|journal)\\.([0-9]{1,18})(\\.draft)?");

    private final Path folder;
    private final FileChannel lockFile;
    private final FileLock lock;
    private final Optional<Contents> left;
    private final long journalMin;
    private final Thread syncer;
    private long generation;
    private long begun;
    private long journalMax;
    private Supplier<Contents> source = () -> new Contents(0, List.of());
    private @Nullable String broken;
    private volatile @Nullable RecordFile journal;
    private volatile boolean isDirty;
    private volatile boolean isClosed;

    /// @param version the newest resourceVersion
    /// @param objects the longest unchanged ones first
    public record Contents(long version, List<Kept> objects) {
        public Contents {
            objects = List.copyOf(objects);
        }
    }

    /// The folder cannot be used; the message says why and what to do.
    public static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1;

        private final boolean isInUse;

        UnusableException(String message, boolean isInUse) {
            super(message);
            this.isInUse = isInUse;
        }

        /// Another process has it.
        public boolean isInUse() {
            return isInUse;
        }
    }

    /// A change could not be written: nothing may be stored any more.
    public static final class WriteException extends RuntimeException {
        private static final long serialVersionUID = 1;

        WriteException(String message) {
            super(message);
        }
    }

    /// How a folder was found.
    private record Found(long generation, Optional<Contents> left) {}

    private StateFolder(Path folder, long journalMin, FileChannel lockFile, FileLock lock, Found found) {
        this.folder = folder;
        this.journalMin = journalMin;
        this.journalMax = journalMin;
        this.lockFile = lockFile;
        this.lock = lock;
        this.generation = found.generation();
        this.left = found.left();
        this.syncer = Thread.ofPlatform().name("cluster-journal-sync").daemon().unstarted(this::sync);
    }

    /// Takes the folder, which is made if it is not there, and reads what is in it.
    public static StateFolder open(Path folder) throws UnusableException {
        return open(folder, JOURNAL_BYTES_MIN);
    }

    static StateFolder open(Path folder, long journalMin) throws UnusableException {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path file = folder.resolve("lock");
            FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            FileLock lock = tryLock(channel);
            if (lock == null) {
                String holder = holder(channel);
                channel.close();
                throw new UnusableException(
                        folder + " is in use by process " + holder + ": stop that one, or name another folder", true);
            }
            boolean isOpen = false;
            try {
                sign(channel);
                StateFolder opened = new StateFolder(folder, journalMin, channel, lock, read(folder));
                isOpen = true;
                return opened;
            } finally {
                if (!isOpen) {
                    channel.close();
                }
            }
        } catch (IOException e) {
            throw new UnusableException(
                    folder + " cannot be used: " + e + ". Name a folder on a local disk that you may write to", false);
        } catch (RecordFile.DamagedException e) {
            throw new UnusableException(
                    e.getMessage() + ". Move " + folder + " away to begin anew, or restore it from a backup", false);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static void sign(FileChannel channel) throws IOException {
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)), 0);
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(PID_BYTES_MAX);
        channel.read(buffer, 0);
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII).strip();
    }

    private static Found read(Path folder) throws IOException, RecordFile.DamagedException, UnusableException {
        long newest = 0;
        for (Path each : list(folder)) {
            Matcher name = SNAPSHOT.matcher(String.valueOf(each.getFileName()));
            if (name.matches()) {
                newest = Math.max(newest, Long.parseLong(name.group(1)));
            }
        }
        if (newest == 0) {
            return new Found(0, Optional.empty());
        }
        Path snapshot = folder.resolve("snapshot." + newest);
        List<byte[]> records = RecordFile.read(snapshot).records();
        JsonNode head = head(snapshot, records);
        JsonNode tail = Records.parse(records.getLast());
        if (tail.path("end").asLong(-1) != records.size() - 2) {
            throw new UnusableException(snapshot + " is not whole. Move " + folder + " away to begin anew", false);
        }
        Records.Replay replay = new Records.Replay(head.path("version").asLong());
        for (byte[] each : records.subList(1, records.size() - 1)) {
            replay.apply(Records.parse(each));
        }
        Path journal = folder.resolve("journal." + newest);
        if (Files.exists(journal)) {
            List<byte[]> changes = RecordFile.read(journal).records();
            if (!changes.isEmpty()) {
                head(journal, changes);
                for (byte[] each : changes.subList(1, changes.size())) {
                    replay.apply(Records.parse(each));
                }
            }
        }
        return new Found(newest, Optional.of(replay.contents()));
    }

    private static JsonNode head(Path file, List<byte[]> records) throws IOException, UnusableException {
        String refusal = records.isEmpty() ? "is empty" : Records.refusal(Records.parse(records.getFirst()));
        if (!refusal.isEmpty()) {
            throw new UnusableException(file + " " + refusal, false);
        }
        return Records.parse(records.getFirst());
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /// What another process left here; empty in a new folder.
    public Optional<Contents> left() {
        return left;
    }

    /// Keeps what is stored from now on.
    ///
    /// @param contents everything that is stored at the moment it is asked
    public void begin(Supplier<Contents> contents) {
        source = contents;
        snapshot();
        syncer.start();
    }

    private void snapshot() {
        Contents contents = source.get();
        long next = generation + 1;
        Path draft = folder.resolve("snapshot." + next + ".draft");
        try {
            long size;
            try (RecordFile file = RecordFile.create(draft)) {
                file.add(Records.head(contents.version()));
                for (Kept each : contents.objects()) {
                    file.add(Records.kept(each));
                }
                file.add(Records.tail(contents.objects().size()));
                file.force();
                size = file.bytes();
            }
            RecordFile fresh = RecordFile.create(folder.resolve("journal." + next));
            fresh.add(Records.head(contents.version()));
            fresh.force();
            // Until here the older pair counts, from here on the new one.
            Files.move(draft, folder.resolve("snapshot." + next), StandardCopyOption.ATOMIC_MOVE);
            forceFolder();
            RecordFile old = journal;
            journal = fresh;
            if (old != null) {
                old.close();
            }
            generation = next;
            begun = contents.version();
            journalMax = Math.max(journalMin, JOURNAL_FACTOR * size);
            removeOlder();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private void forceFolder() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private void removeOlder() throws IOException {
        List<Path> older = new ArrayList<>();
        for (Path each : list(folder)) {
            Matcher name = OURS.matcher(String.valueOf(each.getFileName()));
            if (name.matches() && Long.parseLong(name.group(2)) < generation) {
                older.add(each);
            }
        }
        for (Path each : older) {
            Files.deleteIfExists(each);
        }
    }

    /// Writes a change down before anybody hears of it.
    ///
    /// @throws WriteException if that fails; then everything that follows fails, too
    @Override
    public void committed(Commit commit) {
        RecordFile file = journal;
        String reason = broken;
        if (reason != null) {
            throw new WriteException(reason);
        }
        boolean isKnown = commit.version() <= begun;
        if (file == null || isKnown) {
            return;
        }
        try {
            file.add(Records.commit(commit));
        } catch (IOException e) {
            throw broken(e);
        }
        isDirty = true;
        if (file.bytes() > journalMax) {
            snapshot();
        }
    }

    private WriteException broken(IOException e) {
        String reason = folder + " cannot be written: " + e.getMessage()
                + ". Make room or mend the disk, and start again: what was answered is kept";
        broken = reason;
        return new WriteException(reason);
    }

    private void sync() {
        while (!isClosed) {
            try {
                Thread.sleep(SYNC_INTERVAL);
                RecordFile file = journal;
                if (isDirty && file != null) {
                    isDirty = false;
                    file.force();
                }
            } catch (InterruptedException e) {
                return;
            } catch (IOException e) {
                // Closed by a new snapshot, which is on the disk; or the disk is failing, which the next write tells.
                isDirty = true;
            }
        }
    }

    /// Everything is on the disk, and others may have the folder.
    @Override
    public void close() {
        isClosed = true;
        try (lockFile) {
            RecordFile file = journal;
            if (file != null) {
                file.force();
                file.close();
            }
            lock.release();
        } catch (IOException e) {
            // The journal is as whole as the disk lets it be; the lock ends with the process.
            broken = e.getMessage();
        }
    }
}
