/// The verbs about a delivery, on real repositories.
@NullMarked
package io.fairlead.cli.delivery;

import org.jspecify.annotations.NullMarked;
