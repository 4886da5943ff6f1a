package io.fairlead.gitsync.manifest;

/// Ends the parsing of a file; leaves the parsers only as [ParsedFile.Broken].
final class BrokenFile extends Exception {
    private static final long serialVersionUID = 1;
    private final int line;
    private final int column;
    private final String why;

    BrokenFile(int line, int column, String why) {
        super(why, null, false, false);
        this.line = line;
        this.column = column;
        this.why = why;
    }

    ParsedFile.Broken toValue() {
        return new ParsedFile.Broken(line, column, why);
    }
}
