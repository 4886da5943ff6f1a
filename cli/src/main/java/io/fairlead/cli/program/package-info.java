/// Other programs that the command line calls: `git` and `ssh-keygen`, with a bound on time and output to memory.
@NullMarked
package io.fairlead.cli.program;

import org.jspecify.annotations.NullMarked;
