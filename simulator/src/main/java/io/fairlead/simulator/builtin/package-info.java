/// What the API server does to objects of the built-in kinds before it stores them: defaults and validation.
@NullMarked
package io.fairlead.simulator.builtin;

import org.jspecify.annotations.NullMarked;
