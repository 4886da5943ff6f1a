package io.fairlead.gitsync.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.gitsync.git.BlobContent;
import io.fairlead.gitsync.git.Mirror;
import io.fairlead.gitsync.git.TreeFile;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Parsed files by the id of their content, as many as [ManifestLimits#CACHE_BYTES_MAX] of text gives, least
/// recently used out first. So a commit that touches one file of many costs the parsing of one.
final class ManifestFiles {
    private static final String LFS_POINTER = "version https://git-lfs.github.com/spec/";
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private record Cached(ParsedFile parsed, int bytes) {}

    private final Mirror mirror;
    private final Map<String, Cached> cache = new LinkedHashMap<>(16, 0.75f, true);
    private long cachedBytes;

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
                new ParsedFile.Broken(0, 0, "larger than " + ManifestLimits.FILE_BYTES_MAX + " bytes");
            case BlobContent.Unreadable unreadable -> new ParsedFile.Broken(0, 0, unreadable.why());
            case BlobContent.Bytes content -> {
                ParsedFile parsed = parse(content.bytes(), json);
                keep(key, new Cached(parsed, content.bytes().remaining()));
                yield parsed;
            }
        };
    }

    static ParsedFile parse(ByteBuffer bytes, boolean json) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(bytes.duplicate())
                    .toString();
        } catch (CharacterCodingException malformed) {
            return new ParsedFile.Broken(0, 0, "not UTF-8");
        }
        if (text.startsWith(LFS_POINTER)) {
            return new ParsedFile.Broken(0, 0, "a Git LFS pointer, not the file itself");
        }
        String content = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        ParsedFile parsed = json ? JsonFile.parse(content) : YamlFile.parse(content);
        return switch (parsed) {
            case ParsedFile.Broken broken -> broken;
            case ParsedFile.Documents documents -> expanded(documents.documents());
        };
    }

    /// Puts the items of each `v1 List` in its place.
    private static ParsedFile expanded(List<Document> documents) {
        var expanded = new ArrayList<Document>();
        for (Document document : documents) {
            JsonNode value = document.value();
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
        return new ParsedFile.Documents(expanded);
    }

    private void keep(String key, Cached value) {
        cache.put(key, value);
        cachedBytes += value.bytes();
        var oldest = cache.values().iterator();
        while (cachedBytes > ManifestLimits.CACHE_BYTES_MAX && oldest.hasNext()) {
            cachedBytes -= oldest.next().bytes();
            oldest.remove();
        }
    }
}
