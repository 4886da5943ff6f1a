/// `fairlead demo`: a release from the first commit to the rollback, on a cluster and a repository of its own.
///
/// [io.fairlead.cli.demo.DemoCommand] is the entry point, [io.fairlead.cli.demo.Story] what is played. Everything is
/// real but the cluster: Git is the `git` on the path, tags are signed by `ssh-keygen`, both services are those
/// that run
/// elsewhere, and what is claimed is read from the API server and checked. Each wait has a bound.
@NullMarked
package io.fairlead.cli.demo;

import org.jspecify.annotations.NullMarked;
