package io.fairlead.gitsync.git;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A bare repository of our own, with one owner, and the way from it to repositories elsewhere.
public interface GitDirectory extends AutoCloseable {
    /// Opens the directory on the local disk, or makes an empty one where there is none or it cannot be read.
    ///
    /// @throws IllegalStateException if another process owns the directory
    /// @throws java.io.UncheckedIOException if the local disk fails
    static GitDirectory open(Path directory) {
        GitEnvironment.isolate();
        return DiskDirectory.open(directory);
    }

    /// The repository as it is now; [#recreate] puts another one in its place.
    Repository repository();

    /// Throws everything away but the accepted head, and begins with an empty repository.
    void recreate();

    int packCount();

    /// The head that was accepted last; survives the process and [#recreate].
    Optional<CommitId> acceptedHead();

    /// Durable and whole: a kill leaves the head before or this one.
    void accept(CommitId head);

    /// A connection to a repository elsewhere, not opened yet.
    ///
    /// @throws IOException if the URL cannot be used
    default Transport connect(URIish url) throws IOException {
        return Transport.open(repository(), url);
    }

    /// Whether every ref names an object that can be read, and every commit among them has its tree.
    default boolean isSound() {
        Logger log = LoggerFactory.getLogger(GitDirectory.class);
        try (RevWalk walk = new RevWalk(repository())) {
            for (Ref ref : repository().getRefDatabase().getRefsByPrefix("refs/")) {
                RevObject object = walk.parseAny(ref.getObjectId());
                if (object instanceof RevCommit commit) {
                    walk.parseTree(commit.getTree());
                }
            }
            return true;
        } catch (IOException | RuntimeException unreadable) {
            log.debug("The repository {} cannot be read", repository(), unreadable);
            return false;
        }
    }

    @Override
    void close();
}
