package io.fairlead.cli.simulate;

/// The Git half of the simulated line.
interface GitSide {
    /// The remote comes or goes.
    ///
    /// @return false where that made no difference
    boolean reach(boolean isReachable);
}
