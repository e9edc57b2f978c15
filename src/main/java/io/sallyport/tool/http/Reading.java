package io.sallyport.tool.http;

import io.sallyport.tool.Attempted;
import io.vertx.core.impl.ContextInternal;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * From an answer's bytes to what they mean. Of a large answer this and all that follows at once (the output's schema, the bytes for the
 * ledger) is done by a worker: megabytes on an event loop hold up everybody on it. There are never more of these than calls under way.
 */
final class Reading<T> {
    /** Bytes; less is read in a few milliseconds. */
    private static final int LARGE = 256 * 1024;

    private final ContextInternal context;
    private final int large;
    private final Function<Exchanged, Attempted<T>> read;
    private final CompletableFuture<Attempted<T>> done = new CompletableFuture<>();

    Reading(ContextInternal context, Function<Exchanged, Attempted<T>> read) {
        this(context, LARGE, read);
    }

    /** @param large bytes from which on a worker reads */
    Reading(ContextInternal context, int large, Function<Exchanged, Attempted<T>> read) {
        this.context = context;
        this.large = large;
        this.read = read;
    }

    /** Completed by whoever reads, so that what follows runs there. */
    CompletableFuture<Attempted<T>> done() {
        return done;
    }

    /** On the exchange's event loop. */
    void begin(Exchanged exchanged) {
        if (exchanged instanceof Exchanged.Answer answer && answer.body().length() > large) {
            var _ = context.executeBlocking(() -> finish(exchanged), false).onFailure(done::completeExceptionally);
        } else {
            var _ = finish(exchanged);
        }
    }

    private boolean finish(Exchanged exchanged) {
        try {
            return done.complete(read.apply(exchanged));
        } catch (RuntimeException mistake) {
            return done.completeExceptionally(mistake);
        }
    }
}
