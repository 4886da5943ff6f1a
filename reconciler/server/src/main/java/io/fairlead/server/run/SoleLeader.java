package io.fairlead.server.run;

import io.fairlead.server.execute.Leadership;

/// The leader where there is no election, because nothing else can be running.
///
/// @param epoch of this run; must be later than that of the last one
public record SoleLeader(String identity, long epoch) implements Leadership {
    @Override
    public boolean mayWrite() {
        return true;
    }
}
