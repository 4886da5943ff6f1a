/// End-to-end tests of the whole line: the real programs (`fairlead reconciler`, `fairlead gitsync`) as processes,
/// a real repository made with the real `git`, a real kube-apiserver with garbage collection, and played kubelets.
@NullMarked
package io.fairlead.cli.line;

import org.jspecify.annotations.NullMarked;
