/// The verbs about a delivery: `status` and `log` say where it is, `promote` and `rollback` move it. They only make
/// shorter what `kubectl` and `git` do as well: what moves a delivery is always a commit or a tag.
@NullMarked
package io.fairlead.cli.delivery;

import org.jspecify.annotations.NullMarked;
