package io.fairlead.api.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The files that the programs of a cluster read: keys, tokens, kubeconfig.
final class ClusterFiles {
    static final String PRIVATE_KEY = "sa.key";
    static final String PUBLIC_KEY = "sa.pub";
    static final String TOKENS = "tokens.csv";
    static final String KUBECONFIG = "kubeconfig";
    static final String AUDIT_POLICY = "audit-policy.yaml";
    static final String AUDIT_LOG = "audit.log";

    private static final int KEY_BITS = 2048;
    private static final int PEM_LINE = 64;

    private ClusterFiles() {}

    static void write(Path folder, URI server, String token) throws IOException {
        KeyPair keys = keys();
        write(folder.resolve(PRIVATE_KEY), pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        write(folder.resolve(PUBLIC_KEY), pem("PUBLIC KEY", keys.getPublic().getEncoded()));
        write(folder.resolve(AUDIT_POLICY), AuditLog.POLICY);
        write(folder.resolve(TOKENS), token + ",admin,admin,system:masters\n");
        write(folder.resolve(KUBECONFIG), """
                apiVersion: v1
                kind: Config
                clusters: [{name: real, cluster: {server: "%s", certificate-authority: "%s"}}]
                users: [{name: admin, user: {token: %s}}]
                contexts: [{name: real, context: {cluster: real, user: admin}}]
                current-context: real
                """.formatted(server, folder.resolve("certs/apiserver.crt"), token));
    }

    private static void write(Path path, String text) throws IOException {
        Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(path, text);
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK knows RSA", e);
        }
    }

    private static String pem(String type, byte[] der) {
        String body = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }
}
