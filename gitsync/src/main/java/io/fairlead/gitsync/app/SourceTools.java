package io.fairlead.gitsync.app;

import io.fairlead.gitsync.git.Mirror;
import io.fairlead.gitsync.ledger.DeliveryStore;
import io.fairlead.gitsync.manifest.ManifestReader;
import io.fairlead.kube.Resources;
import io.fairlead.kube.Time;
import io.fairlead.kube.discovery.Discovery;

/// What the scopes of one source work with.
///
/// @param brake of this source
record SourceTools(
        Mirror mirror,
        ManifestReader reader,
        Resources resources,
        Discovery discovery,
        DeliveryStore store,
        LiveObjects liveObjects,
        Restraints restraints,
        Brake brake,
        Time time) {}
