/// The demo, played to its end.
@NullMarked
package io.fairlead.cli.demo;

import org.jspecify.annotations.NullMarked;
