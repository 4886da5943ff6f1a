@NullMarked
package io.fairlead.server.run;

import org.jspecify.annotations.NullMarked;
