package io.sallyport.idempotency.answer;

import io.vertx.core.buffer.Buffer;

/**
 * An answer as its first caller got it.
 *
 * @param status      HTTP status
 * @param contentType {@code text/event-stream} for a stream
 * @param route       the value of {@code X-Sallyport-Route}
 * @param body        all of it, a stream's frames as they were sent; nobody changes it
 */
public record KeptAnswer(int status, String contentType, String route, Buffer body) {}
