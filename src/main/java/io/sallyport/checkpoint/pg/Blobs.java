package io.sallyport.checkpoint.pg;

import io.sallyport.core.Bytes;
import io.sallyport.core.Sha256;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The payloads of one statement, each once and in the order of their digests: two statements with the same payloads take them in the same
 * order, and none waits for the other in a circle.
 */
final class Blobs {
    private final Map<String, Bytes> byDigest = new TreeMap<>();

    /** The digest that stands for {@code bytes} in a row, or null for null. */
    @Nullable
    Buffer add(@Nullable Bytes bytes) {
        if (bytes == null) {
            return null;
        }
        Sha256 digest = bytes.sha256();
        byDigest.put(digest.hex(), bytes);
        return Columns.buffer(digest);
    }

    Buffer[] digests() {
        return byDigest.keySet().stream()
                .map(Sha256::fromHex)
                .map(Columns::buffer)
                .toArray(Buffer[]::new);
    }

    Buffer[] contents() {
        return byDigest.values().stream().map(Columns::buffer).toArray(Buffer[]::new);
    }
}
