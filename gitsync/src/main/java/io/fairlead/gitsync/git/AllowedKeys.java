package io.fairlead.gitsync.git;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;

/// The people whose SSH keys count, from a policy in the cluster. A key that is weak, unreadable or given to two
/// people counts for nobody and is listed in [#defects]; the other keys go on counting.
public final class AllowedKeys {
    /// Bits of an RSA modulus; the least that `ssh-keygen` makes today.
    public static final int RSA_BITS_MIN = 3072;
    /// Keys in one policy.
    public static final int KEYS_MAX = 1_000;

    private static final List<String> TYPES = List.of(
            "ssh-ed25519",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "ssh-rsa",
            "sk-ssh-ed25519@openssh.com",
            "sk-ecdsa-sha2-nistp256@openssh.com");

    private record Key(String person, PublicKey key, ByteBuffer blob) {}

    private final List<Key> keys;
    private final List<String> defects;

    private AllowedKeys(List<Key> keys, List<String> defects) {
        this.keys = List.copyOf(keys);
        this.defects = List.copyOf(defects);
    }

    /// Reads one line per key, as in a `.pub` file: type, base64, comment.
    public static AllowedKeys parse(SequencedMap<String, List<String>> linesByPerson) {
        var keys = new ArrayList<Key>();
        var defects = new ArrayList<String>();
        linesByPerson.forEach((person, lines) -> {
            for (String line : lines) {
                read(person, line)
                        .ifPresentOrElse(
                                keys::add,
                                () -> defects.add("a key of " + person + " is unreadable"
                                        + " or weak: Ed25519, ECDSA and RSA from " + RSA_BITS_MIN + " bits are taken"));
            }
        });
        if (keys.size() > KEYS_MAX) {
            return new AllowedKeys(List.of(), List.of("more than " + KEYS_MAX + " keys"));
        }
        var unambiguous = new ArrayList<Key>();
        for (Key key : keys) {
            boolean shared =
                    keys.stream().anyMatch(other -> other.blob.equals(key.blob) && !other.person.equals(key.person));
            if (shared) {
                defects.add("a key of " + key.person + " is also somebody else's");
            } else {
                unambiguous.add(key);
            }
        }
        return new AllowedKeys(unambiguous, defects);
    }

    /// Only the keys of these people. A key that counted for nobody goes on counting for nobody.
    public AllowedKeys only(List<String> people) {
        return new AllowedKeys(
                keys.stream().filter(key -> people.contains(key.person)).toList(), defects);
    }

    /// The people who have a key that counts.
    public SortedSet<String> people() {
        return keys.stream().map(Key::person).collect(Collectors.toCollection(TreeSet::new));
    }

    /// The keys that count for nobody, in words.
    public List<String> defects() {
        return defects;
    }

    /// Whose key has exactly these bytes, in the encoding of SSH.
    Optional<String> personOf(ByteBuffer blob) {
        return keys.stream()
                .filter(key -> key.blob.equals(blob))
                .map(Key::person)
                .findFirst();
    }

    /// Whose key this is.
    Optional<String> personOf(PublicKey publicKey) {
        return keys.stream()
                .filter(key -> KeyUtils.compareKeys(key.key, publicKey))
                .map(Key::person)
                .findFirst();
    }

    /// `SHA256:…` as `ssh-keygen -l` prints it.
    static String fingerprint(ByteBuffer blob) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(blob.duplicate());
            byte[] digest = sha256.digest();
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Optional<Key> read(String person, String line) {
        String[] words = line.strip().split("\\s+");
        if (words.length < 2 || !TYPES.contains(words[0])) {
            return Optional.empty();
        }
        try {
            ByteBuffer blob = ByteBuffer.wrap(Base64.getDecoder().decode(words[1]));
            PublicKey key = AuthorizedKeyEntry.parseAuthorizedKeyEntry(words[0] + " " + words[1])
                    .resolvePublicKey(null, PublicKeyEntryResolver.FAILING);
            boolean weak = key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < RSA_BITS_MIN;
            return weak ? Optional.empty() : Optional.of(new Key(person, key, blob));
        } catch (GeneralSecurityException | java.io.IOException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }
}
