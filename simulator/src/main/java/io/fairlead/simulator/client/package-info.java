/// How the cluster's own actors talk to the API server: like any other client, but inside the model.
@NullMarked
package io.fairlead.simulator.client;

import org.jspecify.annotations.NullMarked;
