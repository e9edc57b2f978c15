package io.sallyport.core.json;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A few replacements of byte spans; every other byte stays as it came. Spans must not overlap; their order does not matter. */
public final class JsonSplice {
    private final byte[] source;
    private final int from;
    private final int to;
    private final List<Edit> edits = new ArrayList<>(3);

    private static final class Edit {
        private final int from;
        private final int to;
        private final byte[] with;

        Edit(int from, int to, byte[] with) {
            this.from = from;
            this.to = to;
            this.with = with;
        }
    }

    /** Edits the bytes from {@code from} (inclusive) to {@code to} (exclusive); positions are those of {@code source}. */
    public JsonSplice(byte[] source, int from, int to) {
        this.source = source;
        this.from = from;
        this.to = to;
    }

    @CanIgnoreReturnValue
    public JsonSplice replace(int editFrom, int editTo, byte[] with) {
        edits.add(new Edit(editFrom, editTo, with));
        return this;
    }

    @CanIgnoreReturnValue
    public JsonSplice insert(int at, byte[] what) {
        return replace(at, at, what);
    }

    public boolean isEmpty() {
        return edits.isEmpty();
    }

    /** The edited bytes, in an array of their own. */
    public byte[] toBytes() {
        edits.sort(Comparator.comparingInt(edit -> edit.from));
        int length = to - from;
        for (Edit edit : edits) {
            length += edit.with.length - (edit.to - edit.from);
        }
        byte[] result = new byte[length];
        int read = from;
        int written = 0;
        for (Edit edit : edits) {
            written = put(source, read, edit.from, result, written);
            written = put(edit.with, 0, edit.with.length, result, written);
            read = edit.to;
        }
        int end = put(source, read, to, result, written);
        assert end == length;
        return result;
    }

    private static int put(byte[] bytes, int first, int end, byte[] into, int at) {
        System.arraycopy(bytes, first, into, at, end - first);
        return at + end - first;
    }
}
