package io.sallyport.limit.redis;

import io.sallyport.core.Sha256;
import io.sallyport.limit.AppliedLimit;

/**
 * Names in Redis. All begin alike between braces, which puts them into one slot of a cluster. Who a person is stands in none of them, and
 * none is longer than 160 characters.
 */
final class RateKeys {
    private static final String TAG = "{sallyport:rates}:";
    private static final int LONGEST = 120;
    private static final String PERSON = "user:";

    /** Since when this Redis remembers. */
    static final String BORN = TAG + "born";

    private RateKeys() {}

    static String of(AppliedLimit limit) {
        String key = limit.key();
        boolean plain = !limit.scope().startsWith(PERSON) && isPlain(key);
        return TAG
                + (plain
                        ? key
                        : "#" + Sha256.of(key).hex() + '|' + limit.limit().name());
    }

    /** {@code holder}, or its digest where it is long or odd. */
    static String holder(String holder) {
        return isPlain(holder) ? holder : '#' + Sha256.of(holder).hex();
    }

    private static boolean isPlain(String text) {
        return text.length() <= LONGEST && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
