package io.fairlead.gitsync.notes;

import io.fairlead.gitsync.git.CommitId;
import io.fairlead.gitsync.git.Failure;
import io.fairlead.gitsync.git.GitDirectory;
import io.fairlead.gitsync.git.Remote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.notes.NoteMap;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// Writes one cluster's notes: reads the ref as it is on the remote, folds the edits in, and pushes on the
/// condition that nobody moved it meanwhile. Only the one that holds the source's lease writes; should there be two
/// for a moment, no line of either is lost.
public final class NotesWriter implements AutoCloseable {
    private static final Pattern CLUSTER = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /// What the writer takes from the outside world, so that tests can hold it still.
    public record World(InstantSource clock, RandomGenerator random, Sleeper sleeper) {}

    private final GitDirectory directory;
    private final NotesRemote remote;
    private final String cluster;
    private final World world;

    /// @param path a directory for the notes alone; nothing of value is lost with it
    /// @param cluster the name of the cluster, a DNS label
    /// @throws IllegalStateException if another process owns the directory
    public NotesWriter(Path path, Remote remote, String cluster, World world) {
        this(GitDirectory.open(path), remote, cluster, world);
    }

    /// @param directory for the notes alone, closed with the writer; nothing of value is lost with it
    /// @param cluster the name of the cluster, a DNS label
    public NotesWriter(GitDirectory directory, Remote remote, String cluster, World world) {
        if (!CLUSTER.matcher(cluster).matches()) {
            throw new IllegalArgumentException("the name of a cluster is a DNS label");
        }
        this.directory = directory;
        this.remote = new NotesRemote(directory, remote, refOf(cluster));
        this.cluster = cluster;
        this.world = world;
    }

    /// The ref of a cluster's notes.
    public static String refOf(String cluster) {
        return "refs/notes/fairlead/" + cluster;
    }

    /// Writes all edits in one commit and one push.
    public synchronized NotesOutcome write(List<NoteEdit> edits) {
        if (edits.size() > NoteLimits.EDITS_MAX) {
            throw new IllegalArgumentException("more than " + NoteLimits.EDITS_MAX + " edits");
        }
        Duration backoff = NoteLimits.BACKOFF_FIRST;
        String conflict = "";
        for (int tries = 0; tries < NoteLimits.TRIES_MAX; tries++) {
            if (tries > 0 && !world.sleeper().sleep(jittered(backoff))) {
                return new NotesOutcome.Deferred("interrupted");
            }
            backoff = tries == 0 ? backoff : doubled(backoff);
            switch (attempt(edits)) {
                case Attempt.Ended ended -> {
                    return ended.outcome();
                }
                case Attempt.Lost lost -> conflict = lost.detail();
            }
        }
        return new NotesOutcome.Deferred("somebody else was faster " + NoteLimits.TRIES_MAX + " times: " + conflict);
    }

    /// The highest counter of this cluster in any note on the remote: a writer goes on above it. Empty where there
    /// is none, or where the remote cannot be read now.
    public synchronized OptionalLong highestCounter() {
        if (!(remote.look() instanceof NotesRemote.Tip.Seen seen)
                || seen.commit().isEmpty()) {
            return OptionalLong.empty();
        }
        try (ObjectReader reader = directory.repository().newObjectReader();
                RevWalk walk = new RevWalk(reader)) {
            NoteMap notes = NoteMap.read(reader, walk.parseCommit(seen.commit().get()));
            OptionalLong highest = OptionalLong.empty();
            for (var note : notes) {
                OptionalLong here = read(reader, note.getData()).status().values().stream()
                        .filter(line -> line.key().cluster().equals(cluster))
                        .mapToLong(KeyedLine::counter)
                        .max();
                highest = OptionalLong.of(Math.max(highest.orElse(Long.MIN_VALUE), here.orElse(Long.MIN_VALUE)));
            }
            return highest.stream().filter(value -> value != Long.MIN_VALUE).max();
        } catch (IOException unreadable) {
            return OptionalLong.empty();
        }
    }

    @Override
    public void close() {
        directory.close();
    }

    private sealed interface Attempt {
        record Ended(NotesOutcome outcome) implements Attempt {}

        record Lost(String detail) implements Attempt {}
    }

    private Attempt attempt(List<NoteEdit> edits) {
        return switch (remote.look()) {
            case NotesRemote.Tip.Failed failed -> new Attempt.Ended(outcome(failed.failure()));
            case NotesRemote.Tip.Seen seen -> attempt(edits, seen.commit());
        };
    }

