/// The gate of commit tags: `refs/tags/fl/<verb>/<stage>/<scope>/<id>`.
///
/// A promote tag approves the content that its scope has at the tagged commit; a hold tag stops its scope. Entry
/// points:
/// [io.fairlead.policies.committag.CommitTagGate] and, for the ledger, [io.fairlead.policies.committag.CommitTags].
///
/// The two verbs fail closed in opposite directions. A promote tag must be right in every respect, else it approves
/// nothing. A hold tag counts by its name alone, even lightweight, unsigned or with a message that does not parse: a
/// brake that needs ceremony is no brake. Of the verbs that are not honoured yet, `revoke` therefore holds and
/// `override` does nothing.
///
/// Bounds: messages of [io.fairlead.policies.committag.Trailers#MESSAGE_CHARS_MAX] characters with
/// [io.fairlead.policies.committag.Trailers#TRAILERS_MAX] trailers. Pure; O(tags) for a judgement.
@NullMarked
package io.fairlead.policies.committag;

import org.jspecify.annotations.NullMarked;
