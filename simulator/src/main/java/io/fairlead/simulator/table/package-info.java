/// Tables (`meta.k8s.io/v1`): what `kubectl get` shows. Columns of the built-in kinds are recordings of kube-apiserver
/// 1.35 (`columns.json`); cells are computed as its printers compute them. Pure; entry point: [Tables].
///
/// Bounds: O(1) for each row, but for wide lists inside an object (containers, endpoints). A kind without a printer of
/// its own gets name and creation time, as in kube-apiserver.
@NullMarked
package io.fairlead.simulator.table;

import org.jspecify.annotations.NullMarked;
