package io.sallyport.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 of a credential: what we remember and store instead of it. A plain hash suffices, because what is hashed is random or
 * signed and cannot be guessed; four longs are compared without allocation.
 */
public record Digest(long a, long b, long c, long d) {
    /** Finding the algorithm costs more than hashing a key with it; {@code digest} leaves it as new. */
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(() -> {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    });

    public static Digest of(String credential) {
        return of(SHA_256.get().digest(credential.getBytes(StandardCharsets.UTF_8)));
    }

    /** From the 32 bytes that {@link #bytes()} gave. */
    public static Digest of(byte[] bytes) {
        if (bytes.length != 32) {
            throw new IllegalArgumentException("a SHA-256 digest has 32 bytes, not " + bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Digest(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(32)
                .putLong(a)
                .putLong(b)
                .putLong(c)
                .putLong(d)
                .array();
    }
}
