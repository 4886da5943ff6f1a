/// Role-based access control as kube-apiserver judges it, on the roles and bindings that the model stores. Entry
/// point:
/// [RbacAuthorizer]. Each question costs one walk through the bindings of the cluster and of one namespace.
@NullMarked
package io.fairlead.simulator.rbac;

import org.jspecify.annotations.NullMarked;
