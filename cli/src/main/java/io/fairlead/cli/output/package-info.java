/// How answers are printed: a table for people, JSON or YAML for programs; and the [Screen] on which a story is told,
/// never wider than 79 columns.
@NullMarked
package io.fairlead.cli.output;

import org.jspecify.annotations.NullMarked;
