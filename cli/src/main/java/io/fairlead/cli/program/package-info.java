/// Other programs that the command line calls (`git` and `ssh-keygen`, with a bound on time and output to
/// memory), where a repository is, and how a command that runs until it is stopped ends in order.
@NullMarked
package io.fairlead.cli.program;

import org.jspecify.annotations.NullMarked;
