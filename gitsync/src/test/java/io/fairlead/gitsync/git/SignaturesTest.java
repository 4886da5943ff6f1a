package io.fairlead.gitsync.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.gitsync.git.SignatureCheck.Unverified;
import io.fairlead.gitsync.git.SignatureCheck.Why;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SignaturesTest {
    private static final String NAME = "fl/promote/prod/payments/1";

    @TempDir
    private Path root;

    private GitFixture git;

    @BeforeEach
    void aRemote() {
        git = new GitFixture(root);
        git.write("apps/a.yaml", "a: 1").commit("first");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"ed25519,256", "ecdsa,256", "ecdsa,384", "ecdsa,521", "rsa,3072", "rsa,4096"})
    @DisplayName("a tag signed by git with an allowed SSH key is the person's")
    void verified(String type, String bits) throws IOException {
        Path key = git.key("anna", "-t", type, "-b", bits);
        assertThat(check(signedTag(key), allowed("anna", key))).isEqualTo(new SignatureCheck.Verified("anna"));
    }

    @Test
    @DisplayName("T-011 an annotated tag without a signature has none")
    void none() {
        assertThat(check(read(git.tag(NAME)), allowed())).isEqualTo(new SignatureCheck.None());
    }

    @Test
    @DisplayName("GO-007 T-012 the fingerprint of a stranger's key is shown")
    void stranger() throws IOException {
        Path anna = git.key("anna", "-t", "ed25519");
        Path eve = git.key("eve", "-t", "ed25519");
        String fingerprint =
                GitFixture.run(root, "ssh-keygen", "-l", "-f", eve + ".pub").split(" ")[1];
        assertThat(check(signedTag(eve), allowed("anna", anna)))
                .isEqualTo(new Unverified(Why.SIGNER_UNKNOWN, fingerprint));
    }

    @Test
    @DisplayName("T-012 a weak RSA key counts for nobody and is listed")
    void weak() throws IOException {
        Path key = git.key("anna", "-t", "rsa", "-b", "2048");
        AllowedKeys allowed = allowed("anna", key);
        assertThat(allowed.defects()).singleElement().asString().contains("anna");
        assertThat(why(check(signedTag(key), allowed))).isEqualTo(Why.SIGNER_UNKNOWN);
    }

    @Test
    @DisplayName("one key for two people counts for neither")
    void shared() throws IOException {
        Path key = git.key("anna", "-t", "ed25519");
        AllowedKeys allowed = allowed("anna", key, "bert", key);
        assertThat(allowed.defects()).hasSize(2);
        assertThat(why(check(signedTag(key), allowed))).isEqualTo(Why.SIGNER_UNKNOWN);
    }

    @Test
    @DisplayName("one changed byte, or the signature of another tag, proves nothing")
    void tampered() throws IOException {
        Path key = git.key("anna", "-t", "ed25519");
        TagFact.Annotated genuine = signedTag(key);
        byte[] bytes = new byte[genuine.signedBytes().remaining()];
        genuine.signedBytes().duplicate().get(bytes);
        bytes[bytes.length - 3] ^= 1;
        TagFact.Annotated changed = with(genuine, genuine.signature(), bytes);
        assertThat(why(check(changed, allowed("anna", key)))).isEqualTo(Why.BAD_SIGNATURE);
        git.git("tag", "-d", NAME);
        git.write("apps/a.yaml", "a: 2").commit("second");
        TagFact.Annotated other = signedTag(key);
        TagFact.Annotated transplanted = with(other, genuine.signature(), bytesOf(other));
        assertThat(why(check(transplanted, allowed("anna", key)))).isEqualTo(Why.BAD_SIGNATURE);
    }

    @Test
    @DisplayName("a signature made for another purpose than git is refused, though key and bytes are right")
    void otherPurpose() throws IOException {
        Path key = git.key("anna", "-t", "ed25519");
        TagFact.Annotated genuine = signedTag(key);
        Path data = root.resolve("data");
        Files.write(data, bytesOf(genuine));
        GitFixture.run(root, "ssh-keygen", "-q", "-Y", "sign", "-n", "file", "-f", key.toString(), data.toString());
        Optional<String> signature = Optional.of(Files.readString(Path.of(data + ".sig")));
        assertThat(why(check(with(genuine, signature, bytesOf(genuine)), allowed("anna", key))))
                .isEqualTo(Why.ALGORITHM_REFUSED);
        Files.delete(Path.of(data + ".sig"));
        GitFixture.run(root, "ssh-keygen", "-q", "-Y", "sign", "-n", "git", "-f", key.toString(), data.toString());
        Optional<String> right = Optional.of(Files.readString(Path.of(data + ".sig")));
        assertThat(check(with(genuine, right, bytesOf(genuine)), allowed("anna", key)))
                .isEqualTo(new SignatureCheck.Verified("anna"));
    }

    @Test
    @DisplayName("other formats and broken armour are refused, not thrown")
    void otherFormats() throws IOException {
        Path key = git.key("anna", "-t", "ed25519");
        TagFact.Annotated genuine = signedTag(key);
        for (String signature : List.of(
                "-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----\n",
                "-----BEGIN SSH SIGNATURE-----\n!!!\n-----END SSH SIGNATURE-----\n",
                "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n",
                "-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAX////8=\n-----END SSH SIGNATURE-----\n")) {
            assertThat(why(check(with(genuine, Optional.of(signature), bytesOf(genuine)), allowed("anna", key))))
                    .as(signature)
                    .isEqualTo(Why.FORMAT_REFUSED);
        }
    }

    private TagFact.Annotated signedTag(Path key) {
        git.git("-c", "gpg.format=ssh", "-c", "user.signingkey=" + key, "tag", "-s", "-m", "signed", NAME);
        return read(git.push(NAME));
    }

    private TagFact.Annotated read(TagRef ref) {
        try (Mirror mirror = Mirror.open(root.resolve("mirror"), git.remote())) {
            assertThat(mirror.poll()).isInstanceOf(PollOutcome.Fetched.class);
            TagFact fact = mirror.tag(ref);
            assertThat(fact).isInstanceOf(TagFact.Annotated.class);
            return (TagFact.Annotated) fact;
        }
    }

    private static TagFact.Annotated with(TagFact.Annotated tag, Optional<String> signature, byte[] signed) {
        return new TagFact.Annotated(
                tag.ref(),
                tag.targetType(),
                tag.targetId(),
                tag.nameHeader(),
                tag.tagger(),
                tag.message(),
                signature,
                ByteBuffer.wrap(signed));
    }

    private static byte[] bytesOf(TagFact.Annotated tag) {
        byte[] bytes = new byte[tag.signedBytes().remaining()];
        tag.signedBytes().duplicate().get(bytes);
        return bytes;
    }

    private static SignatureCheck check(TagFact.Annotated tag, AllowedKeys allowed) {
        return Signatures.check(tag, allowed);
    }

    private static Why why(SignatureCheck check) {
        assertThat(check).isInstanceOf(Unverified.class);
        return ((Unverified) check).why();
    }

    private static AllowedKeys allowed(Object... personsAndKeys) {
        try {
            SequencedMap<String, List<String>> lines = new LinkedHashMap<>();
            for (int i = 0; i < personsAndKeys.length; i += 2) {
                String line = Files.readString(Path.of(personsAndKeys[i + 1] + ".pub"), StandardCharsets.UTF_8);
                lines.computeIfAbsent((String) personsAndKeys[i], person -> new ArrayList<>())
                        .add(line);
            }
            return AllowedKeys.parse(lines);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
