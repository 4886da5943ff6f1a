/// Tests of the numbers of a rollout.
@NullMarked
package io.fairlead.engine.rollout;

import org.jspecify.annotations.NullMarked;
