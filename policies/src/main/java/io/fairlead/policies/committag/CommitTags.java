package io.fairlead.policies.committag;

import io.fairlead.policies.Approval;
import io.fairlead.policies.GatePolicy;
import io.fairlead.policies.Reason;
import io.fairlead.policies.ReasonCode;
import io.fairlead.policies.ScopeContent;
import io.fairlead.policies.ScopeTags;
import io.fairlead.policies.ScopeTags.Brake;
import io.fairlead.policies.SignatureFact;
import io.fairlead.policies.SignatureFact.None;
import io.fairlead.policies.SignatureFact.Unverified;
import io.fairlead.policies.SignatureFact.Verified;
import io.fairlead.policies.TagFact;
import io.fairlead.policies.TagFact.Annotated;
import io.fairlead.policies.TagFact.Lightweight;
import io.fairlead.policies.TagFact.Malformed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tells the tags of a scope apart.
///
/// The checks of a promote tag come in a fixed order, each with its own reason: annotated, of a commit, made under
/// this
/// very name, on the tracked branch, signed where the policy asks, and with a message that is understood.
public final class CommitTags {
    private CommitTags() {}

    /// Either an approval or the reason why there is none.
    private sealed interface Checked {}

    private record Good(Approval approval) implements Checked {}

    private record Refused(Reason reason) implements Checked {}

    /// Reads the tags that name this stage and scope; all others are passed over. Total.
    ///
    /// @param tags refs below `refs/tags/fl/` of one consistent fetch
    public static ScopeTags read(List<TagFact> tags, ScopeContent scope, GatePolicy policy) {
        var approvals = new ArrayList<Approval>();
        var brakes = new ArrayList<Brake>();
        var refusals = new ArrayList<Reason>();
        var refs = new ArrayList<String>();
        for (TagFact tag : tags) {
            Optional<TagName> name = nameIn(scope, tag, refusals);
            name.ifPresent(ignored -> refs.add(tag.ref()));
            switch (name.map(TagName::verb).orElse(null)) {
                case null -> {}
                case HOLD -> brakes.add(hold(tag));
                case REVOKE -> brakes.add(new Brake("", notSupported(tag, ", so the whole scope is held")));
                case OVERRIDE -> refusals.add(notSupported(tag, ""));
                case PROMOTE -> {
                    switch (check(tag, policy)) {
                        case Good good -> approvals.add(good.approval);
                        case Refused refused -> {
                            if (isNews(tag, refused.reason, scope)) {
                                refusals.add(refused.reason);
                            }
                        }
                    }
                }
            }
        }
        return new ScopeTags(approvals, brakes, refusals, refs);
    }

    private static Optional<TagName> nameIn(ScopeContent scope, TagFact tag, List<Reason> refusals) {
        return switch (TagName.parse(tag.ref())) {
            case TagName.Malformed malformed -> {
                if (malformed.isFor(scope.stage(), scope.scope())) {
                    refusals.add(reason(tag, ReasonCode.NAME_MALFORMED, malformed.why()));
                }
                yield Optional.empty();
            }
            case TagName.Named named ->
                Optional.of(named.name())
                        .filter(name -> name.stage().equals(scope.stage())
                                && name.scope().equals(scope.scope()));
        };
    }

    /// Old tags that were refused for other content are no news; an approval that somebody reuses always is.
    private static boolean isNews(TagFact tag, Reason reason, ScopeContent scope) {
        String digest = tag.commit().scopeDigest();
        return reason.code() == ReasonCode.REF_NAME_MISMATCH
                || !tag.commit().onBranch()
                || digest.isBlank()
                || digest.equals(scope.digest());
    }

    private static Reason notSupported(TagFact tag, String consequence) {
        return reason(
                tag,
                ReasonCode.VERB_NOT_SUPPORTED,
                "has a verb that is not supported yet" + consequence + ": delete it, and use hold or a revert instead");
    }

    private static Brake hold(TagFact tag) {
        String target = tag.object() instanceof Annotated annotated
                        && Trailers.parse(annotated.message()) instanceof Trailers.Read read
                ? read.trailers().target()
                : "";
        String what = target.isEmpty() ? "the scope" : target;
        return new Brake(target, reason(tag, ReasonCode.HELD_BY_TAG, "holds " + what + ": delete the tag to go on"));
    }

