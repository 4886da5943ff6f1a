package io.fairlead.cli.simulate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.output.OutputOption;
import io.fairlead.cli.output.Table;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `fairlead race`.
@Command(
        name = "race",
        description = {
            "Releases 100 pods in place, and once more by new pods, on a simulated cluster, and says how long each took there.",
            "",
            "What the steps of a pod's life cost: schedule 2 s, address 3 s, attach a volume 5 s, pull an image 10 s, its"
                    + " changed layer 1 s, stop 1 s, start 2 s, ready 3 s. At most 10 % of the pods are down at once.",
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  fairlead race", "  fairlead race -o json"})
public final class RaceCommand implements Callable<Integer> {
    private static final double MILLIS = 1000;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        // Both are read when the first log line, and the first virtual thread, is made.
        System.setProperty("FAIRLEAD_LOG", "OFF");
        System.setProperty("jdk.trackAllThreads", "false");
        ReleaseRace.Result inPlace = ReleaseRace.run("InPlaceIfPossible");
        ReleaseRace.Result recreate = ReleaseRace.run("ReCreate");
        double ratio = (double) recreate.took().toMillis() / inPlace.took().toMillis();
        Table table = new Table("", List.of("RELEASE", "TOOK", "PODS KEPT", "AS FAST"))
                .row("in place", seconds(inPlace), kept(inPlace), String.format(Locale.ROOT, "%.1f times", ratio))
                .row("by new pods", seconds(recreate), kept(recreate), "1");
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.set("inPlace", data(inPlace));
        data.set("recreate", data(recreate));
        data.put("ratio", ratio);
        output.print(OutputOption.writer(spec), table, data);
        return ExitCode.OK;
    }

    private static String seconds(ReleaseRace.Result result) {
        return String.format(Locale.ROOT, "%.1f s", result.took().toMillis() / MILLIS);
    }

    private static String kept(ReleaseRace.Result result) {
        return result.kept() + "/" + ReleaseRace.PODS;
    }

    private static ObjectNode data(ReleaseRace.Result result) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("seconds", result.took().toMillis() / MILLIS)
                .put("podsKept", result.kept());
    }
}
