/// The controllers of a cluster that Fairlead's own work rests on: garbage collection, namespaces' ends, lost nodes.
@NullMarked
package io.fairlead.simulator.controllers;

import org.jspecify.annotations.NullMarked;
