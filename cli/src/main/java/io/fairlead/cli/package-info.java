/// The `fairlead` program: one command a verb, each a thin layer on the services.
///
/// Promises: exit codes as in [io.fairlead.cli.ExitCode]; errors go to standard error, name what is wrong and what
/// to do next; nothing here decides anything about workloads. Entry point: [io.fairlead.cli.Fairlead].
@NullMarked
package io.fairlead.cli;

import org.jspecify.annotations.NullMarked;
