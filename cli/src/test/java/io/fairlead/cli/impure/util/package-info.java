/// A package that breaks every rule of the architecture, its name included, so that a test can see the rules fail.
@NullMarked
package io.fairlead.cli.impure.util;

import org.jspecify.annotations.NullMarked;
