/// `fairlead cluster`: the embedded cluster on its own.
///
/// Promises: the kubeconfig is readable by its owner only and is removed at the end if the command chose its place;
/// Ctrl-C ends all. Entry point: [ClusterCommand].
@NullMarked
package io.fairlead.cli.cluster;

import org.jspecify.annotations.NullMarked;
