package io.sallyport.tool.pg;

import io.sallyport.checkpoint.KeyValueWrite;
import io.sallyport.core.Bytes;
import io.vertx.core.buffer.Buffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes of key_value as the arrays that one statement takes. Of several to the same key the last one stands. */
final class KeyValueColumns {
    private final Map<List<String>, KeyValueWrite> last = new LinkedHashMap<>();

    KeyValueColumns(List<KeyValueWrite> writes) {
        for (KeyValueWrite write : writes) {
            last.put(List.of(write.space(), write.key()), write);
        }
    }

    /** Spaces, keys, values of what is written; spaces, keys of what is removed. */
    List<Object> arrays() {
        List<KeyValueWrite> written =
                last.values().stream().filter(write -> write.value() != null).toList();
        List<KeyValueWrite> removed =
                last.values().stream().filter(write -> write.value() == null).toList();
        return List.of(spaces(written), keys(written), values(written), spaces(removed), keys(removed));
    }

    private static String[] spaces(Collection<KeyValueWrite> writes) {
        return writes.stream().map(KeyValueWrite::space).toArray(String[]::new);
    }

    private static Buffer[] keys(Collection<KeyValueWrite> writes) {
        return writes.stream().map(write -> Buffer.buffer(write.key())).toArray(Buffer[]::new);
    }

    private static Buffer[] values(Collection<KeyValueWrite> writes) {
        return writes.stream().map(KeyValueColumns::value).toArray(Buffer[]::new);
    }

    private static Buffer value(KeyValueWrite write) {
        Bytes value = write.value();
        return value == null ? Buffer.buffer() : Buffer.buffer(value.array());
    }
}
