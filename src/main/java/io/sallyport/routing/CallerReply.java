package io.sallyport.routing;

import io.sallyport.core.Problem;
import io.sallyport.limit.Rates;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * The caller's side of a call, in the caller's dialect. Used on the call's context; one of {@link #whole}, {@link #rejected},
 * {@link #failed} and {@link #end} comes last and exactly once, unless the call was cancelled, after which nothing comes.
 */
public interface CallerReply {
    /** The request is admitted, and rates apply to it: how they stand now. Told first. */
    void admitted(List<Rates.Level> levels);

    /** A complete answer that was not streamed. */
    void whole(Buffer body, RouteTrace trace);

    /** The provider says the request is wrong: its own status and body, unchanged. */
    void rejected(int status, Buffer body, RouteTrace trace);

    /** The first token is here: a stream begins. */
    void open(RouteTrace trace);

    /**
     * Whole events.
     *
     * @return whether more may be written now; when not, {@link ModelCall#resume} is called as soon as there is room again
     */
    boolean write(Buffer events);

    /** How it went, attempt by attempt; told directly before the last word. */
    default void decided(Decision decision) {}

    /** The stream is complete. */
    void end();

    /** There is no answer, or no complete one: as a status while nothing was sent, else as an explicit error event. */
    void failed(Problem problem, RouteTrace trace);
}
