package io.fairlead.engine;

import java.util.Map;

/// The value of the label `lifecycle.apps.kruise.io/state`.
public enum PodState {
    /// No label: a pod that never was under a lifecycle. Counts like [#NORMAL].
    NONE(""),
    PREPARING_NORMAL("PreparingNormal"),
    NORMAL("Normal"),
    PREPARING_UPDATE("PreparingUpdate"),
    UPDATING("Updating"),
    UPDATED("Updated"),
    PREPARING_DELETE("PreparingDelete"),
    /// A value that is none of ours; never counts as available.
    UNKNOWN("?");

    private final String wire;

    PodState(String wire) {
        this.wire = wire;
    }

    public String wire() {
        return wire;
    }

    public static PodState of(Map<String, String> labels) {
        String text = labels.get(PodKeys.LIFECYCLE_STATE);
        if (text == null) {
            return NONE;
        }
        return switch (text) {
            case "" -> NONE;
            case "PreparingNormal" -> PREPARING_NORMAL;
            case "Normal" -> NORMAL;
            case "PreparingUpdate" -> PREPARING_UPDATE;
            case "Updating" -> UPDATING;
            case "Updated" -> UPDATED;
            case "PreparingDelete" -> PREPARING_DELETE;
            default -> UNKNOWN;
        };
    }

    /// A pod in this state may count as available.
    public boolean isInService() {
        return this == NONE || this == NORMAL;
    }
}
