/// How answers are printed: a table for people, JSON or YAML for programs.
@NullMarked
package io.fairlead.cli.output;

import org.jspecify.annotations.NullMarked;
