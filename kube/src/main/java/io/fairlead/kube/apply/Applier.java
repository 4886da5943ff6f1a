package io.fairlead.kube.apply;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;

/// Makes an object what a manifest says, by server-side apply: fields that the manifest no longer names
/// go, fields of others stay.
public final class Applier {
    /// Owns what comes from Git. Its name is part of the cluster's data: with another name, fields that
    /// go from a manifest would stay in the cluster.
    public static final String FIELD_MANAGER = "fairlead-gitsync";

    private final Resources resources;

    public Applier(KubeApi api) {
        this.resources = new Resources(api, FIELD_MANAGER);
    }

    /// How to apply.
    ///
    /// @param isForced take over fields that others own; without it they are `Refused(409,
    ///     "FieldManagerConflict", …)`
    /// @param isDryRun let the server say what would come of it, and store nothing
    public record Mode(boolean isForced, boolean isDryRun) {
        public static final Mode FORCED = new Mode(true, false);
        public static final Mode PREVIEW = new Mode(true, true);
    }

    /// @param manifest whole, with `apiVersion`, `kind` and `metadata.name`, and without
    ///     `managedFields`; its `metadata.resourceVersion`, if any, is a precondition
    public Outcome apply(ResourceType type, JsonNode manifest, Mode mode) {
        JsonNode metadata = manifest.path("metadata");
        ObjectPath path = ObjectPath.of(
                type,
                type.isNamespaced() ? metadata.path("namespace").asText("") : "",
                metadata.path("name").asText(""));
        return (mode.isDryRun() ? resources.dryRun() : resources).apply(path, manifest, mode.isForced());
    }
}
