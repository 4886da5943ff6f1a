/// Requests and answers as they cross the boundary of the embedded API server, whatever carries them (a method call or
/// HTTP).
@NullMarked
package io.fairlead.simulator.wire;

import org.jspecify.annotations.NullMarked;
