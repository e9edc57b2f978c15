package io.sallyport.edge.openai;

import io.sallyport.idempotency.answer.KeptAnswer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** Gives an answer again, as its first caller got it. */
final class Replay {
    private static final CharSequence REPLAYED = HttpHeaders.createOptimized("Idempotent-Replayed");
    private static final int FIRST_ERROR = 400;

    private Replay() {}

    static void write(HttpServerResponse response, KeptAnswer answer) {
        response.setStatusCode(answer.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType())
                .putHeader(HttpReply.ROUTE_HEADER, answer.route())
                .putHeader(REPLAYED, "true");
        if (answer.status() >= FIRST_ERROR) {
            response.putHeader(HttpReply.SHOULD_RETRY, "false");
        }
        if (HttpReply.EVENT_STREAM.toString().equals(answer.contentType())) {
            response.setChunked(true)
                    .putHeader(HttpHeaders.CACHE_CONTROL, HttpReply.NO_STORE)
                    .putHeader(HttpReply.BUFFERING, "no");
        }
        var _ = response.end(answer.body());
    }
}
