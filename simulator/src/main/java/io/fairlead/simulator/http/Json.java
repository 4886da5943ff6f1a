package io.fairlead.simulator.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.fairlead.simulator.wire.ApiCall;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;

/// Writes JSON as kube-apiserver does: on one line for programs, indented for people.
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    private static final ObjectWriter COMPACT = MAPPER.writer();
    private static final ObjectWriter PRETTY = MAPPER.writer(pretty());
    /// User agents of people's programs.
    private static final List<String> PEOPLE = List.of("curl", "wget", "mozilla/5.0");

    private Json() {}

    private static PrettyPrinter pretty() {
        Separators separators = Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator("");
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        return new DefaultPrettyPrinter(separators).withObjectIndenter(indenter).withArrayIndenter(indenter);
    }

    static ObjectWriter writer(ApiCall call) {
        String asked = call.query("pretty");
        if (!asked.isEmpty()) {
            return asked.equals("1") || asked.equals("true") ? PRETTY : COMPACT;
        }
        String agent = call.header("user-agent").toLowerCase(Locale.ROOT);
        return PEOPLE.stream().anyMatch(agent::startsWith) ? PRETTY : COMPACT;
    }

    /// Writes one value and a line feed.
    static void write(ObjectWriter writer, JsonNode node, OutputStream out) throws IOException {
        writer.writeValue(out, node);
        out.write('\n');
    }

    static ObjectWriter compact() {
        return COMPACT;
    }
}
