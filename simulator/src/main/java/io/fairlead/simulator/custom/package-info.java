/// Custom resources: definitions, structural schemas (defaults, pruning, validation, CEL).
@NullMarked
package io.fairlead.simulator.custom;

import org.jspecify.annotations.NullMarked;
