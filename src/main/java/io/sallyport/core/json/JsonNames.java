package io.sallyport.core.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A few names or words that a scan looks for, found by comparing bytes. A name spelled with escapes is the same name: what we
 * act on must be what the next reader of the same bytes acts on.
 */
public final class JsonNames {
    private final byte[][] names;

    private JsonNames(byte[][] names) {
        this.names = names;
    }

    /** These names; their places are 0, 1, 2 and so on. */
    public static JsonNames of(String... names) {
        return new JsonNames(Arrays.stream(names)
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new));
    }

    int indexOf(byte[] bytes, int from, int to) {
        int found = plainIndexOf(bytes, from, to);
        if (found < 0 && JsonStrings.indexOfBackslash(bytes, from, to) < to) {
            byte[] decoded = JsonStrings.decode(bytes, from, to).getBytes(StandardCharsets.UTF_8);
            return plainIndexOf(decoded, 0, decoded.length);
        }
        return found;
    }

    private int plainIndexOf(byte[] bytes, int from, int to) {
        for (int i = 0; i < names.length; i++) {
            byte[] name = names[i];
            if (name.length == to - from && Arrays.equals(name, 0, name.length, bytes, from, to)) {
                return i;
            }
        }
        return -1;
    }
}
