/// `fairlead init`: a starter for a repository that Fairlead is to follow.
///
/// Promises: nothing that is there is changed, all files are written or none; no Git command that changes anything is
/// run. Entry point: [InitCommand]; [SigningKey] finds the key with which its user signs.
@NullMarked
package io.fairlead.cli.start;

import org.jspecify.annotations.NullMarked;
