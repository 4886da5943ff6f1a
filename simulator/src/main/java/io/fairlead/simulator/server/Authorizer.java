package io.fairlead.simulator.server;

import io.fairlead.simulator.wire.ApiCall;
import java.util.Optional;

/// Who may do what. Asked once for each request.
@FunctionalInterface
public interface Authorizer {
    /// Everybody may do everything.
    Authorizer ALLOW_ALL = (user, attributes) -> Optional.empty();

    /// What is asked for, as RBAC sees it.
    ///
    /// @param verb `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`, `impersonate`
    /// @param group empty for the core group
    /// @param resource plural
    /// @param subresource empty for the object itself
    /// @param namespace empty for cluster scope
    /// @param name empty for a collection
    record Attributes(String verb, String group, String resource, String subresource, String namespace, String name) {}

    /// @return why not; empty if it is allowed
    Optional<String> denial(ApiCall.User user, Attributes attributes);
}
