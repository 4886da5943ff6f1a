package io.fairlead.engine.revision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.engine.Action;
import io.fairlead.engine.PodKeys;
import io.fairlead.engine.Revision;
import io.fairlead.engine.Step;
import io.fairlead.engine.Step.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/// What the revisions of one workload say: which is wanted, which is current, and what has to be written about them.
///
/// @param current empty where the status names a revision that is gone: then nothing may be created or rolled back to
///     it
/// @param byHash every revision that a pod may be on, by hash; the wanted one included
/// @param steps to save, renumber and drop revisions; saving comes first
public record RevisionBook(
        PodRevision update,
        Optional<PodRevision> current,
        String currentName,
        int collisionCount,
        SequencedMap<String, PodRevision> byHash,
        List<Step> steps) {
    private static final Comparator<Revision> BY_NUMBER = Comparator.comparingLong(Revision::number)
            .thenComparing(Revision::creationTime)
            .thenComparing(Revision::name);
    private static final int NAME_PREFIX_MAX = 223;
    // kubectl's copy of the whole object would make every revision twice as large.
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
    private static final String CLAIMS_HASH = "kruise.io/cloneset-volumeclaimtemplate-hash";

    public RevisionBook {
        steps = List.copyOf(steps);
    }

    /// The workload whose revisions these are.
    public record Owner(
            String apiVersion,
            String kind,
            String namespace,
            String name,
            String uid,
            SequencedMap<String, String> annotations) {}

    /// @param revisions those that the owner's uid names; others only keep their names from being used
    /// @param currentName as in the status; empty for a workload that nobody has reported on
    /// @param hashesInUse hashes of revisions that pods carry
    public record Request(
            Owner owner,
            JsonNode template,
            List<Revision> revisions,
            String currentName,
            int collisionCount,
            int historyLimit,
            Set<String> hashesInUse) {}

    public static RevisionBook open(Request request) {
        List<Revision> owned = request.revisions().stream()
                .filter(each -> each.ownerUid().equals(request.owner().uid()))
                .sorted(BY_NUMBER)
                .toList();
        SequencedMap<String, PodRevision> byHash = new TreeMap<>();
        for (Revision each : owned) {
            byHash.put(each.hash(), new PodRevision(each.name(), each.template(), TemplateForm.of(each.template())));
        }
        JsonNode form = TemplateForm.of(request.template());
        Optional<Revision> same = owned.reversed().stream()
                .filter(each -> form.equals(formOf(byHash, each)))
                .findFirst();
        long next = owned.isEmpty() ? 1 : owned.getLast().number() + 1;
        List<Step> steps = new ArrayList<>();
        int collisions = request.collisionCount();
        String name;
        if (same.isPresent()) {
            Revision revision = same.get();
            name = revision.name();
            if (!revision.name().equals(owned.getLast().name())) {
                steps.add(renumber(revision, next));
            }
        } else {
            JsonNode data = data(request.template());
            collisions = freeCollisionCount(request, data);
            name = nameOf(request.owner(), data, collisions);
            steps.add(save(request, name, data, next));
        }
        PodRevision update = new PodRevision(name, request.template(), form);
        byHash.put(update.hash(), update);
        String currentName =
                request.currentName().isEmpty() ? lostCurrent(owned, request, name) : request.currentName();
        PodRevision current = currentName.equals(name) ? update : byHash.get(PodKeys.hashOf(currentName));
        steps.addAll(dropped(owned, request, List.of(name, currentName)));
        return new RevisionBook(update, Optional.ofNullable(current), currentName, collisions, byHash, steps);
    }

    /// The current revision of a workload whose status was never written, or lost: the newest other one that pods
    /// are on, so that a partition goes on holding them.
    private static String lostCurrent(List<Revision> owned, Request request, String updateName) {
        return owned.reversed().stream()
                .filter(each -> request.hashesInUse().contains(each.hash()))
                .map(Revision::name)
                .filter(each -> !each.equals(updateName))
                .findFirst()
                .orElse(updateName);
    }

    private static JsonNode formOf(Map<String, PodRevision> byHash, Revision revision) {
        PodRevision known = byHash.get(revision.hash());
        return known == null ? JsonNodeFactory.instance.nullNode() : known.form();
    }

    /// `{"spec":{"template":{…,"$patch":"replace"}}}`, with the null time that Go's typed template always has.
    static JsonNode data(JsonNode template) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        ObjectNode copy = data.putObject("spec").putObject("template");
        template.properties().forEach(field -> copy.set(field.getKey(), field.getValue()));
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        template.path("metadata").properties().forEach(field -> metadata.set(field.getKey(), field.getValue()));
        metadata.putNull("creationTimestamp");
        copy.set("metadata", metadata);
        copy.put("$patch", "replace");
        return data;
    }

    static String nameOf(Owner owner, JsonNode data, int collisionCount) {
        String prefix =
                owner.name().length() > NAME_PREFIX_MAX ? owner.name().substring(0, NAME_PREFIX_MAX) : owner.name();
        return prefix + "-" + RevisionHash.of(CanonicalJson.write(data), collisionCount);
    }

    /// The first count from the stored one on whose name is free. Ends: each round rules out one existing name.
    private static int freeCollisionCount(Request request, JsonNode data) {
        List<String> taken = request.revisions().stream().map(Revision::name).toList();
        int count = request.collisionCount();
        for (int round = 0; round <= taken.size(); round++) {
            if (!taken.contains(nameOf(request.owner(), data, count))) {
                return count;
            }
            count++;
        }
        return count;
    }

    private static Step renumber(Revision revision, long number) {
        return new Step(
                new Action.RenumberRevision(revision.name(), revision.resourceVersion(), number),
                new Reason("RenumberRevision", "the template is that of revision " + revision.name() + " again"));
    }

    private static Step save(Request request, String name, JsonNode data, long number) {
        Owner owner = request.owner();
        ObjectNode revision = JsonNodeFactory.instance.objectNode();
        revision.put("apiVersion", "apps/v1");
        revision.put("kind", "ControllerRevision");
        ObjectNode metadata = revision.putObject("metadata");
        metadata.put("name", name);
        metadata.put("namespace", owner.namespace());
        ObjectNode labels = metadata.putObject("labels");
        request.template()
                .path("metadata")
                .path("labels")
                .properties()
                .forEach(field -> labels.set(field.getKey(), field.getValue()));
        labels.put("controller.kubernetes.io/hash", PodKeys.hashOf(name));
        ObjectNode annotations = metadata.putObject("annotations");
        owner.annotations().forEach((key, value) -> {
            if (!key.equals(LAST_APPLIED)) {
                annotations.put(key, value);
            }
        });
        annotations.put(CLAIMS_HASH, "");
        metadata.putArray("ownerReferences").add(ownerReference(owner));
        revision.set("data", data);
        revision.put("revision", number);
        return new Step(new Action.SaveRevision(revision), new Reason("SaveRevision", "the template is new: " + name));
    }

    /// The entry of `ownerReferences` that makes an object the owner's.
    public static ObjectNode ownerReference(Owner owner) {
        ObjectNode reference = JsonNodeFactory.instance.objectNode();
        reference.put("apiVersion", owner.apiVersion());
        reference.put("kind", owner.kind());
        reference.put("name", owner.name());
        reference.put("uid", owner.uid());
        reference.put("controller", true);
        reference.put("blockOwnerDeletion", true);
        return reference;
    }

    private static List<Step> dropped(List<Revision> owned, Request request, List<String> kept) {
        List<Revision> historic = owned.stream()
                .filter(each -> !kept.contains(each.name()))
                .filter(each -> !request.hashesInUse().contains(each.hash()))
                .toList();
        int surplus = Math.max(historic.size() - request.historyLimit(), 0);
        return historic.subList(0, surplus).stream()
                .map(each -> new Step(
                        new Action.DropRevision(each.name(), each.uid()),
                        new Reason("DropRevision", "history is limited to " + request.historyLimit())))
                .toList();
    }
}
