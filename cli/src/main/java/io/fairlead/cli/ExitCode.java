package io.fairlead.cli;

/// What the program's exit codes mean; the same for every verb.
public final class ExitCode {
    /// Done, or stopped because it was asked to.
    public static final int OK = 0;

    /// It ran and failed; standard error says why.
    public static final int FAILED = 1;

    /// The command line is wrong; standard error shows the usage.
    public static final int USAGE = 2;

    /// A file named on the command line is missing or not valid.
    public static final int BAD_INPUT = 65;

    /// No usable JDK or Maven (said by the launcher script), or the API server or the Git host cannot be reached at
    /// the start.
    public static final int UNAVAILABLE = 69;

    private ExitCode() {}
}
