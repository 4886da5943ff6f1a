package io.fairlead.cli.output;

/// One thing that was claimed, and whether it was so.
///
/// @param found what was seen
public record Check(String claim, boolean holds, String found) {}
