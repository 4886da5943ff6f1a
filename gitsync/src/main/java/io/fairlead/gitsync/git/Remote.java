package io.fairlead.gitsync.git;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/// A repository on a Git host and the branch of it that is followed.
///
/// @param url `https://`, `ssh://`, `http://` or `file://`; a bad one is refused by the first poll, not here
/// @param branch the short name (`main`); always looked up as `refs/heads/<branch>`, so no tag can stand in for it
public record Remote(String url, String branch, Credentials credentials) {
    private static final Pattern USER_INFO = Pattern.compile("(://)[^/@\\s]*@");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");
    private static final int SECRET_CHARS_MIN = 3;

    String branchRef() {
        return "refs/heads/" + branch;
    }

    /// A text as it may be shown: without the secrets of the credentials, user information in URLs and control
    /// characters, and cut to [GitLimits#DETAIL_CHARS_MAX] (T-034, T-063).
    public String mask(String text) {
        String masked = text;
        List<String> longestFirst = credentials.secrets().stream()
                .filter(secret -> secret.length() >= SECRET_CHARS_MIN)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        for (String secret : longestFirst) {
            masked = masked.replace(secret, "***");
        }
        masked = USER_INFO.matcher(masked).replaceAll("$1***@");
        masked = CONTROL.matcher(masked).replaceAll(" ").strip();
        return masked.length() <= GitLimits.DETAIL_CHARS_MAX
                ? masked
                : masked.substring(0, GitLimits.DETAIL_CHARS_MAX) + "…";
    }

    /// The URL without user information, and the branch.
    @Override
    public String toString() {
        return mask(url) + "#" + branch;
    }
}
