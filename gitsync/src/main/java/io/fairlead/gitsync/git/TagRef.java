package io.fairlead.gitsync.git;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// A tag as the host lists it: the name after `refs/tags/` (`fl/promote/prod/payments/1.9.2`) and the id of the
/// object that the ref points at, which is a tag object for an annotated tag and anything else for a lightweight
/// one.
public record TagRef(String name, String objectId) {
    /// Where the tags live that decide something; all others are never listed.
    public static final String PREFIX = "fl/";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._/-]+");

    public TagRef {
        if (!isPlain(name)) {
            throw new IllegalArgumentException("not a plain tag name");
        }
        if (!CommitId.isFullId(objectId)) {
            throw new IllegalArgumentException("not a full object id");
        }
    }

    /// Whether a name is short enough and made of letters, digits, `.`, `_`, `-` and `/` only. Git allows more, but
    /// a name with look-alikes or control characters is no name that a person approves by (T-008).
    static boolean isPlain(String name) {
        return ("refs/tags/" + name).getBytes(StandardCharsets.UTF_8).length <= GitLimits.REF_NAME_BYTES_MAX
                && PLAIN.matcher(name).matches()
                && name.startsWith(PREFIX);
    }
}
