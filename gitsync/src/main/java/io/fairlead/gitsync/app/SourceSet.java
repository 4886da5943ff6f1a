package io.fairlead.gitsync.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.api.Parsed;
import io.fairlead.api.gitops.GitSource;
import io.fairlead.api.gitops.GitSourceCodec;
import io.fairlead.gitsync.git.Credentials;
import io.fairlead.gitsync.git.GitDirectory;
import io.fairlead.gitsync.git.Mirror;
import io.fairlead.gitsync.git.Remote;
import io.fairlead.gitsync.ledger.DeliveryStore;
import io.fairlead.gitsync.manifest.ManifestReader;
import io.fairlead.gitsync.notes.NotesWriter;
import io.fairlead.gitsync.notes.Sleeper;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import io.fairlead.kube.Time;
import io.fairlead.kube.discovery.Discovery;
import io.fairlead.kube.store.ObjectName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sources that this process follows, each opened when it is first due and again when its spec has changed.
/// Used by one thread.
final class SourceSet implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceSet.class);

    /// How soon a source that cannot be opened is tried again.
    private static final Duration OPEN_RETRY = Duration.ofSeconds(10);

    private final Resources resources;
    private final Discovery discovery;
    private final Function<Path, GitDirectory> directories;
    private final Path data;
    private final Restraints restraints;
    private final BooleanSupplier mayWrite;
    private final Time time;
    private final SequencedMap<String, SourcePass> open = new LinkedHashMap<>();

    /// @param directories opens those of this process
    /// @param data where they are
    /// @param mayWrite false once the process ends or has lost its lease
    SourceSet(
            Resources resources,
            Discovery discovery,
            Function<Path, GitDirectory> directories,
            Path data,
            Restraints restraints,
            BooleanSupplier mayWrite,
            Time time) {
        this.resources = resources;
        this.discovery = discovery;
        this.directories = directories;
        this.data = data;
        this.restraints = restraints;
        this.mayWrite = mayWrite;
        this.time = time;
    }

    /// Passes over one source; returns when to look again, empty for its own interval.
    Optional<Duration> pass(String namespace, String name) {
        SourcePass pass = current(namespace, name);
        return pass == null ? Optional.of(OPEN_RETRY) : pass.run();
    }

    /// The cluster says what a source is: an edit there (a suspension above all) counts with the next pass.
    private @Nullable SourcePass current(String namespace, String name) {
        SourcePass present = open.get(name);
        switch (resources.get(ObjectPath.of(ResourceType.GIT_SOURCE, namespace, name))) {
            case Outcome.Applied(JsonNode object) -> {
                switch (GitSourceCodec.parse(object)) {
                    case Parsed.Valid<GitSource>(GitSource source) -> {
                        boolean isSame = present != null
                                && present.source().spec().equals(source.spec())
                                && present.source()
                                        .meta()
                                        .uid()
                                        .equals(source.meta().uid());
                        return isSame ? present : reopen(name, source);
                    }
                    case Parsed.Invalid<GitSource> invalid -> {
                        LOG.warn(
                                "GitSource {}/{} is not valid and is not followed: {}",
                                namespace,
                                name,
                                invalid.defects());
                        return null;
                    }
                }
            }
            case Outcome.Gone _ -> {
                LOG.warn("GitSource {}/{} is gone and is not followed; what it applied stays", namespace, name);
                close(name);
                return null;
            }
            case Outcome.Conflicted _, Outcome.Refused _, Outcome.Throttled _, Outcome.Failed _ -> {
                // The API server is away: there is nothing that could be applied anyway.
                return null;
            }
        }
    }

    private @Nullable SourcePass reopen(String name, GitSource source) {
        close(name);
        return switch (GitCredentials.of(resources, source)) {
            case GitCredentials.Answer.Missing(String why) -> {
                LOG.warn("GitSource {} is not followed: {}", name, why);
                yield null;
            }
            case GitCredentials.Answer.Found(Credentials credentials) -> open(name, source, credentials);
        };
    }

    private SourcePass open(String name, GitSource source, Credentials credentials) {
        Remote remote = new Remote(source.spec().url(), source.spec().branch(), credentials);
        Path folder = data.resolve(source.meta().namespace() + "." + name);
        Mirror mirror = new Mirror(directories.apply(folder.resolve("mirror")), remote);
        NotesWriter notes = new NotesWriter(
                directories.apply(folder.resolve("notes")),
                remote,
                source.spec().cluster(),
                new NotesWriter.World(
                        time::now, new SplittableRandom(Double.doubleToLongBits(time.random())), Sleeper.of(time)));
        SourceTools tools = new SourceTools(
                mirror,
                new ManifestReader(mirror, new ServedKinds(discovery)),
                resources,
                discovery,
                new DeliveryStore(resources, source.meta().namespace()),
                new LiveObjects(resources, discovery),
                restraints,
                namespace -> brake(
                        new ObjectName(source.meta().namespace(), source.meta().name()), namespace),
                time);
        SourcePass pass = new SourcePass(tools, source, notes);
        open.put(name, pass);
        LOG.info("following {} at {}", name, remote);
        return pass;
    }

    private Brake.State brake(ObjectName source, String namespace) {
        return mayWrite.getAsBoolean()
                ? restraints
                        .stop(source, namespace)
                        .<Brake.State>map(Brake.Pulled::new)
                        .orElseGet(Brake.Free::new)
                : new Brake.Ending();
    }

    private void close(String name) {
        SourcePass pass = open.remove(name);
        if (pass != null) {
            pass.close();
        }
    }

    @Override
    public void close() {
        open.values().forEach(SourcePass::close);
        open.clear();
    }
}
