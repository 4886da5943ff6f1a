package io.fairlead.gitsync.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.Parsed;
import io.fairlead.api.gitops.GitSource;
import io.fairlead.api.gitops.GitSourceCodec;
import io.fairlead.api.gitops.PromotionCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads the file that `--source` names: GitSources, and the PromotionPolicies that they rest on.
public final class SourceFile {
    /// A file of sources is written by hand.
    public static final int BYTES_MAX = 1 << 20;

    private static final int ALIASES_MAX = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private SourceFile() {}

    /// The file cannot be used; the message names it, the place in it and the field.
    public static final class InvalidException extends Exception {
        private static final long serialVersionUID = 1;

        InvalidException(String message) {
            super(message);
        }
    }

    /// @param objects everything in the file, in its order
    /// @param sources at least one
    public record Content(List<ObjectNode> objects, List<GitSource> sources) {
        public Content {
            objects = List.copyOf(objects);
            sources = List.copyOf(sources);
        }
    }

    /// @throws InvalidException if the file cannot be read or does not hold what it should
    public static Content read(Path file) throws InvalidException {
        List<ObjectNode> objects = new ArrayList<>();
        List<GitSource> sources = new ArrayList<>();
        int number = 0;
        for (Object document : documents(file)) {
            number++;
            if (document == null) {
                continue;
            }
            String where = file + ", document " + number;
            if (!(JSON.valueToTree(document) instanceof ObjectNode object)) {
                throw new InvalidException(where + ": is no object");
            }
            String kind = object.path("kind").asText("");
            switch (kind) {
                case "GitSource" -> {
                    if (!object.path("metadata").has("namespace")) {
                        object.withObject("/metadata").put("namespace", GitSyncApplication.NAMESPACE);
                    }
                    sources.add(valid(where, GitSourceCodec.parse(object)));
                }
                case "PromotionPolicy" -> valid(where, PromotionCodec.parsePolicy(object));
                default ->
                    throw new InvalidException(
                            where + ": has kind '" + kind + "', and only GitSource and PromotionPolicy belong here");
            }
            objects.add(object);
        }
        if (sources.isEmpty()) {
            throw new InvalidException(file + ": holds no GitSource");
        }
        return new Content(objects, sources);
    }

    private static <T> T valid(String where, Parsed<T> parsed) throws InvalidException {
        return switch (parsed) {
            case Parsed.Valid<T>(T value) -> value;
            case Parsed.Invalid<T> invalid ->
                throw new InvalidException(
                        where + ": " + invalid.key() + " " + invalid.defects().getFirst());
        };
    }

    private static List<Object> documents(Path file) throws InvalidException {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file.toString())
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(ALIASES_MAX)
                .setCodePointLimit(BYTES_MAX)
                .build();
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new InvalidException(file + ": is larger than " + BYTES_MAX + " bytes");
            }
            List<Object> documents = new ArrayList<>();
            new Load(settings).loadAllFromString(Files.readString(file)).forEach(documents::add);
            return documents;
        } catch (IOException e) {
            throw new InvalidException(file + ": cannot be read: " + e.getMessage());
        } catch (YamlEngineException e) {
            throw new InvalidException(String.valueOf(e.getMessage()));
        }
    }
}
