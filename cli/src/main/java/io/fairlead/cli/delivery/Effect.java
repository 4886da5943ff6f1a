package io.fairlead.cli.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fairlead.api.Parsed;
import io.fairlead.api.apps.CloneSet;
import io.fairlead.api.apps.CloneSetCodec;
import io.fairlead.engine.inplace.InPlaceDiff;
import io.fairlead.engine.revision.TemplateForm;
import io.fairlead.gitsync.app.ScopePlan.ObjectPlan;
import io.fairlead.gitsync.app.ScopePlan.Would;
import io.fairlead.gitsync.desired.Change;
import io.fairlead.policies.ChangeClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a planned change does to an object and to its pods.
///
/// @param kind one word for programs: `create`, `in-place`, `new-pods`, `scale`, `change`, `delete`, `unchanged`,
///     `refused`, `unknown`
/// @param text for people
/// @param pods how many pods are made, changed, replaced or taken away, once the change is let go as far as its gate
///     says
record Effect(String kind, String text, int pods) {
    /// From the least to the most that can happen to pods.
    private static final List<String> RANK = List.of("unchanged", "change", "scale", "in-place", "new-pods", "refused");

    static Effect of(ObjectPlan plan) {
        return switch (plan.would()) {
            case Would.Refused(String why) -> new Effect("refused", "refused by the API server: " + why, 0);
            case Would.NotNow(String why) -> new Effect("unknown", why, 0);
            case Would.Be(JsonNode would) -> of(plan, would);
            case Would.Stay _ ->
                plan.decision().change() instanceof Change.Prune
                        ? new Effect("delete", "delete" + pods(live(plan)), replicas(live(plan)))
                        : new Effect("unchanged", "unchanged", 0);
        };
    }

    private static JsonNode live(ObjectPlan plan) {
        return plan.live().orElse(MissingNode.getInstance());
    }

    private static Effect of(ObjectPlan plan, JsonNode would) {
        JsonNode live = live(plan);
        if (live.isMissingNode()) {
            return new Effect("create", "create" + pods(would), replicas(would));
        }
        List<Effect> effects = new ArrayList<>();
        template(live, would).ifPresent(effects::add);
        int before = replicas(live);
        int after = replicas(would);
        if (before != after) {
            effects.add(new Effect("scale", "scale " + before + " > " + after, Math.abs(after - before)));
        }
        if (plan.classes().contains(ChangeClass.STRATEGY)) {
            effects.add(new Effect("change", "another strategy", 0));
        }
        if (plan.classes().contains(ChangeClass.CONFIG) || effects.isEmpty()) {
            effects.add(new Effect("change", "change", 0));
        }
        String kind = effects.stream()
                .map(Effect::kind)
                .max(Comparator.comparingInt(RANK::indexOf))
                .orElse("change");
        return new Effect(
                kind,
                String.join("; ", effects.stream().map(Effect::text).toList()),
                effects.stream().mapToInt(Effect::pods).sum());
    }

    /// Empty where no pod has to change for the template.
    private static Optional<Effect> template(JsonNode live, JsonNode would) {
        JsonNode from = TemplateForm.of(live.at("/spec/template"));
        JsonNode to = TemplateForm.of(would.at("/spec/template"));
        boolean isWorkload = would.at("/spec/template/spec").isObject();
        if (!isWorkload || (from.equals(to) && !isUnderWay(live, would))) {
            return Optional.empty();
        }
        boolean isOurs = would.path("kind").asText().equals(CloneSet.KIND)
                && would.path("apiVersion").asText().startsWith(CloneSet.GROUP + "/");
        if (isOurs && CloneSetCodec.parse(would) instanceof Parsed.Valid<CloneSet>(CloneSet cloneSet)) {
            return Optional.of(update(cloneSet.spec(), from, to));
        }
        int pods = replicas(would);
        return Optional.of(new Effect("new-pods", "new pods, as its controller does it", pods));
    }

    /// The same template goes further than it was let go before.
    private static boolean isUnderWay(JsonNode live, JsonNode would) {
        String partition = "/spec/updateStrategy/rollingUpdate/partition";
        return !live.at(partition).equals(would.at(partition));
    }

    private static Effect update(CloneSet.Spec spec, JsonNode from, JsonNode to) {
        int kept = spec.update().partition().resolvePartition(spec.replicas());
        int pods = spec.update().isPaused() ? 0 : spec.replicas() - kept;
        String share = (kept > 0 ? ", " + pods + " of " + spec.replicas() + " pods" : "")
                + (spec.update().isPaused() ? ", paused: no pod is touched" : "");
        if (from.equals(to)) {
            return new Effect("in-place", "goes on to " + pods + " of " + spec.replicas() + " pods", pods);
        }
        InPlaceDiff diff = InPlaceDiff.between(from, to);
        Effect recreate = new Effect("new-pods", "new pods" + share, pods);
        Effect effect = switch (spec.update().policy()) {
            case RECREATE -> recreate;
            case IN_PLACE_IF_POSSIBLE ->
                switch (diff) {
                    case InPlaceDiff.Eligible eligible -> inPlace(eligible, from, share, pods);
                    case InPlaceDiff.Ineligible(String reason) ->
                        new Effect("new-pods", "new pods" + share + ": " + reason, pods);
                };
            case IN_PLACE_ONLY ->
                switch (diff) {
                    case InPlaceDiff.Eligible eligible -> inPlace(eligible, from, share, pods);
                    case InPlaceDiff.Ineligible(String reason) ->
                        new Effect("refused", "no pod is touched, InPlaceOnly and " + reason, 0);
                };
        };
        return spec.update().type() == CloneSet.UpdateStrategy.Type.ON_DELETE
                ? new Effect(effect.kind(), effect.text() + ", each when it is deleted", 0)
                : effect;
    }

    private static Effect inPlace(InPlaceDiff.Eligible eligible, JsonNode from, String share, int pods) {
        if (eligible.isMetadataOnly()) {
            return new Effect("in-place", "in place, labels and annotations only" + share, pods);
        }
        List<String> containers = new ArrayList<>();
        for (Map.Entry<String, String> image : eligible.images().entrySet()) {
            containers.add(image.getKey() + " " + fromTo(image(from, image.getKey()), image.getValue()));
        }
        return new Effect("in-place", "in place: " + String.join(", ", containers) + share, pods);
    }

    /// Where only the tag differs, only the tags.
    private static String fromTo(String before, String after) {
        int tag = after.lastIndexOf(':') + 1;
        boolean isSameRepository = tag > 0 && before.startsWith(after.substring(0, tag));
        return isSameRepository ? before.substring(tag) + " > " + after.substring(tag) : before + " > " + after;
    }

    private static String image(JsonNode form, String container) {
        for (JsonNode each : form.at("/spec/containers")) {
            if (each.path("name").asText().equals(container)) {
                return each.path("image").asText();
            }
        }
        return "";
    }

    private static String pods(JsonNode object) {
        int pods = replicas(object);
        return object.at("/spec/template/spec").isObject() ? ", " + pods + (pods == 1 ? " pod" : " pods") : "";
    }

    /// As the API server defaults them; 0 for kinds that have none.
    private static int replicas(JsonNode object) {
        return object.path("spec").path("replicas").asInt(0);
    }
}
