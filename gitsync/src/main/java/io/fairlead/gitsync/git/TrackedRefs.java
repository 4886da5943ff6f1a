package io.fairlead.gitsync.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.BatchRefUpdate;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PackLock;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.RefSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tracked refs of a remote and their copies under `refs/fairlead/remote/`.
///
/// Listing and fetching happen on one connection, with the wanted objects named by id. So the host's answer is
/// judged (number of refs, names, branch present) before anything is fetched for it, and nothing in a ref's name
/// decides what lands on the local disk. With protocol v2 the host lists the asked prefixes only; without it, it
/// lists everything and the rest is dropped here.
final class TrackedRefs {
    private static final Logger LOG = LoggerFactory.getLogger(TrackedRefs.class);
    private static final String LOCAL = "refs/fairlead/remote/";
    private static final String ACCEPTED = "refs/fairlead/accepted";
    private static final String TAGS = Constants.R_TAGS + TagRef.PREFIX;

    /// What came of listing and fetching.
    sealed interface Fetch {
        record Done(CommitId head, List<TagRef> tags) implements Fetch {}

        record Failed(Failure failure) implements Fetch {}
    }

    private final GitDirectory directory;
    private final Remote remote;

    TrackedRefs(GitDirectory directory, Remote remote) {
        this.directory = directory;
        this.remote = remote;
    }

    Fetch fetch() {
        Connection connection;
        try {
            connection = Connection.open(directory, remote);
        } catch (IOException unusable) {
            return new Fetch.Failed(Connection.openFailure(remote, unusable));
        }
        try (connection) {
            return fetch(connection);
        } catch (IOException | RuntimeException failure) {
            LOG.debug("Fetching {} failed", remote, failure);
            return new Fetch.Failed(connection.failure(remote, failure));
        }
    }

    /// Keeps the objects of an accepted head from being collected, also when the branch no longer leads to it.
    void keepAccepted(CommitId head) {
        try {
            Repository repository = directory.repository();
            Ref current = repository.exactRef(ACCEPTED);
            ObjectId id = ObjectId.fromString(head.hex());
            if (current == null || !id.equals(current.getObjectId())) {
                var update = repository.updateRef(ACCEPTED);
                update.setNewObjectId(id);
                update.disableRefLog();
                update.forceUpdate();
            }
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private Fetch fetch(Connection connection) throws IOException {
        var specs = List.of(new RefSpec(remote.branchRef()), new RefSpec(TAGS + "*:" + LOCAL + "tags/*"));
        try (FetchConnection listing = connection.transport().openFetch(specs)) {
            Ref head = listing.getRef(remote.branchRef());
            ObjectId headId = head == null ? null : head.getObjectId();
            if (head == null || headId == null) {
                return refused(Refusal.NOT_FOUND, "the remote has no branch " + remote.branch());
            }
            List<Ref> listed = listing.getRefs().stream()
                    .filter(ref -> ref.getName().startsWith(TAGS))
                    .toList();
            if (listed.size() >= GitLimits.TRACKED_REFS_MAX) {
                return refused(Refusal.TOO_MANY_REFS, "more than " + GitLimits.TRACKED_REFS_MAX + " refs");
            }
            var tagRefs = new ArrayList<TagRef>();
            var wanted = new ArrayList<Ref>(List.of(head));
            SequencedMap<String, ObjectId> local = new LinkedHashMap<>();
            local.put(LOCAL + "head", headId);
            for (Ref tag : listed) {
                String name = tag.getName().substring(Constants.R_TAGS.length());
                ObjectId id = tag.getObjectId();
                if (id == null || !TagRef.isPlain(name)) {
                    LOG.warn("A tag of {} has a name that is not taken: {}", remote, remote.mask(name));
                    continue;
                }
                tagRefs.add(new TagRef(name, id.name()));
                wanted.add(tag);
                local.put(LOCAL + "tags/" + name, id);
            }
            receive(connection, listing, wanted);
            if (!isCommit(headId)) {
                return refused(Refusal.MALFORMED, "the branch does not point at a commit");
            }
            mirror(local);
            return new Fetch.Done(new CommitId(headId.name()), tagRefs);
        }
    }

    /// Fetches the objects that the mirror lacks and proves that nothing is missing behind them: a host that leaves
    /// out a parent could hide what the branch was (T-026).
    private void receive(Connection connection, FetchConnection listing, List<Ref> wanted) throws IOException {
        Repository repository = directory.repository();
        List<Ref> missing = new ArrayList<>();
        for (Ref ref : wanted) {
            if (!repository.getObjectDatabase().has(ref.getObjectId())) {
                missing.add(ref);
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        List<ObjectId> held = localRefs().values().stream().toList();
        listing.setPackLockMessage("fairlead");
        try {
            listing.fetch(connection.monitor(), missing, new java.util.HashSet<>(held));
            try (ObjectWalk walk = new ObjectWalk(repository)) {
                for (Ref ref : missing) {
                    walk.markStart(walk.parseAny(ref.getObjectId()));
                }
                for (ObjectId id : held) {
                    walk.markUninteresting(walk.parseAny(id));
                }
                walk.checkConnectivity();
            }
        } finally {
            for (PackLock lock : listing.getPackLocks()) {
                lock.unlock();
            }
        }
    }

    private boolean isCommit(ObjectId id) throws IOException {
        return directory.repository().open(id).getType() == Constants.OBJ_COMMIT;
    }

    /// Makes the local refs what was listed, in two batches: deletions first, so that a name may become a folder.
    private void mirror(SequencedMap<String, ObjectId> wanted) throws IOException {
        Map<String, ObjectId> present = localRefs();
        var deletions = new ArrayList<ReceiveCommand>();
        present.forEach((name, id) -> {
            if (!wanted.containsKey(name)) {
                deletions.add(new ReceiveCommand(id, ObjectId.zeroId(), name));
            }
        });
        var updates = new ArrayList<ReceiveCommand>();
        wanted.forEach((name, id) -> {
            ObjectId old = present.getOrDefault(name, ObjectId.zeroId());
            if (!old.equals(id)) {
                updates.add(new ReceiveCommand(old, id, name));
            }
        });
        execute(deletions);
        execute(updates);
    }

    private void execute(List<ReceiveCommand> commands) throws IOException {
        if (commands.isEmpty()) {
            return;
        }
        Repository repository = directory.repository();
        BatchRefUpdate batch = repository.getRefDatabase().newBatchUpdate();
        batch.setAllowNonFastForwards(true).setAtomic(true).disableRefLog().addCommand(commands);
        try (RevWalk walk = new RevWalk(repository)) {
            batch.execute(walk, NullProgressMonitor.INSTANCE);
        }
        for (ReceiveCommand command : commands) {
            if (command.getResult() != ReceiveCommand.Result.OK) {
                throw new IOException("a ref of the mirror could not be written: " + command.getResult());
            }
        }
    }

    private Map<String, ObjectId> localRefs() throws IOException {
        var refs = new TreeMap<String, ObjectId>();
        for (Ref ref : directory.repository().getRefDatabase().getRefsByPrefix(LOCAL)) {
            refs.put(ref.getName(), ref.getObjectId());
        }
        return refs;
    }

    private static Fetch refused(Refusal refusal, String detail) {
        return new Fetch.Failed(new Failure.Refused(refusal, detail));
    }
}
