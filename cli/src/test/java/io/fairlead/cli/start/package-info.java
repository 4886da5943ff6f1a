@NullMarked
package io.fairlead.cli.start;

import org.jspecify.annotations.NullMarked;
