package io.sallyport.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

/**
 * The key pair that the embedded issuer signs with. RSA, because that is what OIDC libraries take as a bare public key.
 *
 * @param privateKey what signs
 * @param publicKey  what verifies
 */
public record IssuerKey(RSAPrivateCrtKey privateKey, RSAPublicKey publicKey) {
    private static final String ALGORITHM = "RSA";
    private static final int BITS = 2048;

    /** The key kept in {@code file}, made at first use. */
    public static IssuerKey keptIn(Path file) throws IOException {
        return parse(SecretFile.readOrMint(file, IssuerKey::mint));
    }

    /** The public half as Base64 of its X.509 form (SubjectPublicKeyInfo). */
    public String publicKeyText() {
        return Base64.getEncoder().encodeToString(publicKey.getEncoded());
    }

    private static String mint() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(BITS);
            return Base64.getEncoder()
                    .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }

    private static IssuerKey parse(String text) throws IOException {
        try {
            KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
            var spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text));
            var privateKey = (RSAPrivateCrtKey) factory.generatePrivate(spec);
            var publicSpec = new RSAPublicKeySpec(privateKey.getModulus(), privateKey.getPublicExponent());
            return new IssuerKey(privateKey, (RSAPublicKey) factory.generatePublic(publicSpec));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("the embedded issuer's key file is damaged; delete it and a new one is made", e);
        }
    }

    @Override
    public String toString() {
        return "IssuerKey[***]";
    }
}
