package io.sallyport.edge.openai.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.chat.MessageJson;
import io.sallyport.chat.Usage;
import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.core.Bytes;
import io.sallyport.core.json.Json;
import io.sallyport.run.machine.EventType;
import io.sallyport.run.stream.StreamItem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What of a run's stream is text for a client that cannot be told to forget: everything the agent says, in order, a blank line between the
 * messages of two steps. Each character is given once; an attempt that begins anew has to say again what was given, and is silent meanwhile.
 */
final class AnswerText {
    private static final String BETWEEN_STEPS = "\n\n";

    /** What was given of the message that is not committed. */
    private final StringBuilder given = new StringBuilder();

    private boolean anything;
    private boolean diverged;
    private int at;
    private int step = -1;
    private int attempt = -1;
    private String held = "";
    private Usage usage = Usage.NONE;
    private String waitsFor = "";
    private @Nullable JournalEvent last;

    /** What is to be given now; may be empty. */
    String take(StreamItem item) {
        return switch (item) {
            case StreamItem.Delta piece -> piece(piece);
            case StreamItem.Durable durable -> event(durable.event());
            case StreamItem.TakenBack taken -> "";
        };
    }

    /** Whether an attempt has said something else than what was given. Nothing can be given any more. */
    boolean diverged() {
        return diverged;
    }

    /** Tokens of all answers so far. */
    Usage usage() {
        return usage;
    }

    /** The status in which the run waits, such as {@code WAITING_APPROVAL}; empty while it runs. */
    String waitsFor() {
        return waitsFor;
    }

    /** The event that was taken last. */
    @Nullable
    JournalEvent last() {
        return last;
    }

    private String piece(StreamItem.Delta piece) {
        if (piece.step() != step || piece.attempt() != attempt) {
            step = piece.step();
            attempt = piece.attempt();
            at = 0;
        }
        return say(piece.text());
    }

    private String say(String text) {
        int known = Math.min(text.length(), given.length() - at);
        if (diverged || !text.regionMatches(0, given.substring(at, at + known), 0, known)) {
            diverged = true;
            return "";
        }
        at += known;
        String fresh = text.substring(known);
        if (fresh.isEmpty()) {
            return "";
        }
        String between = given.isEmpty() && anything ? BETWEEN_STEPS : "";
        given.append(fresh);
        at = given.length();
        anything = true;
        return wholeCharacters(between + fresh);
    }

    /** Half a character, where a piece ends in the middle of one, waits for its other half. */
    private String wholeCharacters(String fresh) {
        String text = held + fresh;
        boolean half = Character.isHighSurrogate(text.charAt(text.length() - 1));
        held = half ? text.substring(text.length() - 1) : "";
        return half ? text.substring(0, text.length() - 1) : text;
    }

    private String event(JournalEvent event) {
        last = event;
        Optional<EventType> type = EventType.of(event.type());
        waitsFor = type.filter(EventType.RUN_WAITING::equals).isPresent()
                ? Json.own(event.data()).path("status").asText()
                : "";
        return type.filter(EventType.MESSAGE_COMPLETED::equals).isPresent() ? completed(event) : "";
    }

    private String completed(JournalEvent event) {
        count(Json.own(event.data()).path("usage"));
        Bytes content = event.content();
        String rest = "";
        if (content != null) {
            at = 0;
            String text = MessageJson.read(Json.own(content)).text();
            if (text.length() < given.length()) {
                diverged = true; // it may be a beginning of what was given, and is not what was given
            }
            rest = say(text);
        }
        rest += held;
        held = "";
        given.setLength(0);
        at = 0;
        step = -1;
        return diverged ? "" : rest;
    }

    private void count(JsonNode spent) {
        usage = usage.plus(new Usage(
                spent.path("input").asLong(),
                spent.path("cachedInput").asLong(),
                spent.path("cacheWrite").asLong(),
                spent.path("output").asLong(),
                spent.path("reasoning").asLong()));
    }
}
