/// The embedded cluster on the wire: the Kubernetes API over HTTPS on loopback, for kubectl and any other client.
///
/// Promises: only who has the token gets in; requests above 3 MiB, long headers and slow clients are turned away; an
/// answer is written outside the model's lock, and a slow reader holds up nobody but himself; a client that goes away
/// ends his watch at once. A virtual thread serves each request and each watch. What a Table or only metadata is made
/// of is decided here, since in-process clients need neither.
///
/// Entry point: [ApiFront].
@NullMarked
package io.fairlead.simulator.http;

import org.jspecify.annotations.NullMarked;
