package io.fairlead.server.execute;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.engine.PodView.PodRef;

/// Where the results of own writes go at once, before the watch brings them: the next plan must see them.
public interface LiveStore {
    /// @param pod as the server answered
    void putPod(JsonNode pod);

    void dropPod(PodRef pod);

    /// @param revision as the server answered
    void putRevision(JsonNode revision);

    void dropRevision(String namespace, String name, String uid);
}
