/// The service as a whole, on an API server in memory and a repository on the disk.
@NullMarked
package io.fairlead.gitsync.app;

import org.jspecify.annotations.NullMarked;
