package io.sallyport.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.core.json.Json;
import io.sallyport.dialect.sse.SseFramer;
import io.sallyport.tool.http.Watch;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Listens to the stream of events that answers one request. The first answer with the request's own id counts, and nothing after it is
 * heard; other answers are nobody's. Confined to one event loop.
 */
final class Conversation implements Watch {
    /** Bytes. A larger event can only be the answer; it is read by a worker, so that it holds up nobody. */
    private static final int LARGE = 256 * 1024;

    private final long id;
    private final int most;
    private final Listener listener;
    private SseFramer framer;
    private Optional<Message> answer = Optional.empty();
    private byte @Nullable [] large;
    private boolean tooLarge;
    private Optional<String> lastEventId = Optional.empty();
    private long retryMillis = -1;

    /** Hears what a server says beside the answer. */
    interface Listener {
        void notified(String method);

        /** A request of the server's. */
        void asked(JsonNode id, String method);

        /** The stream is open. */
        void begun();
    }

    /** @param most bytes of one event */
    Conversation(long id, int most, Listener listener) {
        this.id = id;
        this.most = most;
        this.listener = listener;
        this.framer = new SseFramer(most);
    }

    long id() {
        return id;
    }

    static boolean isStream(MultiMap headers) {
        String type = headers.get("content-type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
    }

    @Override
    public void begun(int status, MultiMap headers) {
        if (status / 100 == 2 && isStream(headers)) {
            listener.begun();
        }
    }

    @Override
    public boolean enough(int status, MultiMap headers, Buffer part) {
        if (status / 100 != 2 || !isStream(headers) || over()) {
            return over();
        }
        byte[] bytes = part.getBytes();
        tooLarge |= !framer.feed(bytes, 0, bytes.length, this::event);
        return over();
    }

    /** The stream has ended; another may go on where it ended. A last event without its blank line counts where nothing was cut off. */
    void streamEnded(boolean whole) {
        if (whole && !over()) {
            framer.end(this::event);
        }
        framer = new SseFramer(most);
    }

    boolean over() {
        return answer.isPresent() || large != null || tooLarge;
    }

    boolean isTooLarge() {
        return tooLarge;
    }

    Optional<Message> answer() {
        return answer;
    }

    /** The bytes of an answer that a worker has to read. */
    Optional<byte[]> largeAnswer() {
        return Optional.ofNullable(large);
    }

    /** Where a broken stream can be gone on with. */
    Optional<String> lastEventId() {
        return lastEventId;
    }

    /** Milliseconds after which the server wants to be asked to go on; negative: it did not say. */
    long retryMillis() {
        return retryMillis;
    }

    private void event(byte[] raw, int rawFrom, int rawTo, byte[] data, int from, int to) {
        if (over()) {
            return;
        }
        fields(raw, rawFrom, rawTo);
        if (from < 0 || from == to) {
            return;
        }
        byte[] json = Arrays.copyOfRange(data, from, to);
        if (json.length > LARGE) {
            large = json;
            return;
        }
        Json.parse(json).ifPresent(tree -> {
            Message message = Message.of(tree, id);
            answer = message.isAnswer() ? Optional.of(message) : Optional.empty();
            message.tell(listener);
        });
    }

    /** {@code id} and {@code retry}; a long id could not be sent back. */
    private void fields(byte[] raw, int from, int to) {
        int end = Math.min(to, from + 2048);
        String head = new String(raw, from, end - from, StandardCharsets.UTF_8);
        head.lines().forEach(line -> {
            if (line.startsWith("id:") && line.length() < 1024) {
                String written = line.substring(3).strip();
                lastEventId = written.chars().allMatch(c -> c > 0x20 && c < 0x7f) && !written.isEmpty()
                        ? Optional.of(written)
                        : Optional.empty();
            } else if (line.matches("retry: ?[0-9]{1,9}")) {
                retryMillis = Long.parseLong(line.substring(6).strip());
            }
        });
    }
}
