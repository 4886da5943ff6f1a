/// `fairlead doctor`: what is missing on this machine, at the Git host or on the cluster, and how to mend it.
///
/// Promises: nothing is changed anywhere; every question has a bound on its time; each finding that is not fine says
/// what
/// to do. Entry point: [DoctorCommand].
@NullMarked
package io.fairlead.cli.doctor;

import org.jspecify.annotations.NullMarked;
