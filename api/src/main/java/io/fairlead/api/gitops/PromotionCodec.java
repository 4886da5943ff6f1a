package io.fairlead.api.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.api.IntOrPercent;
import io.fairlead.api.Parsed;
import io.fairlead.api.gitops.PromotionLimit.StageLimit;
import io.fairlead.api.gitops.PromotionPolicy.Approval;
import io.fairlead.api.gitops.PromotionPolicy.Gate;
import io.fairlead.api.gitops.PromotionPolicy.Limit;
import io.fairlead.api.gitops.PromotionPolicy.Limits;
import io.fairlead.api.gitops.PromotionPolicy.Person;
import io.fairlead.api.gitops.PromotionPolicy.Stage;
import io.fairlead.api.wire.ObjectReader;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads [PromotionPolicy] and [PromotionLimit].
public final class PromotionCodec {
    public static final int PEOPLE_MAX = 500;
    public static final int STAGES_MAX = 50;
    public static final int KEYS_MAX = 20;

    private static final int COUNT = 5;
    private static final int PRUNE_PERCENT = 10;
    private static final int SCALE_IN_PERCENT = 20;
    private static final Pattern SSH_KEY =
            Pattern.compile("(ssh|ecdsa|sk)-[a-z0-9@.-]+ AAAA[A-Za-z0-9+/]+={0,2}( .*)?");
    private static final List<Approval> ALL_BUT_SCALE = Arrays.stream(Approval.values())
            .filter(each -> each != Approval.SCALE)
            .toList();

    private PromotionCodec() {}

    public static Parsed<PromotionPolicy> parsePolicy(JsonNode object) {
        ObjectReader root = ObjectReader.of(object);
        Meta meta = Meta.read(root);
        ObjectReader spec = root.object("spec");
        List<ObjectReader> personReaders = spec.objects("people");
        Names.bound(spec, "people", personReaders.size(), PEOPLE_MAX);
        List<Person> people = personReaders.stream().map(PromotionCodec::person).toList();
        List<String> ids = people.stream().map(Person::id).toList();
        Names.distinct(spec, "people", ids);
        List<Stage> stages = stages(spec, reader -> stage(reader, ids));
        Names.distinct(spec, "stages", stages.stream().map(Stage::name).toList());
        ObjectReader limits = spec.object("limits");
        PromotionPolicy policy = new PromotionPolicy(
                meta,
                people,
                stages,
                new Limits(
                        limit(limits.object("prune"), PRUNE_PERCENT),
                        limit(limits.object("scaleIn"), SCALE_IN_PERCENT)));
        return meta.parsed(root, PromotionPolicy.KIND, policy);
    }

    public static Parsed<PromotionLimit> parseLimit(JsonNode object) {
        ObjectReader root = ObjectReader.of(object);
        Meta meta = Meta.read(root);
        ObjectReader spec = root.object("spec");
        List<StageLimit> stages = stages(spec, PromotionCodec::stageLimit);
        Names.distinct(spec, "stages", stages.stream().map(StageLimit::name).toList());
        return meta.parsed(root, PromotionLimit.KIND, new PromotionLimit(meta, stages));
    }

    private static <T> List<T> stages(ObjectReader spec, Function<ObjectReader, T> read) {
        List<ObjectReader> readers = spec.objects("stages");
        if (readers.isEmpty()) {
            spec.defect("stages", "must have at least one entry");
        }
        Names.bound(spec, "stages", readers.size(), STAGES_MAX);
        return readers.stream().map(read).toList();
    }

    private static Person person(ObjectReader person) {
        List<String> keys = person.texts("sshKeys");
        Names.bound(person, "sshKeys", keys.size(), KEYS_MAX);
        if (!keys.stream().allMatch(key -> SSH_KEY.matcher(key).matches())) {
            person.defect("sshKeys", "must be public keys such as \"ssh-ed25519 AAAA… comment\", without options");
        }
        return new Person(person.requiredText("id"), keys);
    }

    private static Stage stage(ObjectReader stage, List<String> people) {
        List<String> promoters = stage.texts("promoters");
        promoters.stream()
                .filter(id -> !people.contains(id))
                .forEach(id -> stage.defect("promoters", "names " + id + ", who is none of spec.people"));
        return new Stage(
                Names.label(stage, "name"),
                gate(stage).orElse(Gate.TAG),
                stage.has("approvalFor") ? approvals(stage) : ALL_BUT_SCALE,
                stage.bool("requireSignature", true),
                promoters);
    }

    private static StageLimit stageLimit(ObjectReader stage) {
        return new StageLimit(
                Names.label(stage, "name"),
                gate(stage),
                approvals(stage),
                stage.bool("requireSignature", false),
                stage.has("promoters") ? Optional.of(stage.texts("promoters")) : Optional.empty());
    }

    private static Optional<Gate> gate(ObjectReader stage) {
        String text = stage.text("gate", "");
        return switch (text) {
            case "" -> Optional.empty();
            case "auto" -> Optional.of(Gate.AUTO);
            case "tag" -> Optional.of(Gate.TAG);
            default -> {
                stage.defect("gate", "must be auto or tag");
                yield Optional.empty();
            }
        };
    }

    private static List<Approval> approvals(ObjectReader stage) {
        List<String> texts = stage.texts("approvalFor");
        List<String> known =
                Arrays.stream(Approval.values()).map(PromotionCodec::wire).toList();
        texts.stream()
                .filter(text -> !known.contains(text))
                .forEach(text -> stage.defect("approvalFor", "must be some of " + String.join(", ", known)));
        return Arrays.stream(Approval.values())
                .filter(each -> texts.contains(wire(each)))
                .toList();
    }

    private static String wire(Approval approval) {
        return approval.name().toLowerCase(Locale.ROOT);
    }

    private static Limit limit(ObjectReader limit, int percent) {
        IntOrPercent.Percent fallback = new IntOrPercent.Percent(BigDecimal.valueOf(percent));
        IntOrPercent.Percent share = fallback;
        Optional<IntOrPercent> read = limit.intOrPercent("share");
        if (read.isPresent()) {
            if (read.get() instanceof IntOrPercent.Percent found
                    && found.value().compareTo(IntOrPercent.HUNDRED) <= 0) {
                share = found;
            } else {
                limit.defect("share", "must be a percentage from \"0%\" to \"100%\"");
            }
        }
        return new Limit(limit.integer("count", COUNT, 0), share);
    }
}
