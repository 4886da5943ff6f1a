package io.fairlead.cli.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.PlainText;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.output.OutputOption;
import io.fairlead.cli.output.Table;
import io.fairlead.cli.program.Program;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `fairlead log`.
@Command(
        name = "log",
        description =
                "Says for each commit what became of it, from the notes that Fairlead writes into the repository.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  fairlead log --cluster prod", "  fairlead log --cluster prod -n 50 -o json"})
public final class LogCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    /// Between fields: the one character that neither a message nor a note that git prints can hold, so that nobody
    /// can write a commit that looks like two.
    private static final String FIELD = "\0";

    private static final int FIELDS = 3;
    private static final int SUBJECT_CHARS_MAX = 72;
    private static final int COMMIT_DIGITS = 12;
    private static final int COUNT_MAX = 10_000;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final CloneOption clone = new CloneOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Option(
            names = "--cluster",
            required = true,
            paramLabel = "NAME",
            description = "The cluster, as spec.cluster of the GitSource names it.")
    private String cluster = "";

    @Option(
            names = {"-n", "--count"},
            paramLabel = "COUNT",
            defaultValue = "10",
            description = "How many commits. Default: ${DEFAULT-VALUE}.")
    private int count;

    @Override
    public Integer call() {
        GitClone git = clone.open();
        String ref = "fairlead/" + cluster;
        String log;
        try {
            git.git("fetch", "-q", clone.remote(), "+refs/notes/" + ref + ":refs/notes/" + ref);
            log = git.git(
                    "log", "--notes=" + ref, "-" + Math.clamp(count, 1, COUNT_MAX), "--format=%H%x00%s%x00%N%x00");
        } catch (Program.FailedException e) {
            System.err.println("fairlead: " + e.getMessage());
            return ExitCode.FAILED;
        }
        ArrayNode commits = parse(log);
        PrintWriter out = OutputOption.writer(spec);
        output.print(out, table(commits), commits);
        return ExitCode.OK;
    }

    private static ArrayNode parse(String log) {
        ArrayNode commits = JsonNodeFactory.instance.arrayNode();
        String[] fields = log.split(FIELD, -1);
        for (int at = 0; at + FIELDS <= fields.length; at += FIELDS) {
            ObjectNode commit = commits.addObject()
                    .put("commit", fields[at].strip())
                    .put("subject", PlainText.of(fields[at + 1], SUBJECT_CHARS_MAX));
            ArrayNode workloads = commit.putArray("workloads");
            fields[at + 2].lines().filter(line -> line.startsWith("{")).forEach(line -> read(line, workloads));
        }
        return commits;
    }

    /// Lines that somebody else wrote are none of ours.
    private static void read(String line, ArrayNode into) {
        try {
            JsonNode said = JSON.readTree(line);
            if (said.path("t").isTextual() && said.path("w").isTextual()) {
                into.addObject()
                        .put("scope", said.path("s").asText())
                        .put("workload", said.path("w").asText())
                        .put("state", said.path("st").asText())
                        .put("updated", said.path("upd").asInt())
                        .put("ready", said.path("rdy").asInt())
                        .put("replicas", said.path("rep").asInt())
                        .put("at", said.path("at").asText());
            }
        } catch (JsonProcessingException e) {
            // Not a line of ours.
        }
    }

    private static Table table(ArrayNode commits) {
        Table table = new Table(
                "There are no commits here",
                List.of("COMMIT", "SUBJECT", "WORKLOAD", "STATE", "UPDATED", "READY", "AT"));
        for (JsonNode commit : commits) {
            String id = commit.path("commit").asText().substring(0, COMMIT_DIGITS);
            String subject = commit.path("subject").asText();
            if (commit.path("workloads").isEmpty()) {
                table.row(id, subject, "", "", "", "", "");
            }
            for (JsonNode each : commit.path("workloads")) {
                String replicas = "/" + each.path("replicas").asInt();
                table.row(
                        id,
                        subject,
                        each.path("scope").asText() + "/"
                                + each.path("workload").asText(),
                        each.path("state").asText(),
                        each.path("updated").asInt() + replicas,
                        each.path("ready").asInt() + replicas,
                        each.path("at").asText());
                id = "";
                subject = "";
            }
        }
        return table;
    }
}
