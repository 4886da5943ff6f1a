package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ResourceType;
import io.fairlead.simulator.time.Timeline;
import io.fairlead.simulator.wire.ApiCall;
import io.fairlead.simulator.wire.ApiReply;
import io.fairlead.simulator.wire.StatusException;
import java.util.List;
import java.util.Optional;

/// The model of kube-apiserver. Not thread-safe: whoever lets several threads in holds a lock.
public final class ApiServer {
    /// @param uidSeed the same seed gives the same uids
    /// @param watchWindow events that are kept for watches to go on from; older resourceVersions are answered with
    ///     410
    public record Options(long uidSeed, int watchWindow) {
        public static final Options DEFAULT = new Options(1, 10_000);
    }

    /// What a watch request is answered with.
    public sealed interface WatchAnswer {
        record Opened(WatchFeed feed) implements WatchAnswer {}

        record Refused(ApiReply reply) implements WatchAnswer {}
    }

    public ApiServer(Timeline timeline, Options options) {}

    /// Anything but a watch.
    public ApiReply handle(ApiCall call) {
        return StatusException.notModelled(call.verb() + " " + call.path()).reply();
    }

    /// A GET with `watch=true`.
    public WatchAnswer watch(ApiCall call) {
        return new WatchAnswer.Refused(handle(call));
    }

    public void listen(CommitListener listener) {}

    /// A stored object, in its storage version; not to be changed.
    public Optional<ObjectNode> find(ResourceType type, String namespace, String name) {
        return Optional.empty();
    }

    /// All stored objects of a type, by namespace and name.
    public List<ObjectNode> all(ResourceType type) {
        return List.of();
    }
}
