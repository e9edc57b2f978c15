package io.sallyport.edge.body;

import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/** Takes in a request's body whole, up to a limit. Says at most one thing: the body, or what is wrong with it. */
public final class BodyIntake {
    private final HttpServerRequest request;
    private final int mostBytes;
    private final Consumer<Buffer> whole;
    private final Consumer<Problem> refused;
    private Buffer body = Buffer.buffer(0);
    private boolean over;

    public BodyIntake(HttpServerRequest request, int mostBytes, Consumer<Buffer> whole, Consumer<Problem> refused) {
        this.request = request;
        this.mostBytes = mostBytes;
        this.whole = whole;
        this.refused = refused;
    }

    /** Begins to read; the request may have been paused. */
    public void begin() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && tooLong(length)) {
            refuse();
            return;
        }
        request.handler(this::part);
        request.endHandler(end -> {
            if (!over) {
                over = true;
                whole.accept(body);
            }
        });
        request.resume();
    }

    private boolean tooLong(String length) {
        try {
            return Long.parseLong(length) > mostBytes;
        } catch (NumberFormatException notALength) {
            return false; // the HTTP codec has refused it already
        }
    }

    private void part(Buffer part) {
        if (over) {
            return;
        }
        if (body.length() + part.length() > mostBytes) {
            refuse();
        } else if (body.length() == 0) {
            body = part;
        } else {
            body.appendBuffer(part);
        }
    }

    private void refuse() {
        over = true;
        body = Buffer.buffer(0);
        // The rest is not wanted: the answer ends this connection.
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        refused.accept(Problem.of(
                        ProblemCode.BODY_TOO_LARGE,
                        "The request body is larger than " + mostBytes + " bytes.",
                        "Send less, or raise sallyport.limits.body.")
                .with("limit_bytes", mostBytes));
        request.resume();
    }
}
