package io.sallyport.checkpoint.pg;

import io.sallyport.core.Bytes;
import io.sallyport.core.Sha256;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Single columns in words of ours, for all who read and write the tables of runs and calls. */
public final class Columns {
    private Columns() {}

    /** A moment that is never missing. */
    public static Instant at(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    /** A moment, or null where there was none. */
    public static @Nullable Instant atOrNull(Row row, String column) {
        OffsetDateTime value = row.getOffsetDateTime(column);
        return value == null ? null : value.toInstant();
    }

    /** Bytes that are never missing. */
    public static Bytes bytes(Row row, String column) {
        return Bytes.of(row.get(Buffer.class, column).getBytes());
    }

    /** Bytes, or null where there are none. */
    public static @Nullable Bytes bytesOrNull(Row row, String column) {
        Buffer value = row.get(Buffer.class, column);
        return value == null ? null : Bytes.of(value.getBytes());
    }

    /** A digest that is never missing. */
    public static Sha256 digest(Row row, String column) {
        return Sha256.from(row.get(Buffer.class, column).getBytes());
    }

    /** The value of a parameter of bytes. */
    public static Buffer buffer(Bytes bytes) {
        return Buffer.buffer(bytes.array());
    }

    /** The value of a parameter that is a digest. */
    public static Buffer buffer(Sha256 digest) {
        return Buffer.buffer(digest.bytes());
    }
}
