/// What clients ask for before anything else: groups, kinds, OpenAPI documents, version, health.
@NullMarked
package io.fairlead.simulator.discovery;

import org.jspecify.annotations.NullMarked;
