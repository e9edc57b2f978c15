package io.sallyport.run.driver;

import io.sallyport.catalog.Catalog;
import io.sallyport.core.Bytes;
import io.sallyport.routing.CallStart;
import io.sallyport.routing.CallerReply;

/** Asks models. */
interface ModelCalls {
    /** Bytes of one event of an answer. */
    int mostEventBytes();

    /**
     * Begins a call on the current event-loop context.
     *
     * @param start  in the agent's own name
     * @param body   of a chat completions request that asks for a stream
     * @return what cancels it; after that {@code reply} hears nothing more
     */
    Runnable begin(CallStart start, Catalog catalog, Bytes body, CallerReply reply);
}
