/// Decides what to do about a workload: values in, values out.
///
/// Promises: no clock, thread, random, log or I/O (a test proves it); the same observation gives the same plan; all
/// numbers are computed before any pod is chosen. Cost: O(p log p) a plan for p pods. Entry point:
/// [io.fairlead.engine.KindModule].
@NullMarked
package io.fairlead.engine;

import org.jspecify.annotations.NullMarked;
