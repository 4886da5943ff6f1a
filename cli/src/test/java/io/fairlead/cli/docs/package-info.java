/// The documents, held to what the program does: links, command lines, manifests and transcripts.
@NullMarked
package io.fairlead.cli.docs;

import org.jspecify.annotations.NullMarked;
