package io.fairlead.gitsync.notes;

import io.fairlead.gitsync.git.CommitId;
import io.fairlead.gitsync.git.Connection;
import io.fairlead.gitsync.git.Failure;
import io.fairlead.gitsync.git.GitDirectory;
import io.fairlead.gitsync.git.Refusal;
import io.fairlead.gitsync.git.Remote;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PackLock;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;

/// The notes ref of one cluster on the remote: looked at, and moved only from where it was seen.
final class NotesRemote {
    /// How hosts word that somebody else was faster, when the status alone does not say it. Git says the first two
    /// for a lock held by another push as well, which a further try resolves too.
    private static final List<String> CONFLICTS = List.of(
            "failed to update ref",
            "failed to lock",
            "cannot lock ref",
            "fetch first",
            "non-fast-forward",
            "reference already exists",
            "incorrect old value",
            "stale info");

    /// What the ref is on the remote.
    sealed interface Tip {
        /// The ref as it is; its objects are here now. Empty where the remote has no such ref yet.
        record Seen(Optional<ObjectId> commit) implements Tip {}

        record Failed(Failure failure) implements Tip {}
    }

    /// What came of moving it.
    sealed interface Push {
        record Done() implements Push {}

        /// Somebody else moved it meanwhile.
        record Conflict(String detail) implements Push {}

        record Failed(Failure failure) implements Push {}
    }

    private final GitDirectory directory;
    private final Remote remote;
    private final String ref;

    NotesRemote(GitDirectory directory, Remote remote, String ref) {
        this.directory = directory;
        this.remote = remote;
        this.ref = ref;
    }

    Tip look() {
        Optional<Failure> defect = Connection.defectOf(remote);
        if (defect.isPresent()) {
            return new Tip.Failed(defect.get());
        }
        try (Connection connection = Connection.open(directory, remote)) {
            try {
                return look(connection);
            } catch (IOException | RuntimeException failure) {
                return new Tip.Failed(connection.failure(remote, failure));
            }
        } catch (IOException unusable) {
            return new Tip.Failed(Connection.openFailure(remote, unusable));
        }
    }

    /// Moves the ref to a commit if it still is what was seen.
    Push push(ObjectId commit, Optional<ObjectId> seen) {
        try (Connection connection = Connection.open(directory, remote)) {
            try {
                return push(connection, commit, seen);
            } catch (IOException | RuntimeException failure) {
                return new Push.Failed(connection.failure(remote, failure));
            }
        } catch (IOException unusable) {
            return new Push.Failed(Connection.openFailure(remote, unusable));
        }
    }

    private Tip look(Connection connection) throws IOException {
        Repository repository = directory.repository();
        try (FetchConnection listing = connection.transport().openFetch(List.of(new RefSpec(ref)))) {
            Ref tip = listing.getRef(ref);
            if (tip == null || tip.getObjectId() == null) {
                return new Tip.Seen(Optional.empty());
            }
            ObjectId id = tip.getObjectId();
            if (!repository.getObjectDatabase().has(id)) {
                Ref local = repository.exactRef(ref);
                Set<ObjectId> held = local == null ? Set.of() : Set.of(local.getObjectId());
                try {
                    listing.fetch(connection.monitor(), List.of(tip), new HashSet<>(held));
                } finally {
                    for (PackLock lock : listing.getPackLocks()) {
                        lock.unlock();
                    }
                }
            }
            remember(repository, id);
            return new Tip.Seen(Optional.of(id));
        }
    }

    private Push push(Connection connection, ObjectId commit, Optional<ObjectId> seen) throws IOException {
        Repository repository = directory.repository();
        var update = new RemoteRefUpdate(
                repository, (String) null, commit, ref, false, null, seen.orElse(ObjectId.zeroId()));
        PushResult result = connection.transport().push(connection.monitor(), List.of(update));
        String said = Stream.of(update.getMessage(), result.getMessages())
                .filter(text -> text != null && !text.isBlank())
                .reduce((one, other) -> one + ": " + other)
                .orElse("");
        return switch (update.getStatus()) {
            case OK, UP_TO_DATE -> {
                remember(repository, commit);
                yield new Push.Done();
            }
            case REJECTED_REMOTE_CHANGED, REJECTED_NONFASTFORWARD -> new Push.Conflict("the ref was moved");
            case REJECTED_OTHER_REASON ->
                CONFLICTS.stream().anyMatch(said::contains)
                        ? new Push.Conflict(remote.mask(said))
                        : new Push.Failed(new Failure.Refused(Refusal.NOT_PERMITTED, remote.mask(said)));
            case REJECTED_NODELETE, NON_EXISTING ->
                throw new IllegalStateException("a push that deletes nothing cannot end so");
            case AWAITING_REPORT, NOT_ATTEMPTED ->
                new Push.Failed(new Failure.Unreachable("the host did not say what came of the push"));
        };
    }

    /// Keeps what was seen last from being collected, and as a base for the next fetch.
    private void remember(Repository repository, ObjectId id) throws IOException {
        RefUpdate update = repository.updateRef(ref);
        update.setNewObjectId(id);
        update.disableRefLog();
        update.forceUpdate();
    }

    /// The full id as the outside knows it.
    static CommitId commitId(ObjectId id) {
        return new CommitId(id.name());
    }
}
