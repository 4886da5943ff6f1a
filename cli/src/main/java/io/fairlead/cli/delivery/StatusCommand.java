package io.fairlead.cli.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.PlainText;
import io.fairlead.cli.ClusterOption;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.output.OutputOption;
import io.fairlead.cli.output.Table;
import io.fairlead.kube.SystemTime;
import io.fairlead.kube.fabric.FabricKubeApi;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `fairlead status`.
@Command(
        name = "status",
        description = {
            "Says for every scope where its delivery stands and what it waits for.",
            "",
            "With the name of a scope, also every detail: tags that were refused and why, objects that are not healthy.",
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:Everything that was asked about is healthy",
            " 1:Something waits for a tag, is on its way, held or degraded",
            "69:The cluster does not answer",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  fairlead status",
            "  fairlead status shop",
            "  fairlead status -o json | jq '.[] | select(.phase != \"Healthy\")'",
        })
public final class StatusCommand implements Callable<Integer> {
    private static final int COMMIT_DIGITS = 12;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final ClusterOption cluster = new ClusterOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(arity = "0..1", paramLabel = "SCOPE", description = "Only this scope, with all details.")
    private @Nullable String scope;

    @Override
    public Integer call() throws Exception {
        List<JsonNode> deliveries;
        try (FabricKubeApi api = FabricKubeApi.open(cluster.kubeconfig(), new SystemTime())) {
            deliveries = Deliveries.all(api);
        } catch (Deliveries.UnavailableException e) {
            System.err.println("fairlead: " + e.getMessage());
            return ExitCode.UNAVAILABLE;
        }
        List<JsonNode> asked = deliveries.stream()
                .filter(each -> scope == null || each.at("/spec/scope").asText().equals(scope))
                .toList();
        if (scope != null && asked.isEmpty()) {
            System.err.println("fairlead: there is no scope " + scope + ": 'fairlead status' lists them");
            return ExitCode.FAILED;
        }
        PrintWriter out = OutputOption.writer(spec);
        output.print(out, table(asked), data(asked));
        if (scope != null && output.isForPeople()) {
            asked.forEach(each -> details(out, each));
        }
        out.flush();
        return asked.stream().allMatch(each -> phase(each).equals("Healthy")) ? ExitCode.OK : ExitCode.FAILED;
    }

    private static Table table(List<JsonNode> deliveries) {
        Table table = new Table(
                "Nothing is followed yet: 'fairlead gitsync --source FILE' follows a repository",
                List.of("SOURCE", "SCOPE", "STAGE", "PHASE", "COMMIT", "WHAT NEXT"));
        for (JsonNode each : deliveries) {
            table.row(
                    each.at("/spec/source").asText(),
                    each.at("/spec/scope").asText(),
                    each.at("/spec/stage").asText(),
                    phase(each),
                    commit(each),
                    firstSentence(each.at("/status/message").asText("")));
        }
        return table;
    }

    private static String phase(JsonNode delivery) {
        return delivery.at("/status/phase").asText("Pending");
    }

    private static String commit(JsonNode delivery) {
        String effective = delivery.at("/status/effective/commit").asText("");
        String desired = delivery.at("/status/desired/commit").asText("");
        if (desired.isEmpty() || desired.equals(effective)) {
            return abbreviated(effective);
        }
        return (effective.isEmpty() ? "none" : abbreviated(effective)) + " > " + abbreviated(desired);
    }

    private static String abbreviated(String commit) {
        return commit.length() > COMMIT_DIGITS ? commit.substring(0, COMMIT_DIGITS) : commit;
    }

    /// The commands that follow a colon are for the details.
    private static String firstSentence(String message) {
        int end = message.indexOf(": git tag");
        return end < 0 ? message : message.substring(0, end);
    }

    private static void details(PrintWriter out, JsonNode delivery) {
        out.println();
        String message = delivery.at("/status/message").asText("");
        int commands = message.indexOf(": git tag");
        if (commands >= 0) {
            out.println("To let it go:");
            for (String line : message.substring(commands + 2).split(" && ", -1)) {
                out.println("  " + PlainText.of(line, Table.CELL_CHARS_MAX));
            }
        }
        JsonNode details = delivery.at("/status/details");
        if (!details.isEmpty()) {
            out.println("Details:");
            details.forEach(each -> out.println("  " + PlainText.of(each.asText(), Table.CELL_CHARS_MAX)));
        }
    }

    private static ArrayNode data(List<JsonNode> deliveries) {
        ArrayNode data = JsonNodeFactory.instance.arrayNode();
        for (JsonNode each : deliveries) {
            ObjectNode one = data.addObject();
            one.put("source", each.at("/spec/source").asText());
            one.put("scope", each.at("/spec/scope").asText());
            one.put("stage", each.at("/spec/stage").asText());
            one.put("phase", phase(each));
            one.put("message", each.at("/status/message").asText(""));
            one.put("desired", each.at("/status/desired/commit").asText(""));
            one.put("effective", each.at("/status/effective/commit").asText(""));
            one.set("details", each.at("/status/details").isArray() ? each.at("/status/details") : data.arrayNode());
        }
        return data;
    }
}
