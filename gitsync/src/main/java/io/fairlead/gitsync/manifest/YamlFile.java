package io.fairlead.gitsync.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Reads a YAML file into JSON values, from the parser's events: so every bound holds before anything is built,
/// whatever the file refers to or nests.
final class YamlFile {
    private static final String MAP = "tag:yaml.org,2002:map";
    private static final String SEQUENCE = "tag:yaml.org,2002:seq";
    private static final String STRING = "tag:yaml.org,2002:str";

    /// A finished value that an alias may name, and of how many values it consists.
    private record Anchored(JsonNode value, int nodes) {}

    private final Iterator<Event> events;
    private final Map<Anchor, Anchored> anchors = new HashMap<>();
    /// Where the file was still well.
    private Optional<Event> last = Optional.empty();

    private int aliases;
    private int nodes;

    private YamlFile(Iterator<Event> events) {
        this.events = events;
    }

    static ParsedFile parse(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(ManifestLimits.FILE_BYTES_MAX)
                .setUseMarks(true)
                .build();
        YamlFile file = new YamlFile(new Parse(settings).parseString(text).iterator());
        try {
            return file.documents();
        } catch (BrokenFile broken) {
            return broken.toValue();
        } catch (MarkedYamlEngineException malformed) {
            int line =
                    malformed.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            int column =
                    malformed.getProblemMark().map(mark -> mark.getColumn() + 1).orElse(0);
            return new ParsedFile.Broken(line, column, "not valid YAML: " + malformed.getProblem());
        } catch (YamlEngineException unreadable) {
            return strange(text)
                    .orElseGet(() -> new ParsedFile.Broken(
                            file.last.map(YamlFile::line).orElse(1),
                            file.last.map(YamlFile::column).orElse(1),
                            "not valid YAML, or of another version"));
        }
    }

    /// The first character that YAML has no place for.
    private static Optional<ParsedFile> strange(String text) {
        int line = 1;
        int column = 1;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int c = text.codePointAt(at);
            if (!StreamReader.isPrintable(c)) {
                return Optional.of(new ParsedFile.Broken(
                        line, column, "not valid YAML: a character that has to be written as an escape"));
            }
            line += c == '\n' ? 1 : 0;
            column = c == '\n' ? 1 : column + 1;
        }
        return Optional.empty();
    }

    private ParsedFile documents() throws BrokenFile {
        var documents = new ArrayList<Document>();
        while (events.hasNext()) {
            Event event = events.next();
            last = Optional.of(event);
            switch (event.getEventId()) {
                case StreamStart, StreamEnd, DocumentEnd, Comment -> {
                    // between documents
                }
                case DocumentStart -> {
                    if (documents.size() == ManifestLimits.DOCUMENTS_MAX) {
                        throw broken(event, "more than " + ManifestLimits.DOCUMENTS_MAX + " documents");
                    }
                    anchors.clear();
                    Event first = events.next();
                    JsonNode value = value(first, 1);
                    if (!value.isNull()) {
                        documents.add(new Document(value, line(first), column(first)));
                    }
                }
                case Alias, MappingEnd, MappingStart, Scalar, SequenceEnd, SequenceStart ->
                    throw broken(event, "not valid YAML");
            }
        }
        return new ParsedFile.Documents(documents, nodes);
    }

    private JsonNode value(Event event, int depth) throws BrokenFile {
        if (depth > ManifestLimits.DEPTH_MAX) {
            throw broken(event, "nested deeper than " + ManifestLimits.DEPTH_MAX);
        }
        int before = nodes;
        count(event, 1);
        return switch (event) {
            case AliasEvent alias -> aliased(alias);
            case ScalarEvent scalar -> anchored(scalar.getAnchor(), scalar(scalar), before);
            case MappingStartEvent start -> {
                checkTag(start, start.getTag(), MAP);
                yield anchored(start.getAnchor(), mapping(depth), before);
            }
            case SequenceStartEvent start -> {
                checkTag(start, start.getTag(), SEQUENCE);
                yield anchored(start.getAnchor(), sequence(depth), before);
            }
            default -> throw broken(event, "not valid YAML");
        };
    }

    private ObjectNode mapping(int depth) throws BrokenFile {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            if (!(event instanceof ScalarEvent keyEvent)) {
                throw broken(event, "a key that is no text");
            }
            String key = key(keyEvent);
            if (object.has(key)) {
                throw broken(event, "a key that the mapping has already");
            }
            object.set(key, value(events.next(), depth + 1));
        }
        return object;
    }

    private ArrayNode sequence(int depth) throws BrokenFile {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            array.add(value(event, depth + 1));
        }
        return array;
    }

    private String key(ScalarEvent event) throws BrokenFile {
        count(event, 1);
        checkTag(event, event.getTag(), STRING);
        if (event.getAnchor().isPresent()) {
            throw broken(event, "an anchor on a key");
        }
        try {
            return event.isPlain() && event.getTag().isEmpty() ? PlainScalar.key(event.getValue()) : text(event);
        } catch (PlainScalar.Refused refused) {
            throw broken(event, refused.why());
        }
    }

    private JsonNode scalar(ScalarEvent event) throws BrokenFile {
        checkTag(event, event.getTag(), STRING);
        try {
            return event.isPlain() && event.getTag().isEmpty()
                    ? PlainScalar.resolve(event.getValue())
                    : TextNode.valueOf(text(event));
        } catch (PlainScalar.Refused refused) {
            throw broken(event, refused.why());
        }
    }

    /// An escape can write half a character, which no JSON can carry.
    private static String text(ScalarEvent event) throws BrokenFile {
        String text = event.getValue();
        if (JsonFile.hasHalfCharacter(text)) {
            throw broken(event, JsonFile.HALF_CHARACTER);
        }
        return text;
    }

    /// A copy, so that no two places of a manifest are one object in memory.
    private JsonNode aliased(AliasEvent alias) throws BrokenFile {
        aliases++;
        if (aliases > ManifestLimits.ALIASES_MAX) {
            throw broken(alias, "more than " + ManifestLimits.ALIASES_MAX + " aliases");
        }
        Anchored target = anchors.get(alias.getAlias());
        if (target == null) {
            throw broken(alias, "an alias of nothing, or of what it is part of");
        }
        count(alias, target.nodes());
        return target.value().deepCopy();
    }

    private JsonNode anchored(Optional<Anchor> anchor, JsonNode value, int nodesBefore) {
        anchor.ifPresent(name -> anchors.put(name, new Anchored(value, nodes - nodesBefore)));
        return value;
    }

    private void count(Event event, int added) throws BrokenFile {
        nodes += added;
        if (nodes > ManifestLimits.NODES_MAX) {
            throw broken(event, "more than " + ManifestLimits.NODES_MAX + " values");
        }
    }

    private static void checkTag(Event event, Optional<String> tag, String allowed) throws BrokenFile {
        List<String> fine = List.of(allowed, "!");
        if (tag.isPresent() && !fine.contains(tag.get())) {
            throw broken(event, "a tag that is not taken");
        }
    }

    private static BrokenFile broken(Event event, String why) {
        return new BrokenFile(line(event), column(event), why);
    }

    private static int line(Event event) {
        return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private static int column(Event event) {
        return event.getStartMark().map(mark -> mark.getColumn() + 1).orElse(0);
    }
}
