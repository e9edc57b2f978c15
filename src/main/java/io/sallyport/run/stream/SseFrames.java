package io.sallyport.run.stream;

import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.core.Bytes;
import io.sallyport.core.json.JsonWriter;
import java.nio.charset.StandardCharsets;

/**
 * Items as frames of an event stream (HTML Living Standard, section 9.2): {@code id} is the cursor behind the item, {@code event} the event's
 * type, {@code data} what {@link EventWire} renders.
 */
public final class SseFrames {
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);

    private SseFrames() {}

    /** The frame of a committed event: the same bytes on every replica, always. */
    public static Bytes of(String run, JournalEvent event) {
        byte[] head = ("id: " + event.seq() + "\nevent: " + event.type() + "\ndata: ").getBytes(StandardCharsets.UTF_8);
        byte[] data = EventWire.json(run, event).array();
        byte[] frame = new byte[head.length + data.length + END.length];
        System.arraycopy(head, 0, frame, 0, head.length);
        System.arraycopy(data, 0, frame, head.length, data.length);
        System.arraycopy(END, 0, frame, head.length + data.length, END.length);
        return Bytes.of(frame);
    }

    /** The frame of a piece of an answer. */
    public static Bytes of(String run, StreamItem.Delta delta) {
        JsonWriter data = begin("message.delta", run)
                .furtherMember("step", delta.step())
                .furtherMember("attempt", delta.attempt())
                .furtherMember("text", delta.text());
        return frame(id(delta.seq(), delta.attempt(), delta.n()), "message.delta", data);
    }

    /** The frame that takes pieces back. Its id says that nothing of the attempt is left: {@code <seq>.<attempt>.0}. */
    public static Bytes of(String run, StreamItem.TakenBack taken) {
        JsonWriter data = begin("reset", run).furtherMember("attempt", taken.attempt());
        return frame(id(taken.seq(), taken.attempt(), 0), "reset", data);
    }

    private static JsonWriter begin(String type, String run) {
        return new JsonWriter().raw("{\"type\":").string(type).furtherMember("run", run);
    }

    private static String id(long seq, int attempt, int n) {
        return seq + "." + attempt + "." + n;
    }

    private static Bytes frame(String id, String type, JsonWriter data) {
        String json = new String(data.raw("}").toBytes(), StandardCharsets.UTF_8);
        return Bytes.of("id: " + id + "\nevent: " + type + "\ndata: " + json + "\n\n");
    }
}