    private Attempt attempt(List<NoteEdit> edits, Optional<ObjectId> tip) {
        Optional<ObjectId> commit;
        try {
            commit = commit(edits, tip);
        } catch (IOException unreadable) {
            return new Attempt.Ended(new NotesOutcome.Deferred("the notes cannot be read"));
        }
        if (commit.isEmpty()) {
            return new Attempt.Ended(new NotesOutcome.NothingToDo());
        }
        return switch (remote.push(commit.get(), tip)) {
            case NotesRemote.Push.Done ignored ->
                new Attempt.Ended(new NotesOutcome.Pushed(NotesRemote.commitId(commit.get())));
            case NotesRemote.Push.Conflict conflict -> new Attempt.Lost(conflict.detail());
            case NotesRemote.Push.Failed failed -> new Attempt.Ended(outcome(failed.failure()));
        };
    }

    /// The commit that carries the edits on top of what the remote has; empty where it has them all.
    private Optional<ObjectId> commit(List<NoteEdit> edits, Optional<ObjectId> tip) throws IOException {
        try (ObjectReader reader = directory.repository().newObjectReader();
                RevWalk walk = new RevWalk(reader);
                ObjectInserter inserter = directory.repository().newObjectInserter()) {
            Optional<RevCommit> parent = tip.isEmpty() ? Optional.empty() : Optional.of(walk.parseCommit(tip.get()));
            NoteMap notes = parent.isEmpty() ? NoteMap.newEmptyMap() : NoteMap.read(reader, parent.get());
            boolean changed = false;
            for (Map.Entry<CommitId, List<KeyedLine>> edit : byCommit(edits).entrySet()) {
                ObjectId target = ObjectId.fromString(edit.getKey().hex());
                ObjectId before = notes.get(target);
                Note note = before == null ? Note.parse("") : read(reader, before);
                byte[] text = note.with(edit.getValue()).render(cluster).getBytes(StandardCharsets.UTF_8);
                ObjectId after = inserter.insert(Constants.OBJ_BLOB, text);
                if (!after.equals(before)) {
                    notes.set(target, after);
                    changed = true;
                }
            }
            if (!changed) {
                return Optional.empty();
            }
            var commit = new CommitBuilder();
            commit.setTreeId(notes.writeTree(inserter));
            parent.ifPresent(commit::setParentId);
            var author = new PersonIdent(
                    "fairlead/" + cluster,
                    "fairlead@" + cluster + ".invalid",
                    world.clock().instant(),
                    ZoneOffset.UTC);
            commit.setAuthor(author);
            commit.setCommitter(author);
            commit.setMessage("Report delivery from " + cluster + "\n");
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            return Optional.of(id);
        }
    }

    private static SequencedMap<CommitId, List<KeyedLine>> byCommit(List<NoteEdit> edits) {
        return edits.stream()
                .collect(Collectors.groupingBy(
                        NoteEdit::commit,
                        TreeMap::new,
                        Collectors.mapping(edit -> LineFormat.keyed(edit.line()), Collectors.toList())));
    }

    private static Note read(ObjectReader reader, ObjectId blob) throws IOException {
        ObjectLoader loader = reader.open(blob, Constants.OBJ_BLOB);
        if (loader.getSize() > NoteLimits.READ_BYTES_MAX) {
            return Note.parse("");
        }
        return Note.parse(new String(loader.getCachedBytes(NoteLimits.READ_BYTES_MAX), StandardCharsets.UTF_8));
    }

    private static NotesOutcome outcome(Failure failure) {
        return switch (failure) {
            case Failure.Unreachable unreachable -> new NotesOutcome.Deferred(unreachable.detail());
            case Failure.Refused refused -> new NotesOutcome.Denied(refused.refusal() + ": " + refused.detail());
        };
    }

    /// Between half of it and all of it, so that two losers do not meet again.
    private Duration jittered(Duration backoff) {
        long half = backoff.toNanos() / 2;
        return Duration.ofNanos(half + world.random().nextLong(half + 1));
    }

    private static Duration doubled(Duration backoff) {
        Duration twice = backoff.multipliedBy(2);
        return twice.compareTo(NoteLimits.BACKOFF_MAX) > 0 ? NoteLimits.BACKOFF_MAX : twice;
    }
}
