package io.fairlead.cli.demo;

/// One thing that the demo claims, and whether it was so.
///
/// @param found what was seen
record Check(String claim, boolean holds, String found) {}
