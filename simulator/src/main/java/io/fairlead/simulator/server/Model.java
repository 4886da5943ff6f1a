package io.fairlead.simulator.server;

import io.fairlead.simulator.time.Timeline;

/// All that the server holds; the classes that handle requests share it.
final class Model {
    final Timeline timeline;
    final Storage storage;
    final KindRegistry kinds;
    final Chance chance;
    Admission admission = Admission.NONE;
    Authorizer authorizer = Authorizer.ALLOW_ALL;
    long requests;
    long watchEvents;

    /// @param seed of the server's chance
    Model(Timeline timeline, ApiServer.Options options, long seed) {
        this.timeline = timeline;
        this.storage = new Storage();
        this.kinds = new KindRegistry(options.watchWindow());
        this.chance = new Chance(seed);
    }
}
