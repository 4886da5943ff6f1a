/// From a folder of a commit to the objects that shall exist.
///
/// Promises:
/// - A [io.fairlead.gitsync.manifest.DesiredSet] is a function of the commit, the scope and what the API
///   server says about kinds. Files are read from the object database, never from a work tree; links and
///   submodules are defects.
/// - Nothing is guessed: what two readers of YAML would take for two things is a defect with path and line,
///   and so is an object that the scope may not hold. A defect costs its own file or object only.
/// - Messages tell where and why, never the content: a manifest may hold a secret.
///
/// Bounds: [io.fairlead.gitsync.manifest.ManifestLimits]. Cost: one walk over the folder's entries, plus the
/// parsing of the files that were not read before (equal blob ids are equal contents).
///
/// Entry point: [io.fairlead.gitsync.manifest.ManifestReader].
@NullMarked
package io.fairlead.gitsync.manifest;

import org.jspecify.annotations.NullMarked;
