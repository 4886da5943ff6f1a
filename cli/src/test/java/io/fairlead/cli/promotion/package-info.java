/// A team's story with its repository: tags, holds, rollbacks and failures, on the embedded and on a real cluster, over
/// SSH and HTTP.
@NullMarked
package io.fairlead.cli.promotion;

import org.jspecify.annotations.NullMarked;
