package io.fairlead.server.execute;

/// What the executor has to know of the leader election.
public interface Leadership {
    /// Names this run of this process, no other one ever.
    String identity();

    /// Grows with every change of the leader.
    long epoch();

    /// False as soon as this process may no longer be the leader; asked before every write.
    boolean mayWrite();
}
