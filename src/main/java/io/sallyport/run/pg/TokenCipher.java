package io.sallyport.run.pg;

import io.sallyport.core.Bytes;
import io.sallyport.core.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM. What it is bound to is authenticated with it, so that a row copied to another run, or to another user, cannot be read. The
 * nonce is random and stands in front; by one key far fewer tokens are encrypted than a random nonce of 96 bits bears (NIST SP 800-38D).
 */
final class TokenCipher {
    private static final String ALGORITHM = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    private TokenCipher(SecretKeySpec key) {
        this.key = key;
    }

    /**
     * By a key in Base64, of either alphabet.
     *
     * @throws IllegalArgumentException where that is not 32 bytes
     */
    static TokenCipher of(Secret<String> base64) {
        byte[] bytes = Base64.getDecoder()
                .decode(base64.reveal().strip().replace('-', '+').replace('_', '/'));
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("the key for users' tokens has " + bytes.length + " bytes and not 32");
        }
        return new TokenCipher(new SecretKeySpec(bytes, "AES"));
    }

    Bytes encrypted(String token, String boundTo) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, boundTo).doFinal(bytes(token));
            byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
            return Bytes.of(whole);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /** The token; empty where it was encrypted by another key, is bound to something else, or was changed. */
    Optional<String> decrypted(Bytes sealed, String boundTo) {
        byte[] whole = sealed.array();
        if (whole.length < NONCE_BYTES) {
            return Optional.empty();
        }
        try {
            byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
            byte[] plain =
                    cipher(Cipher.DECRYPT_MODE, nonce, boundTo).doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
            return Optional.of(new String(plain, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException notOurs) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String boundTo) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(ALGORITHM);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(bytes(boundTo));
        return cipher;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
