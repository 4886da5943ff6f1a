package io.fairlead.cli.delivery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.PlainText;
import io.fairlead.cli.output.Table;
import io.fairlead.gitsync.app.CommitPlan.Answer;
import io.fairlead.gitsync.app.ScopePlan;
import io.fairlead.gitsync.app.ScopePlan.ObjectPlan;
import io.fairlead.gitsync.app.ScopePlan.Would;
import io.fairlead.gitsync.manifest.Defect;
import io.fairlead.policies.ChangeClass;
import io.fairlead.policies.Reason;
import io.fairlead.policies.ReasonCode;
import io.fairlead.policies.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedSet;

/// A plan, for people and for programs. Holds no field of an object but images and numbers.
final class PlanReport {
    private static final int COMMIT_DIGITS = 12;
    private static final String COMMANDS = ": git tag";

    private final Answer.Planned planned;
    private final List<ScopePlan> scopes;

    /// @param scope the only one that is shown
    PlanReport(Answer.Planned planned, Optional<String> scope) {
        this.planned = planned;
        this.scopes = planned.scopes().stream()
                .filter(each -> scope.isEmpty() || each.scope().equals(scope.get()))
                .toList();
    }

    List<ScopePlan> scopes() {
        return scopes;
    }

    boolean hasDefects() {
        return scopes.stream()
                .anyMatch(scope -> !scope.defects().isEmpty()
                        || scope.objects().stream().anyMatch(each -> each.would() instanceof Would.Refused));
    }

    /// Nothing waits and nothing is held.
    boolean isAllLetGo() {
        return scopes.stream()
                .allMatch(scope -> scope.stop().isEmpty()
                        && scope.objects().stream()
                                .noneMatch(
                                        each -> each.decision().isWaiting() || each.would() instanceof Would.NotNow));
    }

    String headline() {
        return "Commit " + planned.commit().hex().substring(0, COMMIT_DIGITS) + ", source "
                + planned.source().meta().name() + ", stage "
                + planned.source().spec().stage();
    }

    Table table() {
        Table table = new Table("Nothing is planned", List.of("SCOPE", "OBJECT", "CHANGE", "PODS", "GATE", "EFFECT"));
        for (ScopePlan scope : scopes) {
            if (!scope.defects().isEmpty()) {
                table.row(scope.scope(), "", "", "", "defect", "held back as a whole, nothing changes");
            }
            long unchanged =
                    scope.objects().stream().filter(PlanReport::isQuiet).count();
            for (ObjectPlan each : scope.objects()) {
                if (!isQuiet(each)) {
                    Effect effect = Effect.of(each);
                    table.row(
                            scope.scope(),
                            each.key().kind() + "/" + each.key().name(),
                            classes(each),
                            Integer.toString(effect.pods()),
                            gate(each),
                            effect.text());
                }
            }
            if (unchanged > 0) {
                table.row(scope.scope(), unchanged + " unchanged", "", "0", "", "");
            }
            if (scope.stop().isPresent()
                    && scope.objects().isEmpty()
                    && scope.defects().isEmpty()) {
                table.row(scope.scope(), "", "", "", "stopped", "nothing changes");
            }
        }
        return table;
    }

    private static boolean isQuiet(ObjectPlan plan) {
        return plan.classes().isEmpty()
                && plan.would() instanceof Would.Stay
                && !plan.decision().isWaiting();
    }

    private static String classes(ObjectPlan plan) {
        return String.join(",", plan.classes().stream().map(PlanReport::word).toList());
    }

    private static String word(ChangeClass each) {
        return each.name().toLowerCase(Locale.ROOT);
    }

    /// Whether it may happen, in a word or two.
    private static String gate(ObjectPlan plan) {
        Verdict verdict = plan.decision().verdict();
        return switch (verdict) {
            case Verdict.Allow allow when allow.says(ReasonCode.ROLLBACK) -> "free: rollback";
            case Verdict.Allow allow when allow.says(ReasonCode.APPROVED) -> "approved";
            case Verdict.Allow _ -> "free";
            case Verdict.Cap cap -> "approved up to " + cap.extent();
            case Verdict.Hold hold when hold.says(ReasonCode.AWAITING_APPROVAL) -> "waits for a tag";
            case Verdict.Hold hold ->
                "held: " + hold.reasons().getFirst().code().word();
            case Verdict.Deny deny ->
                "refused: " + deny.reasons().getFirst().code().word();
        };
    }

