/// What the embedded cluster is judged by: requests, in YAML files beside this package, whose answers must be those of
/// the real kube-apiserver. The real server's answers are recorded beside the scenarios (`*.expected.json`).
///
/// - [SimulatedBehaviourTest]: the model answers as recorded, except for the scenarios in `not-yet.txt`.
/// - [RealBehaviourTest]: the real server still answers as recorded (needs `KUBEBUILDER_ASSETS`).
///
/// Properties, given with `-D`:
///
/// - `behaviour.only=apply/,crd/`: only scenarios whose name contains one of the texts.
/// - `behaviour.record=true` on the real server writes the recordings anew, `=missing` those that are not there.
/// - `behaviour.rounds=5` plays all that often on the real server, each time on new ones.
/// - `behaviour.notyet=true` on the model shows the differences and writes `not-yet.txt` anew.
///
/// A scenario may have webhooks ([WebhookServer]), which both servers call.
///
/// What cannot be equal is replaced before the comparison by [Normaliser]; it says what and why.
@NullMarked
package io.fairlead.simulator.behaviour;

import org.jspecify.annotations.NullMarked;
