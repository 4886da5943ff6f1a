@NullMarked
package io.fairlead.server.app;

import org.jspecify.annotations.NullMarked;
