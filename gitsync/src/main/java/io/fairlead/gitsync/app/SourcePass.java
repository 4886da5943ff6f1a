package io.fairlead.gitsync.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.gitops.Condition;
import io.fairlead.api.gitops.GitSource;
import io.fairlead.api.gitops.GitSourceCodec;
import io.fairlead.gitsync.git.Mirror;
import io.fairlead.gitsync.git.PollOutcome;
import io.fairlead.gitsync.git.Snapshot;
import io.fairlead.gitsync.ledger.DeliveryState.Notes;
import io.fairlead.gitsync.notes.NoteEdit;
import io.fairlead.gitsync.notes.NotesOutcome;
import io.fairlead.gitsync.notes.NotesWriter;
import io.fairlead.kube.ApiRequest.ContentType;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.ResourceType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One source: polls its repository, passes over its scopes, reports in its status and in the notes.
final class SourcePass implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SourcePass.class);

    /// How soon a source is passed over again while something is on its way.
    static final Duration PROGRESS_LOOK = Duration.ofSeconds(1);

    /// How soon after a note that could not be pushed, and after one that the host refused.
    private static final Duration NOTES_RETRY = Duration.ofSeconds(5);
    private static final Duration NOTES_DENIED_RETRY = Duration.ofHours(1);

    private final SourceTools tools;
    private final GitSource source;
    private final NotesWriter notes;
    private final Policies policies;
    private final SequencedMap<String, ScopePassRunner> scopes = new LinkedHashMap<>();
    private long notesNotBeforeNanos;
    private @Nullable Condition notesCondition;
    private @Nullable Condition readyCondition;
    private @Nullable Condition reportedNotes;
    private String reportedHead = "";

    SourcePass(SourceTools tools, GitSource source, NotesWriter notes) {
        this.tools = tools;
        this.source = source;
        this.notes = notes;
        this.policies = new Policies(tools.resources());
        this.notesNotBeforeNanos = tools.time().nanos();
        for (GitSource.Scope scope : source.spec().scopes()) {
            scopes.put(scope.name(), new ScopePassRunner(tools, source, scope));
        }
    }

    GitSource source() {
        return source;
    }

    /// Passes once over everything; returns when to look again, empty for the source's own interval.
    Optional<Duration> run() {
        Instant now = tools.time().now();
        Mirror mirror = tools.mirror();
        return switch (mirror.poll()) {
            case PollOutcome.Fetched(Snapshot snapshot) -> pass(snapshot, now);
            case PollOutcome.Unchanged(Snapshot snapshot) -> pass(snapshot, now);
            case PollOutcome.Unreachable(String detail) -> stale("SourceUnreachable", detail, now);
            case PollOutcome.Refused refused ->
                stale("Source" + word(refused.refusal().name()), refused.detail(), now);
            case PollOutcome.WentBackwards went ->
                stale(
                        "SourceWentBackwards",
                        "the branch ends at " + went.newHead().abbreviated() + ", an ancestor of "
                                + went.lastGood().head().abbreviated()
                                + " that was followed before: nothing is promoted",
                        now);
            case PollOutcome.HistoryRewritten rewritten ->
                stale(
                        "HistoryRewritten",
                        "the branch was rewritten: " + rewritten.newHead().abbreviated() + " does not follow from "
                                + rewritten.lastGood().head().abbreviated()
                                + ". Nothing is promoted until the old head is part of the branch again",
                        now);
        };
    }

    private Optional<Duration> pass(Snapshot snapshot, Instant now) {
        Policies.Answer answer = policies.of(source);
        boolean isSettled = true;
        List<String> problems = new ArrayList<>();
        SequencedMap<String, NoteLines.Lines> news = new LinkedHashMap<>();
        for (Map.Entry<String, ScopePassRunner> scope : scopes.entrySet()) {
            ScopePassRunner.Outcome outcome = run(scope.getKey(), scope.getValue(), snapshot, answer, now);
            isSettled &= outcome.isSettled();
            if (!outcome.problem().isEmpty()) {
                problems.add(outcome.problem());
            }
            outcome.lines()
                    .filter(l -> !l.said().equals(scope.getValue().notes().written()))
                    .ifPresent(l -> news.put(scope.getKey(), l));
        }
        isSettled &= push(news, now);
        if (problems.isEmpty()) {
            report(snapshot.head().hex(), condition("Ready", "True", "Followed", "the branch is followed", now));
        } else {
            LOG.warn("{}: {}", source.meta().name(), problems);
            report(snapshot.head().hex(), condition("Ready", "False", "ScopeFailed", problems.getFirst(), now));
        }
        return isSettled ? Optional.empty() : Optional.of(PROGRESS_LOOK);
    }

    /// A broken assumption about what one scope holds does not keep the others.
    private ScopePassRunner.Outcome run(
            String name, ScopePassRunner scope, Snapshot snapshot, Policies.Answer policies, Instant now) {
        try {
            return scope.run(snapshot, policies, now);
        } catch (RuntimeException e) {
            LOG.error("{}/{}: the pass broke off", source.meta().name(), name, e);
            return new ScopePassRunner.Outcome(true, name + ": the pass broke off: " + e, Optional.empty());
        }
    }

    private Optional<Duration> stale(String reason, String detail, Instant now) {
        Condition last = readyCondition;
        if (last == null || !last.reason().equals(reason)) {
            LOG.warn("{}: {}: {}", source.meta().name(), reason, detail);
        }
        report(reportedHead, condition("Ready", "False", reason, detail, now));
        return Optional.empty();
    }

    /// Pushes what is news. A note that fails costs a later try and nothing else.
    private boolean push(SequencedMap<String, NoteLines.Lines> news, Instant now) {
        if (news.isEmpty() || !source.spec().areNotesEnabled()) {
            return true;
        }
        if (tools.time().nanos() < notesNotBeforeNanos) {
            return false;
        }
        List<NoteEdit> edits =
                news.values().stream().flatMap(l -> l.edits().stream()).toList();
        return switch (notes.write(edits)) {
            case NotesOutcome.Pushed _, NotesOutcome.NothingToDo _ -> {
                news.forEach((name, lines) -> {
                    ScopePassRunner scope = scopes.get(name);
                    if (scope != null) {
                        long last = lines.edits().getLast().line().counter();
                        scope.noted(new Notes(last, lines.said()));
                    }
                });
                notesCondition = null;
                yield true;
            }
            case NotesOutcome.Denied(String reason) -> {
                notesNotBeforeNanos = tools.time().nanos() + NOTES_DENIED_RETRY.toNanos();
                notesCondition = condition("NotesWritten", "False", "NotesPushDenied", reason, now);
                LOG.warn("{}: the host refuses notes: {}", source.meta().name(), reason);
                yield true;
            }
            case NotesOutcome.Deferred(String reason) -> {
                notesNotBeforeNanos = tools.time().nanos() + NOTES_RETRY.toNanos();
                notesCondition = condition("NotesWritten", "False", "NotesDeferred", reason, now);
                yield false;
            }
        };
    }

    private Condition condition(String type, String status, String reason, String message, Instant now) {
        return new Condition(type, status, source.meta().generation(), now, reason, message);
    }

    /// Writes the source's status, if it says anything new.
    private void report(String head, Condition ready) {
        Condition aboutNotes = notesCondition;
        if (head.equals(reportedHead) && isSame(readyCondition, ready) && isSame(reportedNotes, aboutNotes)) {
            return;
        }
        List<Condition> conditions = new ArrayList<>(List.of(ready));
        if (aboutNotes != null) {
            conditions.add(aboutNotes);
        }
        JsonNode status = GitSourceCodec.statusToJson(new GitSource.Status(
                source.meta().generation(), head, Optional.of(ready.lastTransitionTime()), conditions));
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.set("status", status);
        ObjectPath path = ObjectPath.of(
                        ResourceType.GIT_SOURCE,
                        source.meta().namespace(),
                        source.meta().name())
                .status();
        if (tools.resources().patch(path, ContentType.MERGE_PATCH, patch) instanceof Outcome.Applied) {
            readyCondition = ready;
            reportedNotes = aboutNotes;
            reportedHead = head;
        }
    }

    /// But for times.
    private static boolean isSame(@Nullable Condition before, @Nullable Condition now) {
        if (before == null || now == null) {
            return before == null && now == null;
        }
        return before.status().equals(now.status())
                && before.reason().equals(now.reason())
                && before.message().equals(now.message());
    }

    private static String word(String constant) {
        StringBuilder word = new StringBuilder();
        for (String part : constant.split("_", -1)) {
            word.append(part.charAt(0)).append(part.substring(1).toLowerCase(java.util.Locale.ROOT));
        }
        return word.toString();
    }

    @Override
    public void close() {
        notes.close();
        tools.mirror().close();
    }
}
