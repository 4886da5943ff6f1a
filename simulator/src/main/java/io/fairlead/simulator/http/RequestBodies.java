package io.fairlead.simulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.wire.StatusException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads bodies of requests: JSON, YAML, and protobuf for the built-in kinds; with limits.
final class RequestBodies {
    /// As kube-apiserver's.
    static final int BYTES_MAX = 3 << 20;

    private static final int ALIASES_MAX = 50;
    private static final int SHOWN_CHARS_MAX = 256;
    private static final List<String> JSON_TYPES = List.of(
            "application/json",
            "application/json-patch+json",
            "application/merge-patch+json",
            "application/strategic-merge-patch+json");
    private static final List<String> YAML_TYPES = List.of("application/yaml", "application/apply-patch+yaml");
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final LoadSettings YAML = LoadSettings.builder()
            .setCodePointLimit(BYTES_MAX)
            .setMaxAliasesForCollections(ALIASES_MAX)
            .setAllowDuplicateKeys(true)
            .build();

    private RequestBodies() {}

    /// @param mediaType without parameters; empty means JSON
    /// @return null for an empty body
    /// @throws StatusException 415 for another media type, 400 for what cannot be read
    static @Nullable JsonNode read(String mediaType, byte[] body) {
        if (body.length == 0) {
            return null;
        }
        try {
            if (mediaType.isEmpty() || JSON_TYPES.contains(mediaType)) {
                return JSON.readTree(body);
            }
            if (YAML_TYPES.contains(mediaType)) {
                return tree(new Load(YAML).loadFromString(new String(body, StandardCharsets.UTF_8)));
            }
            if (mediaType.equals(ProtobufBody.MEDIA_TYPE)) {
                return ProtobufBody.read(body).orElseThrow(RequestBodies::unsupported);
            }
        } catch (JsonProcessingException e) {
            throw StatusException.badRequest("the object provided is unrecognized: couldn't get version/kind; "
                    + "json parse error: " + e.getOriginalMessage() + " (" + shown(body) + ")");
        } catch (YamlEngineException e) {
            throw StatusException.badRequest(
                    "the object provided is unrecognized: yaml: " + firstLine(e) + " (" + shown(body) + ")");
        } catch (IOException e) {
            throw StatusException.badRequest("the object provided is unrecognized: " + e.getMessage());
        }
        throw unsupported();
    }

    private static StatusException unsupported() {
        return StatusException.of(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include: "
                        + "application/json, application/yaml, " + ProtobufBody.MEDIA_TYPE,
                JsonNodeFactory.instance.missingNode());
    }

    private static String firstLine(YamlEngineException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
    }

    private static String shown(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.length() > SHOWN_CHARS_MAX ? text.substring(0, SHOWN_CHARS_MAX) + "..." : text;
    }

    private static JsonNode tree(@Nullable Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (value) {
            case null -> nodes.nullNode();
            case Map<?, ?> map -> {
                ObjectNode object = nodes.objectNode();
                map.forEach((key, each) -> object.set(String.valueOf(key), tree(each)));
                yield object;
            }
            case List<?> list -> {
                ArrayNode array = nodes.arrayNode();
                list.forEach(each -> array.add(tree(each)));
                yield array;
            }
            case Boolean flag -> nodes.booleanNode(flag);
            case Integer number -> nodes.numberNode(number);
            case Long number -> nodes.numberNode(number);
            case Double number -> nodes.numberNode(number);
            case BigInteger number -> nodes.numberNode(number);
            default -> nodes.textNode(value.toString());
        };
    }
}
