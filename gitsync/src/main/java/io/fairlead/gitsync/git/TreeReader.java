package io.fairlead.gitsync.git;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/// Reads folders and files of a commit from the object database. A path is walked through trees only, so there is
/// nothing outside the commit that it could reach.
final class TreeReader {
    private static final Pattern COMPONENT = Pattern.compile("[^/\\\\\\p{Cntrl}]{1,255}");

    private TreeReader() {}

    /// The tree of a folder; the empty path is the root. Empty where there is no such folder, or its path is none
    /// that a repository may hold (T-002).
    static Optional<ObjectId> folder(Repository repository, CommitId commit, String path) throws IOException {
        if (!isPlain(path)) {
            return Optional.empty();
        }
        try (RevWalk walk = new RevWalk(repository)) {
            RevTree root = walk.parseCommit(ObjectId.fromString(commit.hex())).getTree();
            if (path.isEmpty()) {
                return Optional.of(root.copy());
            }
            try (TreeWalk found = TreeWalk.forPath(walk.getObjectReader(), path, root)) {
                return found != null && FileMode.TREE.equals(found.getRawMode(0))
                        ? Optional.of(found.getObjectId(0))
                        : Optional.empty();
            }
        }
    }

    static FolderListing list(Repository repository, CommitId commit, String path) throws IOException {
        Optional<ObjectId> folder = folder(repository, commit, path);
        if (folder.isEmpty()) {
            return new FolderListing.NoFolder();
        }
        String prefix = path.isEmpty() ? "" : path + "/";
        var files = new ArrayList<TreeFile>();
        int entries = 0;
        try (TreeWalk walk = new TreeWalk(repository)) {
            walk.addTree(folder.get());
            while (walk.next()) {
                entries++;
                if (entries > GitLimits.TREE_ENTRIES_MAX || walk.getDepth() > GitLimits.TREE_DEPTH_MAX) {
                    return new FolderListing.Unreadable("more than " + GitLimits.TREE_ENTRIES_MAX
                            + " entries, or folders deeper than " + GitLimits.TREE_DEPTH_MAX);
                }
                if (walk.isSubtree()) {
                    walk.enterSubtree();
                } else {
                    files.add(file(prefix, walk));
                }
            }
        }
        return new FolderListing.Files(files);
    }

    static BlobContent blob(Repository repository, String objectId, int bytesMax) throws IOException {
        try {
            ObjectLoader loader = repository.open(ObjectId.fromString(objectId), Constants.OBJ_BLOB);
            return loader.getSize() > bytesMax
                    ? new BlobContent.TooLarge(loader.getSize())
                    : new BlobContent.Bytes(
                            ByteBuffer.wrap(loader.getCachedBytes(bytesMax)).asReadOnlyBuffer());
        } catch (MissingObjectException missing) {
            return new BlobContent.Unreadable("the object is missing");
        }
    }

    /// Whether a path is relative, without `.`, `..` and `.git` in any spelling that some file system takes for it.
    static boolean isPlain(String path) {
        List<String> components = path.isEmpty() ? List.of() : Arrays.asList(path.split("/", -1));
        return components.size() <= GitLimits.TREE_DEPTH_MAX
                && components.stream()
                        .allMatch(component -> COMPONENT.matcher(component).matches()
                                && !component.equals(".")
                                && !component.equals("..")
                                && !component.toLowerCase(Locale.ROOT).startsWith(".git")
                                && !component.toLowerCase(Locale.ROOT).startsWith("git~"));
    }

    private static TreeFile file(String prefix, TreeWalk walk) {
        FileMode mode = walk.getFileMode(0);
        TreeFile.Mode kind = TreeFile.Mode.FILE;
        if (mode.equals(FileMode.SYMLINK)) {
            kind = TreeFile.Mode.SYMLINK;
        } else if (mode.equals(FileMode.GITLINK)) {
            kind = TreeFile.Mode.SUBMODULE;
        }
        return new TreeFile(
                prefix + walk.getPathString(), kind, walk.getObjectId(0).name());
    }
}
