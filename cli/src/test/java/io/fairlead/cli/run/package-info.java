/// `fairlead run` as people have it: a process of its own, in a clone, stopped and killed by signals.
@NullMarked
package io.fairlead.cli.run;

import org.jspecify.annotations.NullMarked;
