package io.fairlead.gitsync.app;

import io.fairlead.api.Parsed;
import io.fairlead.api.gitops.GitSource;
import io.fairlead.api.gitops.GitSourceCodec;
import io.fairlead.gitsync.apply.ObjectApplier;
import io.fairlead.gitsync.git.CommitId;
import io.fairlead.gitsync.git.Credentials;
import io.fairlead.gitsync.git.Mirror;
import io.fairlead.gitsync.git.PollOutcome;
import io.fairlead.gitsync.git.Remote;
import io.fairlead.gitsync.git.Snapshot;
import io.fairlead.gitsync.manifest.ManifestReader;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.kube.Selection;
import io.fairlead.kube.Time;
import io.fairlead.kube.discovery.Discovery;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Says what a commit would do to a cluster, by the code that would do it, and writes nothing.
///
/// Promises: the decisions are those that a pass would come to now, on the same ledger, policy and tags; what the
/// objects would look like is the API server's own answer (dry run). Bounds: those of a pass.
public final class CommitPlan {
    private final Resources resources;
    private final Discovery discovery;
    private final Time time;

    /// @param api is asked, and told nothing
    public CommitPlan(KubeApi api, Time time) {
        this.resources = new Resources(api, ObjectApplier.FIELD_MANAGER);
        this.discovery = new Discovery(api);
        this.time = time;
    }

    /// What is planned.
    ///
    /// @param source the name of a GitSource; empty where there is only one
    /// @param commit an id or the first digits of one, on the tracked branch; empty for its head
    /// @param copy a repository of one's own to read instead of the source's
    public record Request(String source, Optional<String> commit, Optional<Copy> copy) {}

    /// @param branch in it that ends at the commit to plan
    public record Copy(String url, String branch) {}

    public sealed interface Answer {
        record Planned(GitSource source, CommitId commit, List<ScopePlan> scopes) implements Answer {
            public Planned {
                scopes = List.copyOf(scopes);
            }
        }

        /// What was asked for is not there; the sentence says what is.
        record NotFound(String why) implements Answer {}

        /// The cluster or the Git host does not answer as it should.
        record Unavailable(String why) implements Answer {}
    }

    /// @param data an empty folder for the mirror; can be deleted afterwards
    public Answer of(Request request, Path data) {
        Resources.Listing<Parsed<GitSource>> sources =
                resources.list(Selection.all(ResourceType.GIT_SOURCE), GitSourceCodec::parse);
        return switch (sources) {
            case Resources.Listing.Incomplete<Parsed<GitSource>>(Outcome outcome) ->
                new Answer.Unavailable(
                        outcome instanceof Outcome.Gone
                                ? "this cluster knows no GitSources: install Fairlead's definitions with"
                                        + " 'fairlead reconciler --install'"
                                : "the GitSources cannot be listed: check --kubeconfig and your rights there");
            case Resources.Listing.Complete<Parsed<GitSource>> complete -> {
                List<GitSource> valid = new ArrayList<>();
                for (Parsed<GitSource> each : complete.items()) {
                    if (each instanceof Parsed.Valid<GitSource>(GitSource source)) {
                        valid.add(source);
                    }
                }
                yield of(request, data, valid);
            }
        };
    }

    private Answer of(Request request, Path data, List<GitSource> sources) {
        List<String> names = sources.stream().map(each -> each.meta().name()).toList();
        List<GitSource> meant = sources.stream()
                .filter(each -> request.source().isEmpty() || each.meta().name().equals(request.source()))
                .toList();
        if (meant.isEmpty()) {
            return new Answer.NotFound(
                    names.isEmpty()
                            ? "this cluster follows no repository yet: 'fairlead gitsync --source FILE' follows one"
                            : "there is no source " + request.source() + ", only " + String.join(", ", names));
        }
        if (meant.size() > 1) {
            return new Answer.NotFound(
                    "this cluster follows several repositories: name one with --source: " + String.join(", ", names));
        }
        GitSource source = meant.getFirst();
        Credentials credentials = new Credentials.Anonymous();
        if (request.copy().isEmpty()) {
            switch (GitCredentials.of(resources, source)) {
                case GitCredentials.Answer.Missing(String why) -> {
                    return new Answer.Unavailable(why + "; or plan a clone of your own with --clone");
                }
                case GitCredentials.Answer.Found(Credentials found) -> credentials = found;
            }
        }
        String url = request.copy().map(Copy::url).orElse(source.spec().url());
        String branch = request.copy().map(Copy::branch).orElse(source.spec().branch());
        try (Mirror mirror = Mirror.open(data.resolve("mirror"), new Remote(url, branch, credentials))) {
            return of(request, source, mirror);
        }
    }

    private Answer of(Request request, GitSource source, Mirror mirror) {
        return switch (mirror.poll()) {
            case PollOutcome.Fetched(Snapshot snapshot) -> of(request, source, mirror, snapshot);
            case PollOutcome.Unchanged(Snapshot snapshot) -> of(request, source, mirror, snapshot);
            case PollOutcome.Unreachable(String detail) ->
                new Answer.Unavailable("the Git host does not answer: " + detail
                        + ". Try again, or plan a clone of your own with --clone");
            case PollOutcome.Refused refused ->
                new Answer.Unavailable("the repository cannot be taken: " + refused.detail());
            case PollOutcome.WentBackwards _, PollOutcome.HistoryRewritten _ ->
                throw new IllegalStateException("a new mirror remembers no head");
        };
    }

    private Answer of(Request request, GitSource source, Mirror mirror, Snapshot snapshot) {
        Snapshot planned = snapshot;
        if (request.commit().isPresent()) {
            Optional<CommitId> commit =
                    mirror.find(request.commit().get()).filter(id -> mirror.isOnBranch(id, snapshot.head()));
            if (commit.isEmpty()) {
                return new Answer.NotFound(
                        "there is no one commit " + request.commit().get() + " on the branch "
                                + source.spec().branch() + ": give more digits, or plan it in your clone with --clone");
            }
            planned = new Snapshot(commit.get(), snapshot.tags(), true);
        }
        Policies.Answer policies = new Policies(resources).of(source);
        ManifestReader reader = new ManifestReader(mirror, new ServedKinds(discovery));
        Instant now = time.now();
        List<ScopePlan> scopes = new ArrayList<>();
        for (GitSource.Scope scope : source.spec().scopes()) {
            ScopeJudge judge = new ScopeJudge(mirror, reader, discovery, source, scope);
            scopes.add(new ScopePlanner(resources, discovery, source, scope).plan(judge, planned, policies, now));
        }
        return new Answer.Planned(source, planned.head(), scopes);
    }
}
