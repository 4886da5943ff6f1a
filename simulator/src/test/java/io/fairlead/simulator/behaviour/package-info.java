/// What the embedded cluster is judged by: requests, in YAML files beside this package, whose answers must be those of
/// the real kube-apiserver. The real server's answers are recorded beside the scenarios (`*.expected.json`).
///
/// - [SimulatedBehaviourTest]: the model answers as recorded, except for the scenarios in `not-yet.txt`.
/// - [RealBehaviourTest]: the real server still answers as recorded (needs `KUBEBUILDER_ASSETS`).
///
/// `-Dbehaviour.record=true` on the second writes the recordings anew, `=missing` only those that are not there,
/// `-Dbehaviour.notyet=true` on the first writes
/// `not-yet.txt` anew; `-Dbehaviour.only=apply/` runs the scenarios whose name contains the text, or one of several
/// with commas
/// between them.
///
/// What cannot be equal is replaced before the comparison by [Normaliser]; it says what and why.
@NullMarked
package io.fairlead.simulator.behaviour;

import org.jspecify.annotations.NullMarked;
