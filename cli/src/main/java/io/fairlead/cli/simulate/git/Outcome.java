package io.fairlead.cli.simulate.git;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.cli.simulate.git.GitHost.Commit;
import io.fairlead.cli.simulate.git.Item.Workload;
import io.fairlead.gitsync.app.GitSyncApplication;
import io.fairlead.gitsync.notes.NotesWriter;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.server.ApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.notes.NoteMap;
import org.eclipse.jgit.revwalk.RevWalk;

/// Whether the cluster became what Git says, and Git tells of it.
final class Outcome {
    private final GitHost host;
    private final ApiServer server;
    private final GitRules rules;
    private final Rulebook rulebook;

    Outcome(GitHost host, ApiServer server, GitRules rules, Rulebook rulebook) {
        this.host = host;
        this.server = server;
        this.rules = rules;
        this.rulebook = rulebook;
    }

    /// What is missing where everything is approved; empty once it is as it should be.
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        Commit head = host.head();
        for (Item item : head.items().values()) {
            Optional<JsonNode> live = live(item.key());
            if (live.isEmpty()) {
                missing.add(item.key() + " is not there");
            } else if (!item.isIn(live.get())) {
                missing.add(item.key() + " is not as Git says: " + item);
            } else if (item instanceof Workload workload && GitRules.partition(live.get()) > workload.partition()) {
                missing.add(item.key() + " is held back by partition " + GitRules.partition(live.get()) + " %");
            }
        }
        List<String> surplus = rules.surplus(head.items().keySet());
        long most = rules.applied().keySet().stream()
                .filter(key -> !head.items().containsKey(key))
                .count();
        boolean mayBeGuarded = !rulebook.required().contains(Aspect.DELETE)
                && most > rulebook.prunesMax(rules.applied().size());
        String phase = phase();
        if (!phase.equals("Healthy") && !(mayBeGuarded && phase.equals("Held") && !surplus.isEmpty())) {
            missing.add("the Delivery says " + phase);
        }
        if (phase.equals("Healthy")) {
            surplus.forEach(key -> missing.add(key + " is still there"));
        }
        if (missing.isEmpty()) {
            missing.addAll(untold(head));
        }
        return missing;
    }

    private Optional<JsonNode> live(String key) {
        String name = key.substring(key.indexOf('/') + 1);
        ResourceType type = key.startsWith("CloneSet/") ? ResourceType.CLONE_SET : Operators.CONFIG_MAP;
        return server.find(type, GitHost.FOLDER, name).map(each -> each);
    }

    private String phase() {
        return server.find(ResourceType.DELIVERY, GitSyncApplication.NAMESPACE, Follower.SOURCE + "." + GitHost.FOLDER)
                .map(each -> each.path("status").path("phase").asText()
                        + (each.path("status").path("phase").asText().equals("Healthy")
                                ? ""
                                : ": " + each.path("status").path("message").asText()))
                .map(text -> text.startsWith("Held") ? "Held" : text)
                .orElse("nothing");
    }

    /// L9: the note of the head, or of the commit that brought its content, says of each workload that it is well.
    private List<String> untold(Commit head) {
        String note = note(head);
        List<String> untold = new ArrayList<>();
        for (Item item : head.items().values()) {
            if (item instanceof Workload) {
                int pods = live(item.key())
                        .map(each -> each.path("spec").path("replicas").asInt(1))
                        .orElse(0);
                boolean isTold = note.lines()
                        .anyMatch(line -> line.contains("\"w\":\"" + item.key() + "\"")
                                && line.contains("\"st\":\"Healthy\"")
                                && line.contains("\"rep\":" + pods));
                if (!isTold) {
                    untold.add("no note says that " + item.key() + " is healthy with " + pods + " pods: " + note);
                }
            }
        }
        return untold;
    }

    private String note(Commit head) {
        ObjectId ref = host.refs().get(NotesWriter.refOf(Follower.CLUSTER));
        if (ref == null) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        try (ObjectReader reader = host.repository().newObjectReader();
                RevWalk walk = new RevWalk(reader)) {
            NoteMap notes = NoteMap.read(reader, walk.parseCommit(ref));
            for (Commit commit : head.withAncestors()) {
                ObjectId blob = commit.items().equals(head.items()) ? notes.get(commit.id()) : null;
                if (blob != null) {
                    text.append(new String(reader.open(blob).getBytes(), StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
