/// Which kinds an API server serves, and where.
///
/// Promises: one request a group and version, remembered until
/// [io.fairlead.kube.discovery.Discovery#forget]; an unreachable server is told apart from a kind that
/// is not served. Bound: [io.fairlead.kube.discovery.Discovery#GROUP_VERSIONS_MAX]. Entry point:
/// [io.fairlead.kube.discovery.Discovery].
@NullMarked
package io.fairlead.kube.discovery;

import org.jspecify.annotations.NullMarked;
