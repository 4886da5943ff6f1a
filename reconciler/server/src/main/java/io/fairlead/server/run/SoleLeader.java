package io.fairlead.server.run;

import io.fairlead.server.execute.Leadership;
import java.time.Instant;

/// The leader where there is no election, because nothing else can be running.
///
/// @param epoch of this run
public record SoleLeader(String identity, long epoch) implements Leadership {
    /// A run that starts now; its epoch is later than that of any leader before it.
    public static SoleLeader startedAt(String identity, Instant now) {
        return new SoleLeader(identity, ElectedLeader.epoch(now, 0));
    }

    @Override
    public boolean mayWrite() {
        return true;
    }
}
