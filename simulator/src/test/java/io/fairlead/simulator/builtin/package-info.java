/// What the built-in kinds are held to: the answers of a real kube-apiserver, recorded beside the cases.
@NullMarked
package io.fairlead.simulator.builtin;

import org.jspecify.annotations.NullMarked;
