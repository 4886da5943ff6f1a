package io.fairlead.gitsync.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;

/// Reads a JSON file: one value, or several after each other.
final class JsonFile {
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(ManifestLimits.DEPTH_MAX)
                            .maxNumberLength(64)
                            .maxStringLength(ManifestLimits.FILE_BYTES_MAX)
                            .maxDocumentLength(ManifestLimits.FILE_BYTES_MAX)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private JsonFile() {}

    static ParsedFile parse(String text) {
        var documents = new ArrayList<Document>();
        try (JsonParser parser = JSON.createParser(text)) {
            while (parser.nextToken() != null) {
                JsonLocation at = parser.currentTokenLocation();
                if (documents.size() == ManifestLimits.DOCUMENTS_MAX) {
                    throw broken(at, "more than " + ManifestLimits.DOCUMENTS_MAX + " documents");
                }
                JsonNode value = parser.readValueAsTree();
                checkNumbers(value, at);
                if (!value.isNull()) {
                    documents.add(new Document(value, at.getLineNr(), at.getColumnNr()));
                }
            }
            return new ParsedFile.Documents(documents);
        } catch (BrokenFile broken) {
            return broken.toValue();
        } catch (JsonProcessingException malformed) {
            JsonLocation at = malformed.getLocation();
            return at == null
                    ? new ParsedFile.Broken(0, 0, "not valid JSON, or beyond a bound")
                    : broken(at, "not valid JSON, or beyond a bound").toValue();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void checkNumbers(JsonNode value, JsonLocation at) throws BrokenFile {
        if (value.isContainerNode()) {
            for (JsonNode child : value) {
                checkNumbers(child, at);
            }
        } else if (value.isNumber()) {
            boolean finite = Double.isFinite(value.doubleValue());
            if (!finite || (value.isIntegralNumber() && !value.canConvertToLong())) {
                throw broken(at, "a number beyond 64 bits");
            }
        }
    }

    private static BrokenFile broken(JsonLocation at, String why) {
        return new BrokenFile(Math.max(at.getLineNr(), 0), Math.max(at.getColumnNr(), 0), why);
    }
}
