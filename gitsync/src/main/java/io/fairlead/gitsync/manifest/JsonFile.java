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
import java.util.Map;
import java.util.Objects;

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
        try (JsonParser parser = JSON.createParser(text)) {
            return documents(parser, text.length());
        } catch (BrokenFile broken) {
            return broken.toValue();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static ParsedFile documents(JsonParser parser, long weight) throws IOException, BrokenFile {
        var documents = new ArrayList<Document>();
        try {
            while (parser.nextToken() != null) {
                JsonLocation at = parser.currentTokenLocation();
                if (documents.size() == ManifestLimits.DOCUMENTS_MAX) {
                    throw broken(at, "more than " + ManifestLimits.DOCUMENTS_MAX + " documents");
                }
                JsonNode value = parser.readValueAsTree();
                check(value, at);
                if (!value.isNull()) {
                    documents.add(new Document(value, at.getLineNr(), at.getColumnNr()));
                }
            }
            return new ParsedFile.Documents(documents, weight);
        } catch (JsonProcessingException malformed) {
            JsonLocation at = Objects.requireNonNullElse(malformed.getLocation(), parser.currentLocation());
            throw broken(at, "not valid JSON, or beyond a bound");
        }
    }

    static final String HALF_CHARACTER = "half of a surrogate pair, which is no character";

    static boolean hasHalfCharacter(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static void check(JsonNode value, JsonLocation at) throws BrokenFile {
        if (value.isContainerNode()) {
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                if (hasHalfCharacter(field.getKey())) {
                    throw broken(at, HALF_CHARACTER);
                }
            }
            for (JsonNode child : value) {
                check(child, at);
            }
        } else if (value.isTextual()) {
            if (hasHalfCharacter(value.textValue())) {
                throw broken(at, HALF_CHARACTER);
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
