package io.fairlead.gitsync.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.gitsync.git.BlobContent;
import io.fairlead.gitsync.git.Mirror;
import io.fairlead.gitsync.git.TreeFile;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Parsed files by the id of their content, as many as [ManifestLimits#CACHE_WEIGHT_MAX] allows, least
/// recently used out first. So a commit that touches one file of many costs the parsing of one.
final class ManifestFiles {
    private static final String LFS_POINTER = "version https://git-lfs.github.com/spec/";
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /// What a defect weighs: its text is gone.
    private static final long BROKEN_WEIGHT = 500;

    private record Cached(ParsedFile parsed, long weight) {}

    private final Mirror mirror;
    private final Map<String, Cached> cache = new LinkedHashMap<>(16, 0.75f, true);
    private long cachedWeight;

    ManifestFiles(Mirror mirror) {
        this.mirror = mirror;
    }

    synchronized ParsedFile read(TreeFile file) {
        boolean json = file.path().endsWith(".json");
        String key = (json ? "json:" : "yaml:") + file.objectId();
        Cached hit = cache.get(key);
        if (hit != null) {
            return hit.parsed();
        }
        return switch (mirror.blob(file.objectId(), ManifestLimits.FILE_BYTES_MAX)) {
            case BlobContent.TooLarge ignored ->
                new ParsedFile.Broken(
                        0, 0, "larger than " + ManifestLimits.FILE_BYTES_MAX + " bytes: split it into several files");
            case BlobContent.Unreadable unreadable -> new ParsedFile.Broken(0, 0, unreadable.why());
            case BlobContent.Bytes content -> {
                ParsedFile parsed = parse(content.bytes(), json);
                keep(key, parsed, content.bytes().remaining());
                yield parsed;
            }
        };
    }

    static ParsedFile parse(ByteBuffer bytes, boolean json) {
        CharBuffer decoded = CharBuffer.allocate(bytes.remaining());
        ByteBuffer rest = bytes.duplicate();
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(rest, decoded, true);
        String text = decoded.flip().toString();
        if (result.isError()) {
            return new ParsedFile.Broken(
                    Math.toIntExact(text.lines().count() + (text.isEmpty() || text.endsWith("\n") ? 1 : 0)),
                    text.length() - text.lastIndexOf('\n'),
                    "not UTF-8: save the file as UTF-8");
        }
        if (text.startsWith(LFS_POINTER)) {
            return new ParsedFile.Broken(1, 1, "a Git LFS pointer, not the file itself: commit the file");
        }
        String content = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        ParsedFile parsed = json ? JsonFile.parse(content) : YamlFile.parse(content);
        return switch (parsed) {
            case ParsedFile.Broken broken -> broken;
            case ParsedFile.Documents documents -> expanded(documents.documents(), bytes.remaining());
        };
    }

    /// Puts the items of each `v1 List` in its place, and weighs what came of it.
    private static ParsedFile expanded(List<Document> documents, long bytes) {
        var expanded = new ArrayList<Document>();
        long nodes = 0;
        for (Document document : documents) {
            JsonNode value = document.value();
            nodes += nodes(value);
            boolean isList = "List".equals(value.path("kind").textValue())
                    && "v1".equals(value.path("apiVersion").textValue());
            if (!isList) {
                expanded.add(document);
                continue;
            }
            JsonNode items = value.path("items");
            if (!items.isArray() || items.size() > ManifestLimits.DOCUMENTS_MAX) {
                return new ParsedFile.Broken(
                        document.line(),
                        document.column(),
                        "a List without items, or with more than " + ManifestLimits.DOCUMENTS_MAX);
            }
            for (JsonNode item : items) {
                expanded.add(new Document(item, document.line(), document.column()));
            }
        }
        return new ParsedFile.Documents(expanded, Math.max(bytes, nodes * ManifestLimits.NODE_WEIGHT));
    }

    private static long nodes(JsonNode value) {
        long nodes = 1;
        for (JsonNode child : value) {
            nodes += nodes(child);
        }
        return nodes;
    }

    private void keep(String key, ParsedFile parsed, long bytes) {
        long weight =
                parsed instanceof ParsedFile.Documents documents ? documents.weight() : Math.min(bytes, BROKEN_WEIGHT);
        cache.put(key, new Cached(parsed, weight));
        cachedWeight += weight;
        var oldest = cache.values().iterator();
        while (cachedWeight > ManifestLimits.CACHE_WEIGHT_MAX && oldest.hasNext()) {
            cachedWeight -= oldest.next().weight();
            oldest.remove();
        }
    }
}
