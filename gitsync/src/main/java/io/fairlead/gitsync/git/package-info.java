/// The Git side of the line: a bare mirror of exactly the refs that decide something, and what its objects say.
///
/// Promises:
/// - A poll lists and fetches the tracked branch and `refs/tags/fl/*` only, whatever else the host holds.
/// - No work tree, no hook, no filter, no child process, no configuration of the user or the machine:
///   objects are read from the object database. What a tag says comes from its raw bytes, by an own strict
///   parser.
/// - Every expected failure (host down, key unknown, history rewritten, too large) is a value; nothing that
///   leaves the package holds a password, a token or a key.
/// - A killed process leaves a mirror that the next open repairs or clones again.
///
/// Bounds: [io.fairlead.gitsync.git.GitLimits]. Cost: a poll without change is one listing of the tracked refs,
/// O(tags under `fl/`).
///
/// Entry point: [io.fairlead.gitsync.git.Mirror].
@NullMarked
package io.fairlead.gitsync.git;

import org.jspecify.annotations.NullMarked;