    /// What stands below the table: what is wrong with the commit, what stops it, and the way on.
    List<String> remarks() {
        SequencedSet<String> defects = new LinkedHashSet<>();
        SequencedSet<String> others = new LinkedHashSet<>();
        SequencedSet<String> commands = new LinkedHashSet<>();
        for (ScopePlan scope : scopes) {
            scope.defects().forEach(each -> defects.add(each.toString()));
            scope.stop().ifPresent(why -> others.add(scope.scope() + ": " + why));
            for (ObjectPlan each : scope.objects()) {
                if (each.would() instanceof Would.Refused(String why)) {
                    defects.add(why);
                }
                reasons(each, others, commands);
            }
        }
        List<String> remarks = new ArrayList<>();
        section(remarks, "Defects, each holds its scope back:", defects);
        section(remarks, "Besides:", others);
        section(remarks, "To let it go:", commands);
        return remarks;
    }

    private static void reasons(ObjectPlan plan, SequencedSet<String> others, SequencedSet<String> commands) {
        for (Reason reason : plan.decision().verdict().reasons()) {
            int at = reason.sentence().indexOf(COMMANDS);
            if (reason.code() == ReasonCode.AWAITING_APPROVAL && at >= 0) {
                commands.addAll(List.of(reason.sentence().substring(at + 2).split(" && ", -1)));
            } else if (reason.code() != ReasonCode.APPROVED) {
                others.add(reason.toString());
            }
        }
    }

    private static void section(List<String> remarks, String title, SequencedSet<String> lines) {
        if (!lines.isEmpty()) {
            remarks.add("");
            remarks.add(title);
            lines.forEach(line -> remarks.add("  " + PlainText.of(line, Table.CELL_CHARS_MAX)));
        }
    }

    ObjectNode data() {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("source", planned.source().meta().name());
        data.put("stage", planned.source().spec().stage());
        data.put("commit", planned.commit().hex());
        ArrayNode list = data.putArray("scopes");
        for (ScopePlan scope : scopes) {
            ObjectNode one = list.addObject();
            one.put("scope", scope.scope()).put("namespace", scope.namespace());
            one.put("stop", scope.stop().orElse(null));
            ArrayNode defects = one.putArray("defects");
            for (Defect each : scope.defects()) {
                defects.addObject()
                        .put("path", each.path())
                        .put("line", each.line())
                        .put("column", each.column())
                        .put("message", each.message());
            }
            ArrayNode objects = one.putArray("objects");
            scope.objects().forEach(each -> objects.add(data(each)));
            ArrayNode refusals = one.putArray("refusedTags");
            scope.refusals().forEach(each -> refusals.add(each.toString()));
        }
        return data;
    }

    private static ObjectNode data(ObjectPlan plan) {
        Effect effect = Effect.of(plan);
        ObjectNode one = JsonNodeFactory.instance.objectNode();
        one.put("group", plan.key().group())
                .put("kind", plan.key().kind())
                .put("namespace", plan.key().namespace())
                .put("name", plan.key().name());
        plan.from().ifPresent(from -> one.put("path", from.path()).put("line", from.line()));
        ArrayNode classes = one.putArray("classes");
        plan.classes().forEach(each -> classes.add(word(each)));
        one.put("effect", effect.kind()).put("text", effect.text()).put("pods", effect.pods());
        one.put("verdict", verdict(plan.decision().verdict()));
        one.put("gate", gate(plan));
        ArrayNode reasons = one.putArray("reasons");
        for (Reason each : plan.decision().verdict().reasons()) {
            reasons.addObject().put("code", each.code().word()).put("sentence", each.sentence());
        }
        return one;
    }

    private static String verdict(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allow _ -> "allow";
            case Verdict.Cap _ -> "cap";
            case Verdict.Hold _ -> "hold";
            case Verdict.Deny _ -> "deny";
        };
    }
}
