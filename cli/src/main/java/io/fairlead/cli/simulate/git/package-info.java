/// The Git half of the simulated line: a host in memory with its faults, the people who commit and tag, gitsync's own
/// code between the host and the simulated API server, and rules that judge what it applies.
///
/// The rules know what was approved from the host alone: which head and which tags each process was shown. So they
/// never ask gitsync what it believes. Entry points: [io.fairlead.cli.simulate.git.GitHost],
/// [io.fairlead.cli.simulate.git.GitRules], [io.fairlead.cli.simulate.git.Team],
/// [io.fairlead.cli.simulate.git.Follower].
@NullMarked
package io.fairlead.cli.simulate.git;

import org.jspecify.annotations.NullMarked;
