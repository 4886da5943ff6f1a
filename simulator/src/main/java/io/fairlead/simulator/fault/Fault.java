package io.fairlead.simulator.fault;

import java.util.Optional;

/// What can go wrong, by its number in the fault catalogue.
public enum Fault {
    CRASH("F01", "a process is killed at one of its writes: before it, before its answer, after it"),
    STALE_VIEW("F03", "the watches of a process lag, or stand still"),
    LAGGING_REPLICA("F04", "a process starts anew, and its watches lag from the first event on"),
    COALESCED_EVENTS("F05", "a process sees only the last of several changes"),
    REPEATED_EVENTS("F06", "a process sees events twice, and those of one kind after later ones of another"),
    LOST_WATCH("F07", "watches break, end, expire with 410, or fall silent"),
    CONFLICTS("F08", "writes are answered with a conflict, several in a row"),
    THROTTLING("F09", "requests are answered with 429, with and without Retry-After"),
    SERVER_DOWN("F10", "the API server cannot be reached"),
    LOST_ANSWER("F11", "a write is carried out, and its answer is lost"),
    LEADER_KILLED("F14", "the leader is killed"),
    SPLIT_BRAIN("F15", "the leader stands still until another one leads, and goes on"),
    CLOCK("F16", "the wall clock of a process is wrong, and jumps"),
    NODE_LOST("F17", "a node falls silent"),
    STUCK_TERMINATING("F18", "deleted pods do not end"),
    PULL_FAILURE("F19", "images cannot be pulled"),
    CRASH_LOOP("F20", "containers crash, or become unready, again and again"),
    GIT_DOWN("F21", "the Git remote cannot be reached, is slow, or breaks off"),
    BRANCH_REWRITTEN("F22", "the branch is rewritten, or shows an older state"),
    TAG_MOVED("F25", "a tag points elsewhere than before"),
    NOTES_RACE("F26", "somebody else is faster at the ref of the notes"),
    USER_EDIT("F32", "a person changes what the programs keep: scales, pauses, deletes pods"),
    AUTOSCALER("F33", "something changes the replicas again and again"),
    NAMESPACE_DELETED("F37", "a namespace is deleted in the middle of a rollout"),
    QUOTA("F38", "pods are refused: the quota is used up"),
    FOREIGN_POD("F39", "pods that match the selector belong to somebody else"),
    NAME_REUSED("F40", "a pod is replaced by a foreign one of the same name");

    private final String id;
    private final String meaning;

    Fault(String id, String meaning) {
        this.id = id;
        this.meaning = meaning;
    }

    public String id() {
        return id;
    }

    public String meaning() {
        return meaning;
    }

    /// Whether it can strike only where there is a Git remote.
    public boolean isOfGit() {
        return this == GIT_DOWN || this == BRANCH_REWRITTEN || this == TAG_MOVED || this == NOTES_RACE;
    }

    /// @param text an id such as `F01`, or a name
    public static Optional<Fault> parse(String text) {
        for (Fault fault : values()) {
            if (fault.id.equalsIgnoreCase(text) || fault.name().equalsIgnoreCase(text.replace('-', '_'))) {
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }
}
