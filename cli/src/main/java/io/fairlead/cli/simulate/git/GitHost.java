package io.fairlead.cli.simulate.git;

import io.fairlead.simulator.schedule.VirtualTimeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TagBuilder;

/// A Git host with one repository, in memory. What is on it is known twice: as objects that a client fetches, and as
/// what it means, for whoever judges the client.
public final class GitHost {
    static final String BRANCH = "refs/heads/main";
    static final String FOLDER = "shop";

    private final VirtualTimeline timeline;
    private final InMemoryRepository repository = memory("host");
    private final SortedMap<String, ObjectId> refs = new TreeMap<>();
    private final Map<String, Tag> tags = new LinkedHashMap<>();
    private Commit head;
    private Listener listener = new Listener() {
        @Override
        public void listed(Object client, String process, Listing listing) {}

        @Override
        public void broke(String process) {}
    };
    private boolean isReachable = true;
    private Duration delay = Duration.ZERO;
    private int toBreak;
    private int raceLosses;

    /// A commit and what its folder means.
    record Commit(ObjectId id, List<Commit> parents, SortedMap<String, Item> items) {
        /// Whether the other one is this or an ancestor of this.
        boolean isFrom(Commit other) {
            return withAncestors().stream().anyMatch(each -> each.id.equals(other.id));
        }

        /// This first.
        List<Commit> withAncestors() {
            Deque<Commit> open = new ArrayDeque<>(List.of(this));
            Map<ObjectId, Commit> seen = new LinkedHashMap<>();
            while (!open.isEmpty()) {
                Commit next = open.removeFirst();
                if (seen.putIfAbsent(next.id, next) == null) {
                    open.addAll(next.parents);
                }
            }
            return List.copyOf(seen.values());
        }

        String shortId() {
            return id.abbreviate(8).name();
        }

        @Override
        public String toString() {
            return shortId();
        }
    }

    /// @param isSound annotated, of a commit, made under its own name, and with a message that is understood
    /// @param percent how far it lets pods go
    /// @param target `CloneSet/web`, or empty for all
    record Tag(String ref, ObjectId object, boolean isSound, Commit of, int percent, String target) {}

    /// What a client was shown in one connection.
    record Listing(Commit head, List<Tag> tags) {}

    /// Hears what clients are shown.
    interface Listener {
        /// @param client the directory that asks; its memory is what is left of a process
        void listed(Object client, String process, Listing listing);

        /// The connection broke after the listing.
        void broke(String process);
    }

    public GitHost(VirtualTimeline timeline) {
        this.timeline = timeline;
        this.head = commit(List.of(), new TreeMap<>(), 0);
        push(head);
    }

    static InMemoryRepository memory(String name) {
        return new InMemoryRepository(new DfsRepositoryDescription(name));
    }

    void listen(Listener next) {
        listener = next;
    }

    Commit head() {
        return head;
    }

    /// Makes a commit; it is not on the branch yet.
    ///
    /// @param elsewhere what stands in another folder
    Commit commit(List<Commit> parents, SortedMap<String, Item> items, int elsewhere) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put("README.md", ("edition " + elsewhere + "\n").getBytes(StandardCharsets.UTF_8));
        for (Item item : items.values()) {
            files.put(FOLDER + "/" + item.file(), item.text(FOLDER).getBytes(StandardCharsets.UTF_8));
        }
        // An empty folder is none.
        files.put(FOLDER + "/OWNERS", "anna\n".getBytes(StandardCharsets.UTF_8));
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(tree(inserter, files));
            commit.setParentIds(parents.stream().map(Commit::id).toList());
            commit.setAuthor(person());
            commit.setCommitter(person());
            commit.setMessage("Change " + items.size() + " objects\n");
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            return new Commit(id, List.copyOf(parents), Collections.unmodifiableSortedMap(new TreeMap<>(items)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectId tree(ObjectInserter inserter, SortedMap<String, byte[]> files) throws IOException {
        DirCache index = DirCache.newInCore();
        DirCacheBuilder builder = index.builder();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            DirCacheEntry entry = new DirCacheEntry(file.getKey());
            entry.setFileMode(FileMode.REGULAR_FILE);
            entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, file.getValue()));
            builder.add(entry);
        }
        builder.finish();
        return index.writeTree(inserter);
    }

    private PersonIdent person() {
        return new PersonIdent("Anna", "anna@example.org", timeline.now(), ZoneOffset.UTC);
    }

    /// Moves the branch, by force if need be.
    void push(Commit commit) {
        head = commit;
        refs.put(BRANCH, commit.id());
    }

    /// Makes an annotated tag and pushes it.
    ///
    /// @param ref full
    /// @param inside the name that stands in the tag itself
    void tag(String ref, String inside, Commit of, int percent, String target, boolean isSound) {
        TagBuilder tag = new TagBuilder();
        tag.setTag(inside);
        tag.setObjectId(of.id(), Constants.OBJ_COMMIT);
        tag.setTagger(person());
        StringBuilder message = new StringBuilder("Let it go\n\nReason: as planned\n");
        if (percent < 100) {
            message.append("Partition: ").append(100 - percent).append("%\n");
        }
        if (!target.isEmpty()) {
            message.append("Target: ").append(target).append('\n');
        }
        tag.setMessage(message.toString());
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId id = inserter.insert(tag);
            inserter.flush();
            refs.put(ref, id);
            tags.put(ref, new Tag(ref, id, isSound, of, percent, target));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Pushes a tag that is no object of its own.
    void lightweight(String ref, Commit of) {
        refs.put(ref, of.id());
        tags.put(ref, new Tag(ref, of.id(), false, of, 0, ""));
    }

    void untag(String ref) {
        refs.remove(ref);
        tags.remove(ref);
    }

    List<Tag> tags() {
        return List.copyOf(tags.values());
    }

    /// @return false where that made no difference
    boolean reach(boolean next) {
        boolean isNews = isReachable != next;
        isReachable = next;
        delay = Duration.ZERO;
        toBreak = 0;
        raceLosses = 0;
        return isNews;
    }

    /// Every answer takes that long.
    void slow(Duration next) {
        delay = next;
    }

    /// So many connections break after their listing.
    void breakOff(int connections) {
        toBreak = connections;
    }

    /// So many pushes find that somebody else was faster.
    void race(int pushes) {
        raceLosses = pushes;
    }

    Duration delay() {
        return delay;
    }

    boolean isReachable() {
        return isReachable;
    }

    /// Whether this connection breaks now.
    boolean breaksNow() {
        boolean isSo = toBreak > 0;
        toBreak -= isSo ? 1 : 0;
        return isSo;
    }

    InMemoryRepository repository() {
        return repository;
    }

    SortedMap<String, ObjectId> refs() {
        return Collections.unmodifiableSortedMap(refs);
    }

    /// A client reads the refs.
    void show(Object client, String process) {
        listener.listed(client, process, new Listing(head, new ArrayList<>(tags.values())));
    }

    void broke(String process) {
        listener.broke(process);
    }

    /// Moves a ref that a client pushes, if it still is where the client saw it.
    boolean move(String process, String ref, Optional<ObjectId> seen, ObjectId next) {
        if (raceLosses > 0) {
            raceLosses--;
            timeline.note("git", "somebody was faster than " + process + " at " + ref);
            return false;
        }
        if (!Optional.ofNullable(refs.get(ref)).equals(seen)) {
            return false;
        }
        refs.put(ref, next);
        timeline.note("git", process + " pushes " + ref);
        return true;
    }
}
