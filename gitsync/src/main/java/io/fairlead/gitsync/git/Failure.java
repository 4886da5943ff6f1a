package io.fairlead.gitsync.git;

import java.text.MessageFormat;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.eclipse.jgit.internal.JGitText;

/// Why a connection came to nothing, with a detail that may be shown.
public sealed interface Failure {
    /// How far down the causes of an exception are looked at.
    int CAUSES_MAX = 10;

    /// May be shown: holds no secret, no control character and at most [GitLimits#DETAIL_CHARS_MAX] characters.
    String detail();

    /// The host did not answer as a Git host does: try again later.
    record Unreachable(String detail) implements Failure {}

    /// It will be the same until somebody changes something.
    record Refused(Refusal refusal, String detail) implements Failure {}

    /// Sorts an exception of JGit by its type where it has one of its own, else by JGit's own text for the case.
    static Failure of(Remote remote, Exception thrown) {
        String detail = remote.mask(Objects.requireNonNullElse(
                thrown.getMessage(), thrown.getClass().getSimpleName()));
        return Stream.iterate((Throwable) thrown, Objects::nonNull, Throwable::getCause)
                .limit(CAUSES_MAX)
                .flatMap(link -> refusal(link).stream())
                .findFirst()
                .<Failure>map(refusal -> new Refused(refusal, detail))
                .orElseGet(() -> new Unreachable(detail));
    }

    private static Optional<Refusal> refusal(Throwable link) {
        return switch (link) {
            case TooLargeObjectInPackException ignored -> Optional.of(Refusal.TOO_LARGE);
            case NoRemoteRepositoryException ignored -> Optional.of(Refusal.NOT_FOUND);
            case CorruptObjectException ignored -> Optional.of(Refusal.MALFORMED);
            case MissingObjectException ignored -> Optional.of(Refusal.MALFORMED);
            case SshException ssh
            when ssh.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE ->
                Optional.of(Refusal.NOT_PERMITTED);
            default -> refusal(Objects.requireNonNullElse(link.getMessage(), ""));
        };
    }

    private static Optional<Refusal> refusal(String message) {
        JGitText known = JGitText.get();
        boolean notPermitted = Stream.of(
                        known.notAuthorized,
                        known.noCredentialsProvider,
                        known.authenticationNotSupported,
                        longestFixedPart(known.serviceNotPermitted))
                .anyMatch(message::contains);
        if (notPermitted) {
            return Optional.of(Refusal.NOT_PERMITTED);
        }
        return message.contains(longestFixedPart(known.redirectsOff))
                ? Optional.of(Refusal.BAD_ADDRESS)
                : Optional.empty();
    }

    /// The longest run of words between the place-holders of one of JGit's message patterns.
    private static String longestFixedPart(String pattern) {
        String filled = MessageFormat.format(pattern, "\0", "\0");
        return Stream.of(filled.split("\0"))
                .max(Comparator.comparingInt(String::length))
                .orElse(filled);
    }
}
