package io.fairlead.simulator.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// What a server of a test needs to speak TLS on loopback.
///
/// @param context with a certificate for 127.0.0.1
/// @param caBundle the authority behind it: PEM in base64, as webhook configurations hold it
public record LoopbackTls(SSLContext context, String caBundle) {
    public static LoopbackTls make() {
        Identity identity = Identity.make(Instant.now());
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry("server", identity.key(), new char[0], new Certificate[] {identity.certificate()});
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return new LoopbackTls(
                    context,
                    Base64.getEncoder().encodeToString(identity.authorityPem().getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every JDK holds keys in memory", e);
        }
    }
}
