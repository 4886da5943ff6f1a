package io.fairlead.kube;

/// The one port to a Kubernetes API server. Everything above it (verbs, watches, leases, appliers) is
/// written against these two calls, so that an embedded cluster can stand in for a real one.
public interface KubeApi {
    /// Sends one request and waits for the whole answer. Never throws for what a server or a network can
    /// do: an unreachable server is an [ApiResponse] with status 0.
    ApiResponse call(ApiRequest request);

    /// Opens a watch. The request's query carries `watch=true`; the caller reads events until
    /// [WatchStream.End]. The request's timeout bounds silence: a stream that brings nothing for that
    /// long ends with code 0, because a connection that broke without a word looks just like a quiet
    /// cluster.
    WatchStream watch(ApiRequest request);
}
