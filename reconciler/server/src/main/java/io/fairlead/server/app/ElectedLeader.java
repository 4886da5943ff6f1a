package io.fairlead.server.app;

import io.fairlead.kube.lease.LeaseElector;
import io.fairlead.server.execute.Leadership;

/// Leads for as long as the lease is certain to be this run's.
record ElectedLeader(String identity, LeaseElector elector) implements Leadership {
    /// 0, below every real epoch, while the lease is not held; nothing is written then anyway.
    @Override
    public long epoch() {
        return elector.epoch().orElse(0);
    }

    @Override
    public boolean mayWrite() {
        return elector.isLeading();
    }
}
