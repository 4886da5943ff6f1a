package io.fairlead.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// `--output`, for every verb that answers something.
public final class OutputOption {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final int YAML_WIDTH = 120;

    /// How the answer is printed.
    public enum Format {
        TABLE,
        JSON,
        YAML
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json or yaml. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.TABLE;

    /// Where a verb's answer goes.
    public static PrintWriter writer(@Nullable CommandSpec spec) {
        return spec == null
                ? new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true)
                : spec.commandLine().getOut();
    }

    /// @param table what people read
    /// @param data what programs read
    public void print(PrintWriter out, Table table, JsonNode data) {
        switch (format) {
            case TABLE -> out.print(table.text());
            case JSON -> out.println(json(data));
            case YAML -> out.print(yaml(data));
        }
        out.flush();
    }

    public boolean isForPeople() {
        return format == Format.TABLE;
    }

    private static String json(JsonNode data) {
        try {
            return JSON.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    private static String yaml(JsonNode data) {
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setWidth(YAML_WIDTH)
                .build();
        return new Dump(settings).dumpToString(JSON.convertValue(data, Object.class));
    }
}
