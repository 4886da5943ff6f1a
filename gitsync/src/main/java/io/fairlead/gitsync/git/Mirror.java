package io.fairlead.gitsync.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A local, bare copy of what decides something in a remote repository: the tracked branch with its whole history,
/// and the tags under `fl/`.
///
/// One thread polls; any thread reads. Everything read is addressed by object id, so a poll in between changes no
/// answer. The last accepted head is remembered on disk beside the objects: a head that does not follow from it is
/// reported instead of taken.
public final class Mirror implements AutoCloseable {
    /// Names how the manifests of a folder are read, as part of [#scopeDigest]: plain files, no templates. Changing
    /// how they are read means a new name, and so new approvals.
    public static final String RENDERER = "plain/1";

    private static final Pattern ID = Pattern.compile("[0-9a-f]{4,40}");
    private static final Logger LOG = LoggerFactory.getLogger(Mirror.class);

    private final GitDirectory directory;
    private final Remote remote;
    private final TrackedRefs refs;
    private @Nullable Snapshot last;

    /// @param directory that belongs to this mirror alone, and is closed with it
    public Mirror(GitDirectory directory, Remote remote) {
        GitEnvironment.isolate();
        this.directory = directory;
        this.remote = remote;
        this.refs = new TrackedRefs(directory, remote);
    }

    /// Opens or creates the mirror in a directory that belongs to it alone. Nothing is sent to the remote yet.
    ///
    /// @throws IllegalStateException if another process owns the directory
    /// @throws UncheckedIOException if the local disk fails
    public static Mirror open(Path path, Remote remote) {
        return new Mirror(GitDirectory.open(path), remote);
    }

    /// Lists the tracked refs, fetches what is new, and says what the remote is now. Never throws for what a host
    /// or a network can do.
    public synchronized PollOutcome poll() {
        Optional<Failure> defect = Connection.defectOf(remote);
        if (defect.isPresent()) {
            return outcome(defect.get());
        }
        switch (refs.fetch()) {
            case TrackedRefs.Fetch.Done done -> {
                return accepted(done.head(), done.tags());
            }
            case TrackedRefs.Fetch.Failed failed -> {
                if (directory.isSound()) {
                    return outcome(failed.failure());
                }
            }
        }
        LOG.warn("The mirror of {} is damaged and is cloned again", remote);
        directory.recreate();
        return switch (refs.fetch()) {
            case TrackedRefs.Fetch.Done done -> accepted(done.head(), done.tags());
            case TrackedRefs.Fetch.Failed failed -> outcome(failed.failure());
        };
    }

    /// The newest head that a poll took, or that [#accept] named; kept over restarts.
    public Optional<CommitId> acceptedHead() {
        return directory.acceptedHead();
    }

    /// Takes a head although it does not follow from the last accepted one: somebody decided that the rewritten
    /// branch is the right one. The next poll measures against it.
    public synchronized void accept(CommitId head) {
        directory.accept(head);
        last = null;
    }

    /// What the tag says, from the raw bytes of its object.
    public TagFact tag(TagRef ref) {
        try {
            ObjectLoader loader = repository().open(ObjectId.fromString(ref.objectId()));
            if (loader.getType() != Constants.OBJ_TAG) {
                return new TagFact.Lightweight(ref, Constants.typeString(loader.getType()));
            }
            return loader.getSize() > GitLimits.TAG_BYTES_MAX
                    ? new TagFact.Malformed(ref, "larger than " + GitLimits.TAG_BYTES_MAX + " bytes")
                    : TagParser.parse(ref, loader.getCachedBytes(GitLimits.TAG_BYTES_MAX));
        } catch (MissingObjectException missing) {
            return new TagFact.Malformed(ref, "the object is missing");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The one commit whose id begins with these digits, at least four; empty if there is none, or more than one.
    public Optional<CommitId> find(String digits) {
        if (!ID.matcher(digits).matches()) {
            return Optional.empty();
        }
        try (ObjectReader reader = repository().newObjectReader();
                RevWalk walk = new RevWalk(reader)) {
            List<ObjectId> commits = new ArrayList<>();
            for (ObjectId id : reader.resolve(AbbreviatedObjectId.fromString(digits))) {
                if (walk.parseAny(id) instanceof RevCommit) {
                    commits.add(id);
                }
            }
            return commits.size() == 1
                    ? Optional.of(new CommitId(commits.getFirst().name()))
                    : Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Whether a commit is the head or an ancestor of it. A commit that the mirror does not hold is not.
    public boolean isOnBranch(CommitId commit, CommitId head) {
        try (RevWalk walk = new RevWalk(repository())) {
            return walk.isMergedInto(
                    walk.parseCommit(ObjectId.fromString(commit.hex())),
                    walk.parseCommit(ObjectId.fromString(head.hex())));
        } catch (MissingObjectException | org.eclipse.jgit.errors.IncorrectObjectTypeException unknown) {
            return false;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// What an approval of a folder at a commit is about: the id of the folder's tree and the name of the renderer.
    /// Equal for two commits that differ elsewhere only (GO-015). Empty where there is no such commit or folder.
    public Optional<String> scopeDigest(CommitId commit, String folder) {
        try {
            return TreeReader.folder(repository(), commit, folder).map(tree -> "tree:" + tree.name() + "+" + RENDERER);
        } catch (MissingObjectException missing) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Everything below a folder of a commit; the empty path is the whole commit.
    public FolderListing files(CommitId commit, String folder) {
        try {
            return TreeReader.list(repository(), commit, folder);
        } catch (MissingObjectException missing) {
            return new FolderListing.Unreadable("the mirror does not hold the commit");
        } catch (IOException failure) {
            return new FolderListing.Unreadable("the mirror is damaged");
        }
    }

    /// The content of a file, up to a size.
    public BlobContent blob(String objectId, int bytesMax) {
        try {
            return TreeReader.blob(repository(), objectId, bytesMax);
        } catch (IOException failure) {
            return new BlobContent.Unreadable("the mirror is damaged");
        }
    }

    @Override
    public void close() {
        directory.close();
    }

    private PollOutcome accepted(CommitId head, List<TagRef> tags) {
        var now = new Snapshot(head, tags, true);
        Optional<CommitId> before = directory.acceptedHead();
        if (before.isPresent() && !isOnBranch(before.get(), head)) {
            Snapshot good = last == null ? new Snapshot(before.get(), tags, false) : last.withChanged(false);
            return isOnBranch(head, before.get())
                    ? new PollOutcome.WentBackwards(good, head)
                    : new PollOutcome.HistoryRewritten(good, head);
        }
        if (last != null && last.sameContent(now)) {
            return new PollOutcome.Unchanged(now.withChanged(false));
        }
        refs.keepAccepted(head);
        directory.accept(head);
        last = now;
        repackIfDue();
        return new PollOutcome.Fetched(now);
    }

    /// JGit's transports leave one pack for each fetch, and nothing else ever joins them.
    private void repackIfDue() {
        if (directory.packCount() <= GitLimits.PACKS_MAX) {
            return;
        }
        try (Git git = Git.wrap(repository())) {
            git.gc().call();
        } catch (GitAPIException | RuntimeException failed) {
            LOG.warn("The mirror of {} could not be repacked; it works on, slower", remote, failed);
        }
    }

    private Repository repository() {
        return directory.repository();
    }

    private static PollOutcome outcome(Failure failure) {
        return switch (failure) {
            case Failure.Unreachable unreachable -> new PollOutcome.Unreachable(unreachable.detail());
            case Failure.Refused refused -> new PollOutcome.Refused(refused.refusal(), refused.detail());
        };
    }
}
