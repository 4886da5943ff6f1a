package io.fairlead.gitsync.git;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;

/// The fields of an armoured SSH signature (PROTOCOL.sshsig of OpenSSH), as far as the policy looks at them before
/// any cryptography: whose key, for what purpose, over which digest, by which algorithm.
record SshSignature(ByteBuffer publicKey, String namespace, String digest, String algorithm) {
    private static final String BEGIN = "-----BEGIN SSH SIGNATURE-----";
    private static final String END = "-----END SSH SIGNATURE-----";
    private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;

    /// Empty where the text is no such signature.
    static Optional<SshSignature> parse(String armoured) {
        String text = armoured.strip();
        if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
            return Optional.empty();
        }
        String base64 = text.substring(BEGIN.length(), text.length() - END.length())
                .lines()
                .collect(Collectors.joining());
        try {
            ByteBuffer blob = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
            byte[] magic = new byte[MAGIC.length];
            blob.get(magic);
            if (!Arrays.equals(magic, MAGIC) || blob.getInt() != VERSION) {
                return Optional.empty();
            }
            byte[] publicKey = bytes(blob);
            String namespace = text(bytes(blob));
            bytes(blob); // reserved
            String digest = text(bytes(blob));
            ByteBuffer signature = ByteBuffer.wrap(bytes(blob));
            return blob.hasRemaining()
                    ? Optional.empty()
                    : Optional.of(
                            new SshSignature(ByteBuffer.wrap(publicKey), namespace, digest, text(bytes(signature))));
        } catch (IllegalArgumentException | BufferUnderflowException malformed) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(ByteBuffer blob) {
        int length = blob.getInt();
        if (length < 0 || length > blob.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] field = new byte[length];
        blob.get(field);
        return field;
    }

    private static String text(byte[] field) {
        return new String(field, StandardCharsets.US_ASCII);
    }
}
