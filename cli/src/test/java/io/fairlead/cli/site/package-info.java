/// Both services on a cluster, embedded or real, following real repositories.
@NullMarked
package io.fairlead.cli.site;

import org.jspecify.annotations.NullMarked;
