package io.fairlead.gitsync.manifest;

import com.fasterxml.jackson.databind.JsonNode;

/// One document of a file, or one item of a `List` in it.
///
/// @param line from 1, where the document begins
/// @param column from 1
record Document(JsonNode value, int line, int column) {}
