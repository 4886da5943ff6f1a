@NullMarked
package io.fairlead.server.ingest;

import org.jspecify.annotations.NullMarked;
