package io.sallyport.identity.key;

import java.security.SecureRandom;
import java.util.Base64;

/** What an API key looks like: {@code sp_} and 256 random bits in 43 characters of URL-safe Base64. */
public final class KeyText {
    static final String PREFIX = "sp_";

    private static final int BYTES = 32;
    private static final int LENGTH = PREFIX.length() + 43;
    private static final int SHOWN = PREFIX.length() + 6;

    private KeyText() {}

    /** A new key. */
    public static String mint() {
        byte[] bits = new byte[BYTES];
        // Made here and not in a constant: a native image would freeze a constant's seed.
        new SecureRandom().nextBytes(bits);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    /** The beginning of a key, by which people tell theirs apart; 220 bits stay hidden. */
    public static String hint(String key) {
        return key.substring(0, SHOWN) + "…";
    }

    static boolean isWellFormed(String key) {
        return key.length() == LENGTH
                && key.startsWith(PREFIX)
                && key.chars().skip(PREFIX.length()).allMatch(KeyText::isBase64Url);
    }

    private static boolean isBase64Url(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
}
