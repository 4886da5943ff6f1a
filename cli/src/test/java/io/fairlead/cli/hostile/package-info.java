/// The repository as attacker: each input is one row, goes the whole way from a real commit to the cluster, and comes
/// back as a sentence that says where and why.
@NullMarked
package io.fairlead.cli.hostile;

import org.jspecify.annotations.NullMarked;
