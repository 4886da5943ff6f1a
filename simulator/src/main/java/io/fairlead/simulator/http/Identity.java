package io.fairlead.simulator.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// Who the server is, made anew at each start: a certificate for loopback, and the authority that vouches for it,
/// whose
/// key nobody keeps.
///
/// @param key of the server
/// @param certificate of the server
/// @param authority what clients check it against
record Identity(PrivateKey key, X509Certificate certificate, X509Certificate authority) {
    private static final Duration VALID = Duration.ofDays(30);
    /// Clocks of clients may be behind.
    private static final Duration BACKDATED = Duration.ofHours(1);

    private static final int SERIAL_BITS = 120;
    private static final int PEM_LINE = 64;
    private static final String CURVE = "secp256r1";
    private static final AlgorithmIdentifier ECDSA = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);

    /// Takes some ten milliseconds.
    static Identity make(Instant now) {
        try {
            SecureRandom random = new SecureRandom();
            KeyPair root = keys(random);
            KeyPair server = keys(random);
            X500Name issuer = new X500Name("CN=fairlead-embedded-cluster-ca");
            X509Certificate authority = sign(issuer, root, issuer, root, authorityExtensions(), now, random);
            X509Certificate certificate = sign(
                    new X500Name("CN=fairlead-embedded-cluster"),
                    server,
                    issuer,
                    root,
                    serverExtensions(),
                    now,
                    random);
            return new Identity(server.getPrivate(), certificate, authority);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every JDK can make and sign an elliptic-curve key", e);
        }
    }

    private static KeyPair keys(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(CURVE), random);
        return generator.generateKeyPair();
    }

    private static Extensions authorityExtensions() throws IOException {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        return extensions.generate();
    }

    private static Extensions serverExtensions() throws IOException {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        extensions.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"), new GeneralName(GeneralName.dNSName, "localhost")
        }));
        return extensions.generate();
    }

    private static X509Certificate sign(
            X500Name subject,
            KeyPair keys,
            X500Name issuer,
            KeyPair issuerKeys,
            Extensions extensions,
            Instant now,
            SecureRandom random)
            throws GeneralSecurityException, IOException {
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS)));
        generator.setSignature(ECDSA);
        generator.setIssuer(issuer);
        generator.setStartDate(new Time(Date.from(now.minus(BACKDATED))));
        generator.setEndDate(new Time(Date.from(now.plus(VALID))));
        generator.setSubject(subject);
        generator.setSubjectPublicKeyInfo(
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
        generator.setExtensions(extensions);
        TBSCertificate content = generator.generateTBSCertificate();
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(issuerKeys.getPrivate(), random);
        signature.update(content.getEncoded(ASN1Encoding.DER));
        ASN1EncodableVector signed = new ASN1EncodableVector();
        signed.add(content);
        signed.add(ECDSA);
        signed.add(new DERBitString(signature.sign()));
        byte[] der = new DERSequence(signed).getEncoded(ASN1Encoding.DER);
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    /// The authority's certificate as PEM.
    String authorityPem() {
        try {
            String body = Base64.getMimeEncoder(PEM_LINE, "\n".getBytes(StandardCharsets.US_ASCII))
                    .encodeToString(authority.getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was just made can be encoded", e);
        }
    }
}
