/// Both services on an embedded cluster, following real repositories: what the tests of verbs and of hostile
/// repositories stand on.
@NullMarked
package io.fairlead.cli.embedded;

import org.jspecify.annotations.NullMarked;
