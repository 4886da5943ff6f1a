package io.fairlead.simulator.process;

import io.fairlead.simulator.schedule.Dice;
import io.fairlead.simulator.schedule.VirtualTimeline;
import io.fairlead.simulator.server.ApiServer;
import io.fairlead.simulator.server.ApiServer.WatchAnswer;
import io.fairlead.simulator.wire.ApiCall;
import io.fairlead.simulator.wire.ApiReply;

/// What all processes share.
///
/// @param dice for the processes' own chance, apart from the schedule's
public record World(VirtualTimeline timeline, Server server, Network network, Dice dice) {
    /// Who answers at the other end of the network.
    public interface Server {
        ApiReply handle(ApiCall call);

        WatchAnswer watch(ApiCall call);

        static Server of(ApiServer server) {
            return new Server() {
                @Override
                public ApiReply handle(ApiCall call) {
                    return server.handle(call);
                }

                @Override
                public WatchAnswer watch(ApiCall call) {
                    return server.watch(call);
                }
            };
        }
    }
}
