package io.fairlead.gitsync.git;

import io.fairlead.gitsync.git.SignatureCheck.Why;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.SignatureVerifier;
import org.eclipse.jgit.signing.ssh.SshSignatureVerifierFactory;

/// Checks the SSH signature of a tag against the keys of a policy. Our own reading of the signature decides about
/// purpose, digest and algorithm and whose key it is, byte by byte; JGit does the cryptography on the bytes that
/// our own [TagParser] cut.
public final class Signatures {
    /// The purpose that `git tag -s` signs for; a signature made for another one is no promotion.
    private static final String NAMESPACE = "git";

    private static final List<String> DIGESTS = List.of("sha512", "sha256");
    private static final List<String> ALGORITHMS = List.of(
            "ssh-ed25519",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "rsa-sha2-256",
            "rsa-sha2-512",
            "sk-ssh-ed25519@openssh.com",
            "sk-ecdsa-sha2-nistp256@openssh.com");

    private Signatures() {}

    public static SignatureCheck check(TagFact.Annotated tag, AllowedKeys allowed) {
        GitEnvironment.isolate();
        if (tag.signature().isEmpty()) {
            return new SignatureCheck.None();
        }
        String armoured = tag.signature().get();
        Optional<SshSignature> parsed = SshSignature.parse(armoured);
        if (parsed.isEmpty()) {
            return unverified(Why.FORMAT_REFUSED, "not a readable SSH signature");
        }
        SshSignature signature = parsed.get();
        if (!NAMESPACE.equals(signature.namespace())
                || !DIGESTS.contains(signature.digest())
                || !ALGORITHMS.contains(signature.algorithm())) {
            return unverified(Why.ALGORITHM_REFUSED, "purpose, digest or algorithm of the signature is not taken");
        }
        Optional<String> person = allowed.personOf(signature.publicKey());
        if (person.isEmpty()) {
            return unverified(Why.SIGNER_UNKNOWN, AllowedKeys.fingerprint(signature.publicKey()));
        }
        return isGenuine(tag, armoured, allowed, person.get())
                ? new SignatureCheck.Verified(person.get())
                : unverified(Why.BAD_SIGNATURE, "not a signature of this tag by the key of " + person.get());
    }

    @SuppressWarnings("NullAway") // JGit's SSH verifier hands the repository to the key database only
    private static boolean isGenuine(TagFact.Annotated tag, String armoured, AllowedKeys allowed, String person) {
        byte[] data = new byte[tag.signedBytes().remaining()];
        tag.signedBytes().duplicate().get(data);
        try {
            SignatureVerifier verifier = new SshSignatureVerifierFactory().create();
            var result = verifier.verify(
                    null, new KeysOfTheCall.Trust(allowed), data, armoured.getBytes(StandardCharsets.US_ASCII));
            return result != null && result.verified() && person.equals(result.keyUser());
        } catch (IOException | RuntimeException unreadable) {
            return false;
        }
    }

    private static SignatureCheck unverified(Why why, String detail) {
        return new SignatureCheck.Unverified(why, detail);
    }
}
