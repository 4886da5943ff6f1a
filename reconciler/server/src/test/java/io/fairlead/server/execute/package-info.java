@NullMarked
package io.fairlead.server.execute;

import org.jspecify.annotations.NullMarked;
