package io.fairlead.simulator.invariant;

import io.fairlead.simulator.server.CommitListener.Commit;

/// Where a rule tells what it found.
interface Report {
    void violated(String invariant, Commit commit, String numbers);
}
