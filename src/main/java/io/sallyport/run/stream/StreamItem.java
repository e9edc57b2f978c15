package io.sallyport.run.stream;

import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.core.Bytes;

/** The next thing on a run's stream. */
public sealed interface StreamItem {
    /**
     * An event of the journal.
     *
     * @param frame as bytes of an event stream, ready to be sent to anybody
     */
    record Durable(JournalEvent event, Bytes frame) implements StreamItem {}

    /** A piece of an answer that is not committed: {@code n} of attempt {@code attempt}, behind the event {@code seq}. */
    record Delta(long seq, int step, int attempt, int n, String text) implements StreamItem {}

    /**
     * The pieces of this attempt that were given before are void, and no others of it follow: the whole text comes with {@code
     * message.completed}. Said by the stream and not by the journal: a retried attempt has an event of its own.
     */
    record TakenBack(long seq, int attempt) implements StreamItem {}
}
