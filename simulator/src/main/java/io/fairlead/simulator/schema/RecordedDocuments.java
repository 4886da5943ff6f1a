package io.fairlead.simulator.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// What a real kube-apiserver answered to requests that describe its API, as compact JSON in its order of fields.
/// The recording is made and checked by `RecordedDocumentsTest`.
public final class RecordedDocuments {
    /// `/openapi/v3` of the real server: which documents there are, with their hashes.
    public static final String OPENAPI_INDEX = "/openapi/v3";

    /// Accepts the discovery of all groups in one document.
    public static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordedDocuments() {}

    /// The body that was answered to a GET of a path, as JSON.
    ///
    /// @param path one of `/openapi/v3`, the paths in it (without hash), `/api`, `/apis`, the path of a group
    ///     or of a group-version below those, `/version`
    public static Optional<byte[]> bytes(String path) {
        return resource(file(path));
    }

    /// The body that was answered to `/api` or `/apis` where [#AGGREGATED] is accepted.
    public static Optional<byte[]> aggregatedBytes(String path) {
        return resource(aggregatedFile(path));
    }

    /// As [#bytes], parsed. Parses anew each time.
    public static Optional<JsonNode> json(String path) {
        return bytes(path).map(RecordedDocuments::parse);
    }

    /// As [#aggregatedBytes], parsed. Parses anew each time.
    public static Optional<JsonNode> aggregatedJson(String path) {
        return aggregatedBytes(path).map(RecordedDocuments::parse);
    }

    /// Where the answer to a path is kept below the package's `openapi` folder.
    static String file(String path) {
        String folder = path.startsWith("/openapi/") ? "" : "/discovery";
        return folder + path.replaceFirst("^/openapi", "") + ".json.gz";
    }

    static String aggregatedFile(String path) {
        return "/discovery/aggregated" + path + ".json.gz";
    }

    /// The paths whose aggregated answers are kept.
    static List<String> aggregatedPaths() {
        return List.of("/api", "/apis");
    }

    private static JsonNode parse(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<byte[]> resource(String file) {
        String name = "/io/fairlead/simulator/openapi" + file;
        try (InputStream in = RecordedDocuments.class.getResourceAsStream(name)) {
            if (in == null) {
                return Optional.empty();
            }
            try (GZIPInputStream unzipped = new GZIPInputStream(in)) {
                return Optional.of(unzipped.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
