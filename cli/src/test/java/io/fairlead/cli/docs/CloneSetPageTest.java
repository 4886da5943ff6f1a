package io.fairlead.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.api.Crds;
import io.fairlead.api.IntOrPercent;
import io.fairlead.api.IntOrPercent.Rounding;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The page on CloneSet knows every field, and calculates as the program does.
class CloneSetPageTest {
    private static final Path PAGE = Documents.root().resolve("docs/kinds/cloneset.md");
    private static final int FIELDS_MIN = 40;

    /// Shapes that Kubernetes describes itself.
    private static final List<String> NOT_DESCENDED = List.of("selector", "template", "matchSelector", "conditions");

    @Test
    void everyFieldOfTheDefinitionIsMentioned() {
        JsonNode definition = Manifests.parse(new String(Crds.open("clonesets.apps.kruise.io"), StandardCharsets.UTF_8))
                .getFirst();
        JsonNode schema = definition.at("/spec/versions/0/schema/openAPIV3Schema/properties");
        List<String> fields = new ArrayList<>();
        collect(schema.path("spec"), fields);
        collect(schema.path("status"), fields);
        String page = String.join("\n", Documents.lines(PAGE));
        assertThat(fields).hasSizeGreaterThan(FIELDS_MIN);
        assertThat(fields.stream().distinct().filter(field -> !isMentioned(page, field)))
                .isEmpty();
    }

    private static boolean isMentioned(String page, String field) {
        boolean isOfGroup =
                field.startsWith("imagePreDownload") && page.contains("`inPlaceUpdateStrategy.imagePreDownload*`");
        return isOfGroup || page.matches("(?s).*[`.]" + field + "(\\[\\])?[`.: ].*");
    }

    private static void collect(JsonNode schema, List<String> into) {
        JsonNode shape = schema.has("items") ? schema.path("items") : schema;
        for (Map.Entry<String, JsonNode> field : shape.path("properties").properties()) {
            into.add(field.getKey());
            if (!NOT_DESCENDED.contains(field.getKey())) {
                collect(field.getValue(), into);
            }
        }
    }

    @Test
    void thePartitionsAreCalculatedAsTheProgramDoes() {
        for (List<String> row : rows("| replicas | partition | stay old | updated |")) {
            int replicas = Integer.parseInt(row.get(0));
            int kept = value(row.get(1)).resolvePartition(replicas);
            assertThat(row.subList(2, 4))
                    .as(row.toString())
                    .containsExactly(Integer.toString(kept), Integer.toString(replicas - kept));
        }
    }

    @Test
    void theBudgetsAreCalculatedAsTheProgramDoes() {
        for (List<String> row : rows("| replicas | maxUnavailable | maxSurge | unavailable at most |")) {
            Rounding rounding = value(row.get(2)).isZero() ? Rounding.UP : Rounding.DOWN;
            int budget = value(row.get(1)).resolve(Integer.parseInt(row.get(0)), rounding);
            assertThat(row.get(3)).as(row.toString()).isEqualTo(Integer.toString(budget));
        }
    }

    private static IntOrPercent value(String cell) {
        String text = cell.replace("`", "");
        return IntOrPercent.parse(text).orElseGet(() -> IntOrPercent.of(Integer.parseInt(text)));
    }

    /// The rows of the table under this heading.
    private static List<List<String>> rows(String heading) {
        List<String> lines = Documents.lines(PAGE);
        int at = lines.indexOf(heading);
        assertThat(at).as(heading).isNotNegative();
        List<List<String>> rows = lines.subList(at + 2, lines.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> List.of(line.substring(2, line.length() - 2).split(" \\| ", -1)))
                .toList();
        assertThat(rows).hasSizeGreaterThan(3);
        return rows;
    }
}
