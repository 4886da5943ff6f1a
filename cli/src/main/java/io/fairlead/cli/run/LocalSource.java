package io.fairlead.cli.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.gitops.GitSource;
import io.fairlead.cli.Fairlead.BadInputException;
import io.fairlead.cli.program.RepositoryUrl;
import io.fairlead.gitsync.app.SourceFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is followed and who may promote, from a file on this machine, with what the command line says otherwise.
final class LocalSource {
    /// What `fairlead init` writes.
    static final Path USUAL = Path.of("fairlead.yaml");

    private final SourceFile.Content content;

    private LocalSource(SourceFile.Content content) {
        this.content = content;
    }

    /// What the command line says.
    ///
    /// @param file empty for the usual one in the folder
    /// @param repository where to fetch from instead
    /// @param secret a Secret with the credentials, for sources that name none
    record Asked(Optional<Path> file, Optional<String> repository, Optional<String> branch, Optional<String> secret) {}

    /// @param here the folder that relative paths start from
    /// @throws BadInputException if there is no such file, it is not valid, or an option does not fit it
    static LocalSource read(Path here, Asked asked) throws BadInputException {
        Path file = here.resolve(asked.file().orElse(USUAL));
        if (!Files.exists(file)) {
            throw new BadInputException(missing(file, asked, here));
        }
        SourceFile.Content content;
        try {
            content = SourceFile.read(file);
        } catch (SourceFile.InvalidException e) {
            throw new BadInputException(e.getMessage() + ". Mend it, or name another with --source");
        }
        if ((asked.repository().isPresent() || asked.branch().isPresent())
                && content.sources().size() > 1) {
            throw new BadInputException(file + " holds " + content.sources().size()
                    + " GitSources, so --repo and --branch do not say which one they mean: change the file instead");
        }
        for (ObjectNode object : content.objects()) {
            if (object.path("kind").asText().equals(GitSource.KIND)) {
                adapt(object.withObject("/spec"), asked, here);
            }
        }
        return new LocalSource(content);
    }

    private static String missing(Path file, Asked asked, Path here) {
        if (asked.file().isPresent()) {
            return "there is no " + file + ": name an existing file with --source";
        }
        String clone = asked.repository()
                .map(url -> "work in a clone that has one (git clone "
                        + RepositoryUrl.of(url, here).text() + "), ")
                .orElse("");
        return "there is no " + file + ", which says what is followed and who may promote: " + clone
                + "write one with 'fairlead init', or name another file with --source. It is never taken from the"
                + " repository's commits: whoever may push there could promote";
    }

    private static void adapt(ObjectNode spec, Asked asked, Path here) {
        String url = asked.repository().orElse(spec.path("url").asText());
        spec.put("url", RepositoryUrl.of(url, here).text());
        asked.branch().ifPresent(branch -> spec.put("branch", branch));
        if (!spec.has("secretRef")) {
            asked.secret().ifPresent(name -> spec.putObject("secretRef").put("name", name));
        }
    }

    /// Writes what is in force, for the service.
    void write(Path file) throws IOException {
        Files.writeString(
                file, content.objects().stream().map(ObjectNode::toString).collect(Collectors.joining("\n---\n")));
    }

    /// @return the one followed first, as it is in force
    RepositoryUrl url() {
        return new RepositoryUrl(first().path("url").asText());
    }

    String branch() {
        return first().path("branch").asText("main");
    }

    /// Whether what is followed is the folder in which somebody commits.
    boolean isWorkingCopy() {
        return url().isFile()
                && Files.isDirectory(Path.of(URI.create(url().text())).resolve(".git"));
    }

    /// Whether there is a Secret with credentials for it.
    boolean hasSecret() {
        return first().has("secretRef");
    }

    private ObjectNode first() {
        return content.objects().stream()
                .filter(object -> object.path("kind").asText().equals(GitSource.KIND))
                .findFirst()
                .orElseThrow()
                .withObject("/spec");
    }

    /// The names of the sources.
    List<String> names() {
        return content.sources().stream().map(each -> each.meta().name()).toList();
    }

    /// The namespace of a scope; empty for cluster-scoped objects.
    Optional<String> namespace(String source, String scope) {
        return content.sources().stream()
                .filter(each -> each.meta().name().equals(source))
                .flatMap(each -> each.spec().scopes().stream())
                .filter(each -> each.name().equals(scope) && !each.namespace().isEmpty())
                .map(GitSource.Scope::namespace)
                .findFirst();
    }
}
