package io.sallyport.config.readiness;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

/** The key for users' tokens is one, where it is set. Whether it has to be set, the catalogue says. */
final class UserKeyRules {
    private static final String KEY = "SALLYPORT_IDENTITY_USER_TOKEN_KEY";
    private static final int BYTES = 32;
    /** Fewer different bytes than this are no random 32: the odds against it are beyond 10^20. */
    private static final int FEWEST_DIFFERENT = 12;

    private UserKeyRules() {}

    static Stream<String> findings(Settings settings) {
        return settings.get(KEY).stream().flatMap(text -> {
            Optional<byte[]> key = decoded(text);
            if (key.filter(bytes -> bytes.length == BYTES).isEmpty()) {
                return Stream.of(KEY + " is no key: set 32 random bytes in Base64 (openssl rand -base64 32).");
            }
            return different(key.get()) < FEWEST_DIFFERENT
                    ? Stream.of(KEY + " is not random: make it by `openssl rand -base64 32`.")
                    : Stream.empty();
        });
    }

    private static Optional<byte[]> decoded(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/')));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    private static long different(byte[] key) {
        return new String(key, StandardCharsets.ISO_8859_1).chars().distinct().count();
    }
}
