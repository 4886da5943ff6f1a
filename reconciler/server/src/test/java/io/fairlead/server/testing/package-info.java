/// What the tests of this module stand on: a small API server in memory, and objects to put into it.
@NullMarked
package io.fairlead.server.testing;

import org.jspecify.annotations.NullMarked;