    private static Checked check(TagFact tag, GatePolicy policy) {
        return switch (tag.object()) {
            case Lightweight ignored ->
                refused(tag, ReasonCode.NOT_ANNOTATED, "is no annotated tag: use 'git tag -a' or 'git tag -s'");
            case Malformed malformed ->
                refused(tag, ReasonCode.MALFORMED_TAG, "is no well-formed tag object: " + malformed.why());
            case Annotated annotated -> {
                Optional<Reason> defect = headerDefect(tag, annotated.header())
                        .or(() -> commitDefect(tag))
                        .or(() -> signatureDefect(tag, annotated.signature(), policy));
                yield defect.isPresent() ? new Refused(defect.get()) : readMessage(tag, annotated);
            }
        };
    }

    private static Optional<Reason> headerDefect(TagFact tag, TagFact.Header header) {
        if (header.type().equals("tag")) {
            return Optional.of(reason(tag, ReasonCode.TAG_OF_TAG, "is the tag of a tag: tag the commit itself"));
        }
        if (!header.type().equals("commit")) {
            return Optional.of(reason(tag, ReasonCode.NOT_A_COMMIT, "tags a " + header.type() + ", not a commit"));
        }
        if (!tag.ref().equals(TagName.TAGS + header.name())) {
            return Optional.of(reason(
                    tag,
                    ReasonCode.REF_NAME_MISMATCH,
                    "points to a tag object that was made as '" + header.name()
                            + "'. Somebody may be reusing an approval; if not, make the tag anew"));
        }
        return Optional.empty();
    }

    private static Optional<Reason> commitDefect(TagFact tag) {
        if (!tag.commit().onBranch()) {
            return Optional.of(
                    reason(tag, ReasonCode.NOT_ON_BRANCH, "tags a commit that is not on the tracked branch"));
        }
        if (tag.commit().scopeDigest().isBlank()) {
            return Optional.of(reason(
                    tag, ReasonCode.NOT_THIS_CONTENT, "tags a commit at which the scope cannot be read: tag the tip"));
        }
        return Optional.empty();
    }

    /// Where no signature is asked for, a bad one is no worse than none.
    private static Optional<Reason> signatureDefect(TagFact tag, SignatureFact signature, GatePolicy policy) {
        if (!policy.signatureRequired()) {
            return Optional.empty();
        }
        return switch (signature) {
            case Verified ignored -> Optional.empty();
            case None ignored ->
                Optional.of(reason(tag, ReasonCode.UNSIGNED, "is not signed: push a signed tag under a new name"));
            case Unverified unverified ->
                Optional.of(reason(
                        tag,
                        ReasonCode.SIGNATURE_NOT_VERIFIED,
                        "has a signature that does not count: " + unverified.why()));
        };
    }

    private static Checked readMessage(TagFact tag, Annotated annotated) {
        return switch (Trailers.parse(annotated.message())) {
            case Trailers.Invalid invalid ->
                refused(tag, ReasonCode.TRAILERS_INVALID, "has a message that does not count: " + invalid.why());
            case Trailers.Read read -> {
                Trailers trailers = read.trailers();
                Optional<Trailers.Key> key = trailers.notHonoured();
                yield key.isPresent()
                        ? refused(
                                tag,
                                ReasonCode.TRAILER_NOT_SUPPORTED,
                                "has the trailer '" + key.get().word()
                                        + ":', which is not supported yet: push a tag without it under a new name")
                        : new Good(new Approval(
                                tag.ref(),
                                tag.objectId(),
                                annotated.header().taggedAt(),
                                tag.commit().scopeDigest(),
                                new Approval.Grant(trailers.extent(), trailers.target())));
            }
        };
    }

    private static Refused refused(TagFact tag, ReasonCode code, String what) {
        return new Refused(reason(tag, code, what));
    }

    private static Reason reason(TagFact tag, ReasonCode code, String what) {
        return new Reason(code, tag.ref() + " " + what);
    }
}
