@NullMarked
package io.fairlead.cli.doctor;

import org.jspecify.annotations.NullMarked;
