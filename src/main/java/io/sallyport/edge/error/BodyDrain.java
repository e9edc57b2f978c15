package io.sallyport.edge.error;

import io.vertx.core.http.HttpServerRequest;

/**
 * Lets an unread request body flow away after a refusal, so that the connection stays usable and the client gets to read the
 * answer, but not for ever: a refused caller may not make us read without bound.
 */
final class BodyDrain {
    private static final long MOST = 1 << 20;

    private final HttpServerRequest request;
    private long drained;

    private BodyDrain(HttpServerRequest request) {
        this.request = request;
    }

    static void of(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        BodyDrain drain = new BodyDrain(request);
        request.handler(buffer -> drain.count(buffer.length())).resume();
    }

    private void count(int bytes) {
        drained += bytes;
        if (drained > MOST) {
            var _ = request.connection().close();
        }
    }
}
