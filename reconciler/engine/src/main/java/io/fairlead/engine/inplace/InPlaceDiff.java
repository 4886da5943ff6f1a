package io.fairlead.engine.inplace;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.zjsonpatch.DiffFlags;
import io.fabric8.zjsonpatch.JsonDiff;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What lies between two revisions of a pod template, seen by a pod that has to go from one to the other.
public sealed interface InPlaceDiff {
    /// A running pod can be changed.
    ///
    /// @param images new image by container name; empty where only metadata changes
    /// @param labels new value by key; empty value: the key leaves the template
    /// @param annotations as `labels`
    record Eligible(
            SequencedMap<String, String> images,
            SequencedMap<String, Optional<String>> labels,
            SequencedMap<String, Optional<String>> annotations)
            implements InPlaceDiff {
        public Eligible {
            images = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(images));
            labels = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(labels));
            annotations = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(annotations));
        }

        public boolean isMetadataOnly() {
            return images.isEmpty();
        }
    }

    /// Only a new pod will do.
    ///
    /// @param reason names the field, never its value: it may be a secret
    record Ineligible(String reason) implements InPlaceDiff {}

    Pattern IMAGE = Pattern.compile("/spec/containers/([0-9]+)/image");

    /// Both templates in the form in which revisions are compared.
    static InPlaceDiff between(JsonNode from, JsonNode to) {
        EnumSet<DiffFlags> flags = EnumSet.of(
                DiffFlags.OMIT_MOVE_OPERATION, DiffFlags.OMIT_COPY_OPERATION, DiffFlags.OMIT_VALUE_ON_REMOVE);
        SequencedMap<String, String> images = new LinkedHashMap<>();
        for (JsonNode operation : JsonDiff.asJson(from, to, flags)) {
            String path = operation.path("path").asText();
            String kind = operation.path("op").asText();
            if (path.startsWith("/metadata/labels") || path.startsWith("/metadata/annotations")) {
                continue;
            }
            Matcher image = IMAGE.matcher(path);
            if (!kind.equals("replace") || !image.matches()) {
                return new Ineligible(kind + " of " + path + " needs a new pod");
            }
            JsonNode container = to.path("spec").path("containers").path(Integer.parseInt(image.group(1)));
            images.put(container.path("name").asText(), container.path("image").asText());
        }
        SequencedMap<String, Optional<String>> labels = changes(from, to, "labels");
        SequencedMap<String, Optional<String>> annotations = changes(from, to, "annotations");
        Optional<String> env = referencedByEnv(to, labels, annotations);
        return env.<InPlaceDiff>map(Ineligible::new).orElseGet(() -> new Eligible(images, labels, annotations));
    }

    private static SequencedMap<String, Optional<String>> changes(JsonNode from, JsonNode to, String field) {
        JsonNode old = from.path("metadata").path(field);
        JsonNode wanted = to.path("metadata").path(field);
        TreeSet<String> keys = new TreeSet<>();
        old.fieldNames().forEachRemaining(keys::add);
        wanted.fieldNames().forEachRemaining(keys::add);
        SequencedMap<String, Optional<String>> changes = new LinkedHashMap<>();
        for (String key : keys) {
            if (!old.path(key).equals(wanted.path(key))) {
                changes.put(key, wanted.has(key) ? Optional.of(wanted.path(key).asText()) : Optional.empty());
            }
        }
        return changes;
    }

    /// A container reads such a variable when it starts, and nothing on the node restarts it for a label.
    private static Optional<String> referencedByEnv(
            JsonNode to, Map<String, Optional<String>> labels, Map<String, Optional<String>> annotations) {
        List<String> changed = new ArrayList<>();
        labels.keySet().forEach(key -> changed.add("metadata.labels['" + key + "']"));
        annotations.keySet().forEach(key -> changed.add("metadata.annotations['" + key + "']"));
        for (String list : List.of("containers", "initContainers")) {
            for (JsonNode container : to.path("spec").path(list)) {
                for (JsonNode env : container.path("env")) {
                    String path = env.path("valueFrom")
                            .path("fieldRef")
                            .path("fieldPath")
                            .asText();
                    if (changed.contains(path)) {
                        return Optional.of("environment variable "
                                + env.path("name").asText() + " of container "
                                + container.path("name").asText() + " reads " + path + ", which changes");
                    }
                }
            }
        }
        return Optional.empty();
    }
}
