package io.sallyport.dialect.openai;

import io.sallyport.chat.Usage;
import io.sallyport.core.json.JsonNames;
import io.sallyport.core.json.JsonScanner;
import io.sallyport.core.json.JsonSplice;
import io.sallyport.core.json.JsonToken;
import io.sallyport.core.json.JsonWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one chunk of a stream at a time without building objects. Made once for a stream and used again for each chunk, on one
 * thread. What it answers is about the chunk scanned last, and only while the scanned bytes have not changed.
 */
public final class ChunkScan {
    static final int MAX_DEPTH = 128;
    private static final JsonNames FIELDS = JsonNames.of("id", "model", "choices", "usage", "error");
    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};
    private static final byte[] NOTHING = {};

    private final JsonScanner scanner = new JsonScanner(MAX_DEPTH);
    private final DeltaScan deltas = new DeltaScan();
    private final UsageScan usage = new UsageScan();
    private byte[] bytes = NOTHING;
    private int from;
    private int to;
    private int firstMember;
    private int idFrom;
    private int idTo;
    private int modelFrom;
    private int modelTo;
    private boolean choices;
    private boolean error;
    private @Nullable String text;

    /** What a payload is. */
    public enum Verdict {
        /** A chunk. */
        OK,
        /** Not JSON, or not the shape of a chunk. */
        MALFORMED,
        /** An {@code error} object instead of a chunk. */
        ERROR,
        /** {@code [DONE]}. */
        DONE
    }

    /** Looks at the payload from {@code first} (inclusive) to {@code end} (exclusive). */
    public Verdict scan(byte[] payload, int first, int end) {
        reset(payload, first, end);
        if (isDone()) {
            return Verdict.DONE;
        }
        scanner.reset(payload, first, end);
        if (scanner.next() != JsonToken.OBJECT_START) {
            return Verdict.MALFORMED;
        }
        firstMember = scanner.tokenTo();
        boolean whole = members() && scanner.next() == JsonToken.END;
        if (!whole || !(error || choices || usage.there())) {
            return Verdict.MALFORMED;
        }
        return error ? Verdict.ERROR : Verdict.OK;
    }

    /** Whether some choice has content, reasoning, a refusal, a tool call, a function call or audio in it. */
    public boolean hasDelta() {
        return deltas.hasDelta();
    }

    /** Whether the chunk has nothing but text (and perhaps a role) of choice 0: it may be continued by another model. */
    public boolean onlyText() {
        return deltas.onlyText();
    }

    /** The text of choice 0, null when there is none. */
    public @Nullable String text() {
        if (text == null && deltas.textFrom() >= 0) {
            text = JsonScanner.decode(bytes, deltas.textFrom(), deltas.textTo());
        }
        return text;
    }

    /** Bytes of choice 0's text as they came, escapes included; 0 when there is none. */
    public int textBytes() {
        return deltas.textFrom() < 0 ? 0 : deltas.textTo() - deltas.textFrom() - 2;
    }

    /** How many choices there are in it. */
    int choices() {
        return deltas.choices();
    }

    /** How many choices finish with this chunk. */
    public int finished() {
        return deltas.finished();
    }

    /** The finish reason of the first choice that finishes with this chunk. */
    public @Nullable String finishReason() {
        return decoded(deltas.reasonFrom(), deltas.reasonTo());
    }

    /** Whether this is the chunk at the end of a stream that carries usage and no choices. */
    public boolean usageOnly() {
        return deltas.choices() == 0 && usage.there();
    }

    /** What the provider counted, null when this chunk does not say, or says no whole numbers. */
    public @Nullable Usage usage() {
        return usage.usage();
    }

    public @Nullable String id() {
        return decoded(idFrom, idTo);
    }

    public @Nullable String model() {
        return decoded(modelFrom, modelTo);
    }

    /**
     * The chunk with another id, or another text of choice 0, or both; every other byte as it came.
     *
     * @param newId   null keeps the id
     * @param newText null keeps the text; without effect on a chunk that has no {@link #text()}
     */
    public byte[] edited(@Nullable String newId, @Nullable String newText) {
        JsonSplice splice = new JsonSplice(bytes, from, to);
        if (newId != null && idFrom >= 0) {
            splice.replace(idFrom, idTo, JsonWriter.quoted(newId));
        } else if (newId != null) {
            byte[] member =
                    new JsonWriter().raw("\"id\":").string(newId).raw(",").toBytes();
            splice.insert(firstMember, member);
        }
        if (newText != null && deltas.textFrom() >= 0) {
            splice.replace(deltas.textFrom(), deltas.textTo(), JsonWriter.quoted(newText));
        }
        return splice.toBytes();
    }

    /** The payload, for {@link ProviderErrorBody#parse}. */
    public byte[] error() {
        return Arrays.copyOfRange(bytes, from, to);
    }

    private void reset(byte[] payload, int first, int end) {
        bytes = payload;
        from = first;
        to = end;
        firstMember = first;
        idFrom = -1;
        modelFrom = -1;
        choices = false;
        error = false;
        text = null;
        deltas.reset();
        usage.reset();
    }

    private boolean isDone() {
        int end = to;
        while (end > from && bytes[end - 1] == ' ') {
            end--;
        }
        return end - from == DONE.length && Arrays.equals(bytes, from, end, DONE, 0, DONE.length);
    }

    private boolean members() {
        while (scanner.next() == JsonToken.NAME) {
            int field = scanner.in(FIELDS);
            if (!member(field, scanner.next()) || !scanner.skip()) {
                return false;
            }
        }
        return scanner.token() == JsonToken.OBJECT_END;
    }

    private boolean member(int field, JsonToken value) {
        switch (field) {
            case 0 -> id(value);
            case 1 -> model(value);
            case 2 -> {
                choices = true;
                return deltas.read(scanner);
            }
            case 3 -> usage.read(scanner);
            case 4 -> error = value != JsonToken.NULL;
            default -> {
                // goes on as it came
            }
        }
        return true;
    }

    private void id(JsonToken value) {
        if (value == JsonToken.STRING) {
            idFrom = scanner.tokenFrom();
            idTo = scanner.tokenTo();
        }
    }

    private void model(JsonToken value) {
        if (value == JsonToken.STRING) {
            modelFrom = scanner.tokenFrom();
            modelTo = scanner.tokenTo();
        }
    }

    private @Nullable String decoded(int stringFrom, int stringTo) {
        return stringFrom < 0 ? null : JsonScanner.decode(bytes, stringFrom, stringTo);
    }
}
