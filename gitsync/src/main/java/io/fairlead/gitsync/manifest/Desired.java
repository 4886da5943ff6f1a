package io.fairlead.gitsync.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.ObjectKey;

/// One object as Git wants it. The manifest is never changed by anybody: whoever needs another one copies it.
public record Desired(ObjectKey key, ObjectNode manifest, Provenance provenance) {}
