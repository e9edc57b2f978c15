package io.sallyport.core;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Locale;

/** Where new ids come from: an input, so that a test can foretell them. */
@FunctionalInterface
public interface IdSource {
    /** A new id, never given before by anybody: {@code prefix}, an underscore, and letters and digits. */
    String next(String prefix);

    /** Ids that nobody can guess, and that sort by when they were made: 48 bits of milliseconds and 80 of chance, in base 32. */
    static IdSource random(InstantSource clock) {
        SecureRandom chance = new SecureRandom();
        return prefix -> {
            StringBuilder id = new StringBuilder(prefix).append('_');
            append(id, clock.millis() & 0xFFFF_FFFF_FFFFL, 50);
            append(id, chance.nextLong() >>> 24, 40);
            append(id, chance.nextLong() >>> 24, 40);
            return id.toString();
        };
    }

    private static void append(StringBuilder id, long value, int bits) {
        for (int shift = bits - 5; shift >= 0; shift -= 5) {
            id.append(Integer.toString((int) (value >>> shift & 31), 32).toLowerCase(Locale.ROOT));
        }
    }
}
