package io.sallyport.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * A provider that costs as little as a provider can: it speaks OpenAI's dialect in fixed bytes. The model's name chooses the answer:
 * {@code whole} at once, {@code short} as a stream without a pause, {@code paced-N} as a stream of N chunks, one each 20 ms.
 */
public final class Upstream extends AbstractVerticle {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence EVENT_STREAM = HttpHeaders.createOptimized("text/event-stream");
    private static final int SHORT_STREAM_CHUNKS = 16;

    private final int port;
    private final Buffer whole = Wire.whole();
    private final CharSequence wholeLength = HttpHeaders.createOptimized(Integer.toString(whole.length()));

    private Upstream(int port) {
        this.port = port;
    }

    public static void main(String... args) {
        int port = Integer.parseInt(args[0]);
        Servers.deploy(() -> new Upstream(port));
    }

    @Override
    public void start(Promise<Void> started) {
        Pace pace = new Pace(vertx);
        vertx.createHttpServer(Servers.on(port))
                .requestHandler(Servers.whenRead((request, body) -> answer(request, body, pace)))
                .listen()
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private void answer(HttpServerRequest request, Buffer body, Pace pace) {
        String model = Wire.model(body);
        HttpServerResponse response = request.response();
        if (model.equals(Wire.WHOLE)) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, JSON).putHeader(HttpHeaders.CONTENT_LENGTH, wholeLength);
            response.end(whole);
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, EVENT_STREAM).setChunked(true);
        if (model.equals(Wire.SHORT)) {
            Wire.opening(response);
            for (int chunk = 1; chunk < SHORT_STREAM_CHUNKS; chunk++) {
                response.write(Wire.CHUNK);
            }
            Wire.closing(response);
        } else {
            pace.take(response, Wire.chunksOf(model));
        }
    }
}
