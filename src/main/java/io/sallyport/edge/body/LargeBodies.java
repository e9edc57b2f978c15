package io.sallyport.edge.body;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/** Reads large bodies beside the event loop: megabytes of JSON on it hold up everybody else. */
public final class LargeBodies {
    /** Bytes; less is read in a few milliseconds. */
    private static final int LARGE = 256 * 1024;

    private LargeBodies() {}

    /**
     * Does {@code work}, which begins with reading a body.
     *
     * @param bytes of the body; of a large one {@code work} is done by a worker as far as it does not wait for anything
     * @throws RuntimeException of {@code work}, where it is done here
     */
    public static <T> Uni<T> read(Vertx vertx, int bytes, Supplier<Uni<T>> work) {
        if (bytes <= LARGE) {
            return work.get();
        }
        Context here = vertx.getOrCreateContext();
        return Uni.createFrom()
                .completionStage(() -> here.executeBlocking(() -> work.get().subscribeAsCompletionStage(), false)
                        .compose(begun -> Future.fromCompletionStage(begun, here))
                        .toCompletionStage());
    }
}
