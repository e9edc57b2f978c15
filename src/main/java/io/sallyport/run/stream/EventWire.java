package io.sallyport.run.stream;

import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.core.Bytes;
import io.sallyport.core.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The one rendering of an event, for streams and for pages of JSON: {@code {"type","run","seq","at"}}, then the skeleton's members, then
 * {@code "content"} as the bytes that were stored, or {@code "erased":true} where they are gone. Stored bytes are copied and never parsed, so
 * that every replica of every version shows the same; only line breaks between tokens become spaces, so that it is one line.
 */
public final class EventWire {
    /** UTC, always six digits: the precision of the database. */
    private static final DateTimeFormatter AT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final byte[] CONTENT = ",\"content\":".getBytes(StandardCharsets.UTF_8);
    private static final byte[] ERASED = ",\"erased\":true".getBytes(StandardCharsets.UTF_8);

    private EventWire() {}

    /** The event as one JSON object. */
    public static Bytes json(String run, JournalEvent event) {
        byte[] head = head(run, event);
        Bytes content = event.content();
        byte[] skeleton = event.data().array();
        int members = skeleton.length - 2;
        byte[] tail = tail(event);
        int length = head.length + (members > 0 ? 1 + members : 0) + tail.length;
        byte[] out = new byte[length + (content == null ? 0 : content.length()) + 1];
        int at = put(head, 0, head.length, out, 0);
        if (members > 0) {
            out[at++] = ',';
            at = put(skeleton, 1, members, out, at);
        }
        at = put(tail, 0, tail.length, out, at);
        if (content != null) {
            at = put(content.array(), 0, content.length(), out, at);
            joinLines(out, at - content.length(), at);
        }
        out[at] = '}';
        return Bytes.of(out);
    }

    /** The moment as every answer about runs writes it. */
    public static String moment(Instant at) {
        return AT.format(at);
    }

    private static byte[] head(String run, JournalEvent event) {
        return new JsonWriter()
                .raw("{\"type\":")
                .string(event.type())
                .furtherMember("run", run)
                .furtherMember("seq", event.seq())
                .furtherMember("at", moment(event.at()))
                .toBytes();
    }

    private static byte[] tail(JournalEvent event) {
        if (event.content() != null) {
            return CONTENT;
        }
        return event.erased() ? ERASED : new byte[0];
    }

    /** A line break between JSON's tokens means nothing, and in an event stream it would end the field; inside strings there are none. */
    private static void joinLines(byte[] json, int from, int to) {
        for (int i = from; i < to; i++) {
            if (json[i] == '\n' || json[i] == '\r') {
                json[i] = ' ';
            }
        }
    }

    private static int put(byte[] from, int start, int length, byte[] out, int at) {
        System.arraycopy(from, start, out, at, length);
        return at + length;
    }
}
