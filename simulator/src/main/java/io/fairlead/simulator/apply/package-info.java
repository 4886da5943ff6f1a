/// Server-side apply and field management (KEP-555): who owns which field, and what an apply changes. Pure.
@NullMarked
package io.fairlead.simulator.apply;

import org.jspecify.annotations.NullMarked;
